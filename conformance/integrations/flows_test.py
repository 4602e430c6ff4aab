#!/usr/bin/env python3
"""The connection flows of public integrations go as far as flows.json says, against a spawned mock.

Usage: flows_test.py SNAPTRADE_MOCK SDKS

SDKS is the folder into which scripts/sdks installs them. Prints how far each flow goes, and how many
go to their end; ../integrations.md must say the same.
"""
import copy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from walk import FOLDER, Walk

PROGRAM, SDKS = (sys.argv[1:] + ["", ""])[:2]
FLOWS = json.loads((FOLDER / "flows.json").read_text(encoding="utf-8"))["flows"]
PAGE = (FOLDER.parent / "integrations.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([\w.-]+/[\w.-]+) \|(.*)\|$", re.MULTILINE)
DEFAULT = FOLDER.parent.parent / "fixtures" / "default"
DEADLINE = 20


class Mock:
    """A mock with the default fixtures, and with the brokerage that the flow needs beyond them."""
    def __init__(self, flow):
        self.folder = tempfile.TemporaryDirectory()
        fixtures = pathlib.Path(self.folder.name) / "fixtures"
        shutil.copytree(DEFAULT, fixtures)
        if "adds_brokerage" in flow:
            self.add_brokerage(fixtures / "brokerages.json", flow["adds_brokerage"])
        self.process = subprocess.Popen(
            [PROGRAM, "--listen", "127.0.0.1:0", "--log", "none", "--fixtures", fixtures],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    @staticmethod
    def add_brokerage(path, slug):
        """Like the first, but for what it is called."""
        content = json.loads(path.read_text(encoding="utf-8"))
        content["brokerages"].append({**content["brokerages"][0], "slug": slug, "name": slug,
                                      "id": "0d6f2c8a-5b41-4e7d-9a13-c8e07b52f6d9"})
        path.write_text(json.dumps(content), encoding="utf-8")

    def close(self):
        self.process.terminate()
        self.process.wait(DEADLINE)
        self.process.stdout.close()
        self.folder.cleanup()


def go(flow):
    """Where it stops, and why; None: it goes to its end."""
    mock = Mock(flow)
    walk = Walk(flow, SDKS, mock.url)
    try:
        return walk.run()
    finally:
        walk.close()
        mock.close()


def named(name):
    return copy.deepcopy(next(flow for flow in FLOWS if flow["name"] == name))


class Flows(unittest.TestCase):
    def test_every_flow_goes_as_far_as_its_row_says(self):
        ends = 0
        for flow in FLOWS:
            stopped = go(flow)
            ends += stopped is None
            said = f"stops at {stopped['at']}: {stopped['why']}" if stopped else "ok"
            print(f"{flow['name']}, by {flow['by']}: {said}", flush=True)
            with self.subTest(flow["name"]):
                self.assertEqual(stopped, flow.get("stops"))
        figure = f"{ends} of {len(FLOWS)} connection flows complete offline"
        print(figure)
        self.assertIn(f"**{figure}**", PAGE)

    def test_the_table_has_a_row_for_every_flow_that_says_how_it_was_walked(self):
        rows = dict(ROW.findall(PAGE))
        walked = {name for name, row in rows.items() if "only read" not in row}
        self.assertEqual(walked, {flow["name"] for flow in FLOWS})
        for flow in FLOWS:
            with self.subTest(flow["name"]):
                self.assertIn(f" {flow['by']} ", rows[flow["name"]])
                self.assertEqual("stops" in flow, "**stops**" in rows[flow["name"]])


class Walking(unittest.TestCase):
    """That a walk can fail: by each kind of step."""
    def changed(self, name, index, step):
        flow = named(name)
        flow["steps"][index] = {**flow["steps"][index], **step}
        return go(flow)

    def test_a_member_that_no_answer_has_stops_a_flow(self):
        stopped = self.changed("we-promise/sure", 4, {"reads": ["[].balance.total.cents"]})
        self.assertEqual(stopped, {"at": "GET /accounts", "why": "no [].balance.total.cents"})

    def test_a_refused_call_stops_a_flow(self):
        stopped = self.changed("we-promise/sure", 1, {"body": {"broker": "NOBODY"}})
        self.assertEqual(stopped, {"at": "POST /snapTrade/login", "why": "400"})

    def test_an_attempt_that_fails_stops_whoever_waits_for_the_redirect(self):
        stopped = self.changed("we-promise/sure", 2,
                               {"visit": {"broker": "ALPACA", "outcome": "wrong-credentials"}})
        self.assertEqual(stopped["at"], "redirect")

    def test_an_attempt_that_fails_stops_whoever_waits_for_messages(self):
        flow = named("AleksandarDmitrovic/Nestd")
        flow["by"] = "raw-sorted"
        flow["steps"][2]["visit"]["outcome"] = "account-locked"
        self.assertEqual(go(flow)["at"], "messages")

    def test_an_attempt_that_fails_stops_whoever_looks_for_more_accounts(self):
        flow = named("latetedemelon/snaptrade-to-sheets")
        flow["steps"][4]["visit"]["outcome"] = "give-up"
        self.assertEqual(go(flow), {"at": "more accounts",
                                    "why": "there are no more accounts than before"})

    def test_an_attempt_that_fails_stops_whoever_polls_for_a_newer_connection(self):
        flow = named("passiv/snaptrade-cli")
        flow["by"] = "raw-sorted"
        flow["steps"][2]["visit"]["outcome"] = "give-up"
        self.assertEqual(go(flow), {"at": "newer connection",
                                    "why": "no connection is newer than the visit"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
