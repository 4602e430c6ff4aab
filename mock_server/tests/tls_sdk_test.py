#!/usr/bin/env python3
"""Official SDKs reach a mock that speaks TLS when they are told of its CA, and refuse to else.

Usage: tls_sdk_test.py SNAPTRADE_MOCK SHIM SDKS
SDKS is where scripts/sdks installs them.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import tls_case

PROGRAM, SHIM, SDKS = (os.path.abspath(path) for path in sys.argv[1:4])
PYTHON = """
import os, sys
from snaptrade_client import Configuration, SnapTrade
from snaptrade_client.auth import SnapTradeAuth
auth = SnapTradeAuth.commercial_api_key(client_id="PASSIVTEST", consumer_key="sandbox-consumer-key")
configuration = Configuration(auth=auth, host=os.environ["SNAPTRADE_BASE_URL"])
configuration.ssl_ca_cert = sys.argv[1] if len(sys.argv) > 1 else None
api = SnapTrade(configuration, auth=auth)
print(len(api.connections.list_brokerage_authorizations(
    user_id=os.environ["SNAPTRADE_USER_ID"], user_secret=os.environ["SNAPTRADE_USER_SECRET"]).body))
"""
TYPESCRIPT = """
import { Snaptrade, SnaptradeAuth } from "snaptrade-typescript-sdk";
const auth = SnaptradeAuth.commercialApiKey(
  { clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" });
const { connections } = new Snaptrade({ auth, basePath: process.env.SNAPTRADE_BASE_URL });
const user = { userId: process.env.SNAPTRADE_USER_ID, userSecret: process.env.SNAPTRADE_USER_SECRET };
console.log((await connections.listBrokerageAuthorizations(user)).data.length);
"""


class Sdks(tls_case.Case):
    def run_beside(self, *command, **environment):
        """A command of a mock; what it starts is not to have the tests' libssl.so."""
        clean = ("env", "-u", "LD_LIBRARY_PATH")
        return subprocess.run([PROGRAM, "--tls", "self-signed", "--tls-ca", str(self.ca), "--",
                               *clean, *map(str, command)], check=False, capture_output=True,
                              text=True, timeout=120,
                              env=tls_case.environment(SHIM, **environment))

    def test_python(self):
        command = (pathlib.Path(SDKS, "python-newest/bin/python"), "-c", PYTHON)
        self.assertEqual(self.run_beside(*command, self.ca).stdout, "3\n")
        untold = self.run_beside(*command)
        self.assertIn("CERTIFICATE_VERIFY_FAILED", untold.stderr)

    def test_typescript(self):
        with tempfile.TemporaryDirectory(dir=pathlib.Path(SDKS, "typescript-newest")) as folder:
            script = pathlib.Path(folder, "list.mjs")
            script.write_text(TYPESCRIPT, encoding="utf-8")
            told = self.run_beside("node", script, NODE_EXTRA_CA_CERTS=str(self.ca))
            self.assertEqual((told.returncode, told.stdout), (0, "3\n"), told.stderr)
            untold = self.run_beside("node", script)
            self.assertNotEqual(untold.returncode, 0)
            self.assertIn("certificate", untold.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
