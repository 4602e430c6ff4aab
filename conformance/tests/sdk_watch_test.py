#!/usr/bin/env python3
"""snaptrade-conformance sdk --watch: a program of somebody's own, judged by what it sends.

Usage: sdk_watch_test.py SNAPTRADE_CONFORMANCE
"""
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = (sys.argv[1:] + [""])[0]
CLIENT = [sys.executable, str(pathlib.Path(__file__).with_name("watched_program.py"))]
WIRE = ([f"SDK-SIGN-{number:03}" for number in (1, 3, 5, 7, 25, 27)] +
        [f"SDK-CALL-{number:03}" for number in (*range(1, 12), *range(13, 19))])

DOOR_AREAS = ("USERS", "LOGIN", "ACCOUNTS", "BODY")
DOOR = ([f"SDK-USERS-{number:03}" for number in (1, 2, 3, 12, 15, 16, 17, 22)] +
        [f"SDK-LOGIN-{number:03}" for number in (1, 2, 3, 9)] +
        [f"SDK-ACCOUNTS-{number:03}" for number in (1, 2, 3, 4, 17, 21)] +
        [f"SDK-BODY-{number:03}" for number in (1, 3, 4)])


class Watch(unittest.TestCase):
    def setUp(self):
        self.report = os.path.join(self.enterContext(tempfile.TemporaryDirectory()), "r.json")

    def watch(self, *command, options=()):
        done = subprocess.run([PROGRAM, "sdk", "--watch", "--report", f"json={self.report}",
                               *options, "--", *command], capture_output=True, text=True,
                              timeout=120, check=False)
        with open(self.report, encoding="utf-8") as file:
            results = json.load(file)["results"]
        return done, {result["id"]: result for result in results}

    def received(self, requirement):
        with open(self.report, encoding="utf-8") as file:
            [result] = [result for result in json.load(file)["results"]
                        if result["id"] == requirement]
        return result["received"]

    def mistake(self, name):
        """What is not as it is without it."""
        done, results = self.watch(*CLIENT, name)
        wrong = {number: (result["verdict"], result.get("message"))
                 for number, result in results.items() if result["verdict"] != "not-judged"
                 and result["verdict"] != "passed"}
        self.assertIn("exited with 0", done.stdout + done.stderr)
        return done.returncode, wrong


class Signing(Watch):
    def test_who_signs_right_passes_all_that_the_wire_tells(self):
        done, results = self.watch(*CLIENT)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual([number for number, result in results.items()
                          if result["verdict"] == "passed"], WIRE)
        self.assertEqual({result["verdict"] for number, result in results.items()
                          if number not in WIRE}, {"not-judged"})
        self.assertEqual(results["SDK-CALL-012"]["message"], "sessionId was never sent")
        self.assertEqual(results["SDK-RESULT-001"]["message"], "the wire does not tell")
        self.assertIn(f"{sys.executable} sent 5 requests, and exited with 0.\n", done.stdout)
        self.assertNotIn("not judged:", done.stdout)

    def test_a_call_that_is_never_made_is_not_judged(self):
        done, results = self.watch(*CLIENT, "list only")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(results["SDK-CALL-001"]["verdict"], "passed")
        self.assertEqual((results["SDK-CALL-003"]["verdict"], results["SDK-CALL-003"]["message"]),
                         ("not-judged", "no such request was seen"))

    def test_what_was_signed_and_not_sent_is_non_strict(self):
        status, wrong = self.mistake("lenient")
        self.assertEqual(status, 0)
        self.assertEqual(list(wrong), WIRE[0:4])
        for verdict, message in wrong.values():
            self.assertEqual(verdict, "non-strict")
            self.assertIn("other-prefix", message)

    def test_a_wrong_key_fails_with_its_diagnosis(self):
        status, wrong = self.mistake("key")
        self.assertEqual(status, 1)
        self.assertEqual(list(wrong), WIRE[0:4] + ["SDK-SIGN-027"])
        self.assertIn("the signature was refused: ", wrong["SDK-SIGN-001"][1])

    def test_milliseconds_fail_the_timestamp_in_each_request(self):
        status, wrong = self.mistake("milliseconds")
        self.assertEqual(status, 1)
        self.assertRegex(wrong["SDK-SIGN-025"][1],
                         r"^in 5 of 5 requests: timestamp=\d{13} is not the time")


class Calls(Watch):
    def test_each_mistake_in_a_request_fails_its_requirement_only(self):
        for name, requirement, message in (
                ("doubled", "SDK-CALL-008", "in 5 of 5 requests: clientId stands 2 times"),
                ("body", "SDK-CALL-016", "a body of 2 bytes was sent"),
                ("header", "SDK-CALL-018", "in 5 of 5 requests: a header Authorization was sent"),
                ("unset", "SDK-CALL-014", "in 2 of 2 requests: sessionId stands 1 times in ")):
            with self.subTest(mistake=name):
                status, wrong = self.mistake(name)
                self.assertEqual(status, 1)
                verdict, said = wrong.pop(requirement)
                self.assertEqual(verdict, "failed")
                self.assertIn(message, said)
                self.assertRegex(self.received(requirement), "^(GET|DELETE) /api/v1/[^ ]*$")
                also = {"doubled": ["SDK-CALL-010"]}.get(name, [])
                self.assertEqual([number for number, row in wrong.items()
                                  if row[0] == "failed" and "SDK-CALL" in number], also)

    def test_a_wrong_path_fails_with_both_lines_and_the_request(self):
        done, results = self.watch(*CLIENT, "path")
        self.assertEqual(done.returncode, 1)
        result = results["SDK-CALL-001"]
        self.assertEqual((result["verdict"], result["expected"], result["received"]),
                         ("failed", "GET /api/v1/authorizations", "GET /api/v1/authorizations/"))
        [entry] = result["exchange"]["journal"]
        self.assertTrue(entry["target"].startswith("/api/v1/authorizations/?"))
        self.assertIn("SDK-CALL-001 failed", done.stdout)

    def test_other_calls_are_counted_and_not_judged(self):
        done, results = self.watch(*CLIENT, "many")
        self.assertEqual(done.returncode, 0)
        self.assertIn("sent 45 requests, 40 of them of none of the calls, and exited with 0.",
                      done.stdout)
        self.assertEqual(results["SDK-CALL-008"]["verdict"], "passed")

    def test_the_calls_around_the_four_are_judged_by_what_the_wire_tells(self):
        done, results = self.watch(*CLIENT, "door")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual([number for number, result in results.items()
                          if result["verdict"] == "passed" and number.split("-")[1] in DOOR_AREAS],
                         DOOR)
        self.assertNotIn("of none of the calls", done.stdout)

    def test_each_mistake_in_a_body_fails_its_requirement(self):
        for name, requirement, message in (
                ("door unsigned", "SDK-BODY-001", "in 3 of 5 requests: the signature was refused"),
                ("door text", "SDK-BODY-003", "in 3 of 3 requests: Content-Type is not as"),
                ("door member", "SDK-USERS-002", 'the body has no userId: {"user_id": "a new one"}'),
                ("door null", "SDK-LOGIN-009", 'broker was not asked for, and stands in the body'),
                ("door query", "SDK-USERS-003", "userId stands 1 times and userSecret 1 times")):
            with self.subTest(mistake=name):
                status, wrong = self.mistake(name)
                self.assertEqual((status, list(wrong)), (1, [requirement]))
                self.assertIn(message, wrong[requirement][1])


class Reports(Watch):
    def test_the_requirements_of_an_sdk_are_in_every_format(self):
        held = {"html": ('<section id="SDK-CALL">', 'id="SDK-CALL-016"', "a body of 2 bytes",
                         "<h3>On the wire</h3><pre class=\"long\">DELETE /api/v1/auth"),
                "junit": ('<testsuite name="snaptrade.SDK-CALL" tests="21" failures="1"',
                          'message="a body of 2 bytes was sent"', 'skipped="4"'),
                "tap": ("not ok 43 - SDK-CALL-016 DELETE has no body.",
                        "SDK-RESULT-001", "# SKIP the wire does not tell"),
                "text": ("SDK-CALL   16 passed,  1 failed,  4 not judged",)}
        for name, texts in held.items():
            path = os.path.join(os.path.dirname(self.report), name)
            self.watch(*CLIENT, "body", options=["--report", f"{name}={path}"])
            with open(path, encoding="utf-8") as file:
                report = file.read()
            for text in texts:
                self.assertIn(text, report, name)


class Command(Watch):
    def test_it_has_our_streams_and_no_secret_is_told(self):
        code = "import os; print('out', input()); print(os.environ['SNAPTRADE_CONSUMER_KEY'])"
        done = subprocess.run([PROGRAM, "sdk", "--watch", "--", sys.executable, "-c", code],
                              input="in\n", capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, 2)  # nothing was sent
        out, key, *told = done.stdout.splitlines()
        self.assertEqual(out, "out in")
        self.assertNotIn(key, "\n".join(told) + done.stderr)

    def test_its_failure_is_ours(self):
        for code, said in (("raise SystemExit(7)", "exited with 7"),
                           ("import os; os.kill(os.getpid(), 9)", "was ended by signal 9")):
            done, results = self.watch(sys.executable, "-c", code)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"sent 0 requests, and {said}.", done.stdout)
            self.assertEqual({result["verdict"] for result in results.values()}, {"not-judged"})

    def test_it_is_ended_when_its_time_is_over(self):
        done, _ = self.watch(sys.executable, "-c", "import signal; signal.pause()",
                             options=["--timeout", "0.5"])
        self.assertEqual(done.returncode, 1)
        self.assertIn("was ended after 0.5 s", done.stdout)

    def test_signals_are_passed_on_and_what_was_sent_is_judged_still(self):
        code = ("import signal, subprocess, sys\n"
                "for name in (signal.SIGINT, signal.SIGTERM):\n"
                "    signal.signal(name, lambda number, frame: sys.exit(40 + number))\n"
                f"subprocess.run({CLIENT!r}, check=True)\n"
                "print('ready', flush=True)\n"
                "signal.pause()\n")
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([PROGRAM, "sdk", "--watch", "--", sys.executable, "-c", code],
                                  stdout=subprocess.PIPE, text=True) as process:
                self.assertEqual(process.stdout.readline(), "ready\n")
                process.send_signal(number)
                out, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1)
            self.assertIn(f"sent 5 requests, and exited with {40 + number}.", out)
            self.assertIn("23 passed, 0 failed", out)

    def test_an_interrupt_at_the_terminal_reaches_it_and_leaves_the_mock(self):
        code = ("import signal, subprocess\n"
                f"subprocess.run({CLIENT!r}, check=True)\n"
                "signal.signal(signal.SIGINT, lambda *_: exit(7))\n"
                "print('steady', flush=True)\n"
                "signal.pause()\n")
        child, terminal = pty.fork()
        if child == 0:
            os.execv(PROGRAM, [PROGRAM, "sdk", "--watch", "--", sys.executable, "-c", code])
        seen = b""
        try:
            while part := os.read(terminal, 4096):
                if b"steady" in part:
                    os.write(terminal, b"\x03")
                seen += part
        except OSError:  # EIO: the other end is closed
            pass
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 1)
        self.assertIn(b"23 passed, 0 failed", seen)
        self.assertIn(b"sent 5 requests, and exited with 7.", seen)

    def test_what_cannot_be_is_refused(self):
        for arguments, said in ((["--watch", "--", "/nowhere/program"], "No such file"),
                                (["--watch", "--fail-fast", "--", "true"], "not with --watch"),
                                (["--watch", "--timeout", "0", "--", "true"], "must be seconds"),
                                (["--watch"], "-- COMMAND: missing")):
            done = subprocess.run([PROGRAM, "sdk", *arguments], capture_output=True, text=True,
                                  timeout=60, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(said, done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
