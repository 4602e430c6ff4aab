#!/usr/bin/env python3
"""Schemathesis draws requests from /openapi.json: the mock answers nothing that this does not have.

Usage: fuzz_test.py SNAPTRADE_MOCK SCHEMATHESIS
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "mock_server" / "tests"))
import sandbox  # noqa: E402

MOCK, SCHEMATHESIS = (sys.argv[1:] + ["", ""])[:2]
LIST, DETAIL = "/authorizations", "/authorizations/{authorizationId}"
CONNECTION, ACCOUNT = "/connection/{connectionId}", "/accounts/{accountId}"
# Had these not been seen, the drawn requests would have stopped at the door.
WANTED = {("GET", "/", 200), ("GET", LIST, 200), ("GET", LIST, 400), ("GET", LIST, 401),
          ("GET", DETAIL, 200), ("GET", DETAIL, 400), ("GET", DETAIL, 404), ("DELETE", DETAIL, 204),
          ("DELETE", DETAIL, 400), ("DELETE", DETAIL, 404), ("DELETE", CONNECTION, 200),
          ("DELETE", CONNECTION, 404), ("GET", "/sessionEvents", 200),
          ("GET", "/sessionEvents", 401), ("GET", "/sessionEvents", 403),
          *(("GET", path, 200) for path in ("/accounts", "/brokerages", "/snapTrade/listUsers",
                                            "/snapTrade/partners", DETAIL + "/accounts")),
          *(("GET", ACCOUNT + part, status) for status in (200, 401, 404)
            for part in ("", "/balances", "/positions", "/positions/all", "/holdings", "/orders",
                         "/activities")),
          *(("POST", DETAIL + duty, status) for status in (200, 400, 401, 402, 404)
            for duty in ("/refresh", "/disable", "/transactions/sync")),
          *(("POST", f"/snapTrade/{call}", status) for status in (200, 400, 401)
            for call in ("registerUser", "resetUserSecret", "login")),
          ("DELETE", "/snapTrade/deleteUser", 200), ("DELETE", "/snapTrade/deleteUser", 404)}


class Fuzz(unittest.TestCase):
    def test_what_is_drawn_from_the_document_is_answered_as_it_says(self):
        with tempfile.TemporaryDirectory() as folder, sandbox.Mock(MOCK, "--log", "none") as mock:
            origin = f"http://127.0.0.1:{mock.port}"
            seen = pathlib.Path(folder, "seen.json")
            done = subprocess.run(
                [SCHEMATHESIS, "--config-file", str(HERE / "schemathesis.toml"), "run",
                 f"{origin}/openapi.json"],
                cwd=folder, capture_output=True, text=True, timeout=550, check=False,
                env={**os.environ, "SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": str(HERE),
                     "SANDBOX_ORIGIN": origin, "FUZZ_SEEN": str(seen)})
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            counts = json.loads(seen.read_text(encoding="utf-8"))
        for method, path, status, count in counts:
            print(f"{method} {path} {status}: {count}", flush=True)
        self.assertLessEqual(WANTED, {(method, path, status) for method, path, status, _ in counts})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
