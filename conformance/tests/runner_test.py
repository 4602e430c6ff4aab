#!/usr/bin/env python3
"""snaptrade-conformance as a program: what it selects, sends and answers.

Usage: runner_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK
"""
import json
import os
import pathlib
import re
import stat
import sys
import tempfile
import unittest

from judging import FIRST_ID, MOCK, Running, Server, catalogue, judge, run

CONFORMANCE = pathlib.Path(__file__).resolve().parent.parent
MATRIX = CONFORMANCE / "REQUIREMENTS.md"
SOURCES = CONFORMANCE / "src" / "catalogue"
README = CONFORMANCE.parent / "README.md"


class Catalogue(unittest.TestCase):
    def test_every_requirement_is_whole_and_has_an_id_of_its_own(self):
        rows = catalogue()
        self.assertGreaterEqual(len(rows), 130)
        for row in rows:
            with self.subTest(id=row["id"]):
                self.assertRegex(row["id"], rf"^{row['area']}-\d{{3}}$")
                self.assertIn(row["level"], ("MUST", "SHOULD"))
                self.assertIn(row["provenance"], ("doc", "spec", "sdk", "live", "assumed"))
                self.assertTrue(row["source"] and row["tags"])
                self.assertRegex(row["sentence"], r"^\S.*\.$")
        for name in ("id", "sentence", "test"):
            values = [row[name] for row in rows]
            self.assertEqual(len(values), len(set(values)), name)

    def test_every_test_has_a_requirement_and_every_requirement_a_test(self):
        written = set()
        for source in SOURCES.glob("*.c"):
            written |= {(source.name, name)
                        for name in re.findall(r"START_TEST\((\w+)\)", source.read_text())}
        self.assertEqual({(row["file"], row["test"]) for row in catalogue()}, written)

    def test_the_matrix_in_the_repository_is_the_programs(self):
        printed = run("--list", "--format", "md").stdout
        self.assertEqual(MATRIX.read_text(), printed, "run scripts/requirements")

    def test_the_figure_of_the_mutants_in_reports_is_that_of_the_tables(self):
        report = judge("AUTH-004")[1]
        mutants = json.loads((CONFORMANCE / "mutants" / "breaks.json").read_text())
        broken = {one for ids in mutants.values() for one in ids}
        known = {row["id"] for row in catalogue()}
        self.assertEqual(report["proof"], {"requirements": len(known), "mutants": len(mutants),
                                           "provenAbleToFail": len(known & broken)})
        self.assertIn(f"{len(known & broken)} of the suite's {len(known)} requirements are proven "
                      f"able to fail, by {len(mutants)} mutants.", README.read_text(), "the sample in README")

    def test_list_shows_what_is_selected(self):
        ids = [line.split()[0] for line in run("--list", "SIGN", "DETAIL-004").stdout.splitlines()]
        self.assertIn("SIGN-001", ids)
        self.assertEqual([i for i in ids if not i.startswith("SIGN")], ["DETAIL-004"])

    def test_the_list_leaves_out_assumptions_when_it_is_told_to(self):
        lines = run("--list", "DETAIL", "--level", "documented").stdout.splitlines()
        self.assertFalse([line for line in lines if " assumed " in line])
        self.assertIn("DETAIL-002", run("--list", "DETAIL-002").stdout)
        self.assertIn("DETAIL-002", run("--list", "DETAIL").stdout)

    def test_a_tag_selects(self):
        rows = {row["id"]: row for row in catalogue()}
        done = run("--list", "--format", "json", "--level", "assumed", "--tag", "withdrawn",
                   "--tag", "limit")
        chosen = {row["id"] for row in json.loads(done.stdout)}
        self.assertEqual(chosen, {i for i, row in rows.items()
                                  if {"withdrawn", "limit"} & set(row["tags"])})


class Usage(unittest.TestCase):
    def test_bad_usage_is_named_and_exits_2(self):
        url = ("--url", "http://127.0.0.1:1")
        for arguments, name in {("--wrong",): "--wrong", ("--url",): "--url",
                                ("SIGN-999",): "SIGN-999", ("sign",): "sign",
                                ("--url", "nonsense"): "--url",
                                ("--url", "http://h/?q"): "--url",
                                ("--live", *url): "--live",
                                ("--live", "--disposable"): "--disposable",
                                ("--url", "https://api.SnapTrade.com", "--disposable"):
                                    "--disposable",
                                ("--disposable",): "--disposable",
                                ("--allow-delete", FIRST_ID): "--allow-delete",
                                (*url, "--allow-delete", "x"): "--allow-delete",
                                (*url, "--allow-delete", FIRST_ID, "--disposable"):
                                    "--allow-delete",
                                ("--level", "all"): "--level", ("--tag", "nonsense"): "nonsense",
                                ("--format", "xml"): "--format",
                                ("--report", "json"): "--report",
                                ("--report", "pdf=-"): "pdf",
                                ("--timeout", "0"): "--timeout",
                                ("--timeout", "soon"): "soon",
                                ("--repeat", "1.5"): "--repeat",
                                ("--repeat", "0"): "--repeat"}.items():
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, (arguments, done.stderr))
            self.assertIn(name, done.stderr)

    def test_half_of_the_credentials_is_bad_usage(self):
        done = run("--url", "http://127.0.0.1:1", SNAPTRADE_CLIENT_ID="x")
        self.assertEqual(done.returncode, 2)
        self.assertIn("SNAPTRADE_CONSUMER_KEY", done.stderr)

    def test_live_takes_no_credentials_of_the_fixtures(self):
        done = run("--live")
        self.assertEqual(done.returncode, 2)
        self.assertIn("SNAPTRADE_CONSUMER_KEY", done.stderr)

    def test_nothing_to_judge_exits_2(self):
        with Running() as mock:
            status, _, verdicts = judge("--url", mock.url, "REMOVE-001")
        self.assertEqual((status, verdicts), (2, {"REMOVE-001": "not-judged"}))

    def test_nothing_selected_exits_2(self):
        done = run("SIGN", "--tag", "withdrawn")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing is selected", done.stderr)

    def test_a_target_that_cannot_be_reached_exits_3(self):
        done = run("--url", "http://127.0.0.1:1", "LIST-001")
        self.assertEqual(done.returncode, 3)
        self.assertIn("http://127.0.0.1:1", done.stderr)

    def test_a_mock_that_does_not_start_exits_3(self):
        for mock in ("/nowhere", "/bin/true"):
            done = run("--mock", mock, "LIST-001")
            self.assertEqual(done.returncode, 3)
            self.assertIn("does not start", done.stderr)

    def test_a_report_that_cannot_be_written_is_named(self):
        done = run("LIST-001", "--report", "json=/nowhere/report.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("/nowhere/report.json", done.stderr)


class Targets(unittest.TestCase):
    def test_a_mock_of_our_own_passes(self):
        done = run("SIGN-001", "REMOVE-001", "CLIENT-002")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("3 requirements: 3 passed, 0 failed", done.stdout)

    def test_the_url_may_come_from_the_environment(self):
        with Running() as mock:
            status, report, verdicts = judge("LIST-001", "REMOVE-001", SNAPTRADE_BASE_URL=mock.url)
        self.assertEqual((status, report["target"]), (0, mock.url))
        self.assertEqual(verdicts["REMOVE-001"], "not-judged")

    def test_a_url_is_left_as_it_is_unless_it_is_disposable(self):
        with Running() as mock:
            status, report, verdicts = judge("--url", mock.url, "REMOVE", "LIST", "DETAIL",
                                             "--level", "assumed")
            self.assertEqual(status, 0)
            self.assertEqual(verdicts["REMOVE-001"], "not-judged")
            self.assertIn("--allow-delete", [one["message"] for one in report["results"]
                                             if one["id"] == "REMOVE-001"][0])
            self.assertEqual(judge("--url", mock.url, "LIST-008", "LIST-003")[0], 0)
            self.assertEqual(judge("--url", mock.url, "--disposable", "REMOVE-003")[0], 0)
            self.assertEqual(judge("--url", mock.url, "DETAIL-001", "LIST-007")[0], 0)

    def test_what_a_used_up_state_no_longer_bears_is_not_judged(self):
        with Running() as mock:
            for _ in range(2):
                status, _, verdicts = judge("--url", mock.url, "--disposable", "DETAIL", "REMOVE",
                                            "CLIENT", "--level", "assumed")
                self.assertEqual(status, 0)
                self.assertEqual(verdicts["CLIENT-003"], "not-judged")
            status, _, verdicts = judge("--url", mock.url, "--disposable", "REMOVE-001")
            self.assertEqual((status, verdicts["REMOVE-001"]), (2, "not-judged"))

    def test_no_delete_is_sent_without_leave(self):
        with Server(200, json.dumps([{"id": FIRST_ID}])) as server:
            judge("--url", server.url, "REMOVE", "ERROR", "AUTH-018", "CLIENT", "--level",
                  "assumed")
            methods = {method for method, _ in server.seen}
        self.assertIn("GET", methods)
        self.assertNotIn("DELETE", methods)

    def test_only_the_connection_that_was_named_is_deleted(self):
        other = "917c8734-8470-4a3e-a18f-57c3f2ee6631"
        with Server(200, json.dumps([{"id": other}, {"id": FIRST_ID}])) as server:
            judge("--url", server.url, "--allow-delete", FIRST_ID.upper(), "REMOVE", "CLIENT",
                  "--level", "assumed")
            deleted = {path.split("?")[0].rsplit("/")[-1] for method, path in server.seen
                       if method == "DELETE"}
        self.assertIn(FIRST_ID.upper(), deleted)
        self.assertNotIn(other, deleted)

    def test_the_named_connection_goes_once(self):
        with Running() as mock:
            arguments = ("--url", mock.url, "--allow-delete", FIRST_ID)
            self.assertEqual(judge(*arguments, "REMOVE-003")[2], {"REMOVE-003": "passed"})
            self.assertEqual(judge(*arguments, "REMOVE-003")[2], {"REMOVE-003": "not-judged"})
            self.assertEqual(judge("--url", mock.url, "LIST-008")[0], 0)

    def test_other_credentials_leave_out_what_needs_the_default_fixtures(self):
        with Running() as mock:
            status, _, verdicts = judge("--url", mock.url, "LIST",
                                        SNAPTRADE_CLIENT_ID="PASSIVTEST",
                                        SNAPTRADE_CONSUMER_KEY="sandbox-consumer-key",
                                        SNAPTRADE_USER_ID="second-user@example.com",
                                        SNAPTRADE_USER_SECRET="second-user-secret")
        self.assertEqual((status, verdicts["LIST-003"]), (0, "not-judged"))

    def test_what_snaptrade_withdrew_is_reported_as_withdrawn(self):
        with Running("--contract", "2026-08") as mock:
            status, _, verdicts = judge("--url", mock.url, "--disposable", "--level", "assumed",
                                        "REMOVE", "EVENTS", "LIST")
        self.assertEqual(status, 0)
        self.assertEqual({verdicts[i] for i in ("REMOVE-001", "REMOVE-006", "EVENTS-001")},
                         {"withdrawn"})
        self.assertEqual(verdicts["REMOVE-010"], "passed")

    def test_options_in_the_environment_do_not_reach_the_mock(self):
        self.assertEqual(judge("AUTH-004", SNAPTRADE_MOCK_CLOCK_SKEW="0")[0], 0)

    def test_a_proxy_in_the_environment_is_not_asked_for_a_mock_of_our_own(self):
        self.assertEqual(judge("LIST-001", "CLIENT-001", http_proxy="http://127.0.0.1:1")[0], 0)


class Verdicts(unittest.TestCase):
    """A mock that is given options that break requirements."""

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.mock = os.path.join(folder, "mock")
        with open(self.mock, "w", encoding="ascii") as script:
            script.write(f'#!/bin/sh\nexec "{MOCK}" "$@" $EXTRA\n')
        os.chmod(self.mock, stat.S_IRWXU)

    def test_a_mock_that_forgets_a_check_fails_its_requirement(self):
        for extra, fails in (("--clock-skew 0", "AUTH-004"),
                             ("--signature-check strict", "SIGN-011"), ("", None)):
            status, _, verdicts = judge("--mock", self.mock, "AUTH-004", "SIGN-011", "LIST-001",
                                        EXTRA=extra)
            failed = {i for i, verdict in verdicts.items() if verdict == "failed"}
            self.assertEqual(failed, {fails} - {None})
            self.assertEqual(status, 1 if fails else 0)

    def test_a_server_of_somebodys_own_need_know_two_options(self):
        script = f'#!/bin/sh\n[ "$1 $3 $#" = "--listen --log 4" ] && exec "{MOCK}" "$@"\n'
        pathlib.Path(self.mock).write_text(script, encoding="ascii")
        self.assertEqual(judge("--mock", self.mock, "LIST-001")[2], {"LIST-001": "passed"})

    def test_an_assumption_decides_only_when_it_is_asked_for(self):
        for arguments, status in ((("AUTH",), 0), (("AUTH", "--level", "assumed"), 1),
                                  (("AUTH-004",), 1)):
            self.assertEqual(judge("--mock", self.mock, *arguments, EXTRA="--clock-skew 0")[0],
                             status)

    def test_a_failure_shows_sentence_request_answer_and_difference(self):
        done = run("--mock", self.mock, "AUTH-004", EXTRA="--clock-skew 0")
        for words in ("AUTH-004 failed (MUST, assumed): A timestamp is accepted 290 seconds",
                      "answered 200 instead of 401", "expected:", "received:",
                      "now=$(($(date +%s) - 31", "openssl dgst -sha256 -hmac",
                      "curl -i --path-as-is", "does not conform"):
            self.assertIn(words, done.stdout)
        self.assertNotIn("USERSECRET123", done.stdout)
        self.assertNotIn("sandbox-consumer-key", done.stdout)

    def test_fail_fast_stops_at_the_first_failure(self):
        status, report, verdicts = judge("--mock", self.mock, "--fail-fast", "AUTH-003",
                                         "AUTH-004", "AUTH-005", EXTRA="--clock-skew 0")
        self.assertEqual((status, list(verdicts), report["notRun"]),
                         (1, ["AUTH-003", "AUTH-004"], 1))

    def test_a_requirement_that_is_repeated_fails_when_one_run_fails(self):
        status, report, _ = judge("--mock", self.mock, "--repeat", "3", "AUTH-004", "AUTH-005",
                                  EXTRA="--clock-skew 0")
        runs = {one["id"]: (one["runs"], one["failures"]) for one in report["results"]}
        self.assertEqual((status, runs), (1, {"AUTH-004": (3, 3), "AUTH-005": (3, 0)}))

    def test_a_requirement_that_takes_too_long_fails(self):
        with Server(200, "[]", delay=5) as server:
            done = run("--url", server.url, "--disposable", "--timeout", "0.3", "LIST-007")
        self.assertEqual(done.returncode, 3, done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
