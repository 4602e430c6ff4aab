#!/usr/bin/env python3
"""snaptrade-conformance sdk as a program: its options, and what it makes of adapters that misbehave.

Usage: sdk_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_ADAPTER
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

PROGRAM, ADAPTER = (sys.argv[1:] + ["", ""])[:2]
MARK = "SNAPTRADE_SDK_TEST"
LIMIT = 3     # seconds for an answer
PATIENCE = 8  # seconds for all, where nobody waits for the limit


def write(data):
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def flood(stream, data):
    while True:
        stream.write(data)


def leave_a_child(ends_itself):
    """It has the stdout of its parent."""
    subprocess.Popen(["sleep", "600"])
    if ends_itself:
        sys.exit(4)
    signal.pause()


def answer(request, **changes):
    answered = {"id": request["id"], "error": {"kind": "client", "message": "no"}, **changes}
    return json.dumps(answered).encode() + b"\n"


# What an adapter does with the first request; and the sentence that the scorer has for it.
MISDEEDS = {
    "hangs": (lambda request: signal.pause(), f"no answer within {LIMIT}000 ms"),
    "ends": (lambda request: sys.exit(3), "it ended with status 3, without an answer"),
    "is killed": (lambda request: os.kill(os.getpid(), signal.SIGKILL),
                  "it was ended by signal 9, without an answer"),
    "ends within a line": (lambda request: (write(b'{"id": 1, "sta'), sys.exit(0)),
                           "it ended with status 0, without an answer"),
    "stops within a line": (lambda request: (write(b'{"id": 1, "sta'), signal.pause()),
                            f"no answer within {LIMIT}000 ms"),
    "writes what is no JSON": (lambda request: write(b"Traceback (most recent call last):\n"),
                               "no answer to request 1: Traceback"),
    "writes an empty line": (lambda request: write(b"\n"), "no answer to request 1: "),
    "writes a NUL": (lambda request: write(b"\0\n"), "no answer to request 1: "),
    "writes another kind of JSON": (lambda request: write(b"[]\n"), "no answer to request 1: []"),
    "answers nothing": (lambda request: write(b'{"id":1}\n'), 'no answer to request 1: {"id":1}'),
    "answers twice": (lambda request: write(answer(request) * 2), "no answer to request 1: {"),
    "has two answers": (lambda request: write(answer(request, status=200, body=None)),
                        "no answer to request 1: {"),
    "answers another": (lambda request: write(answer(request, id=77)),
                        'no answer to request 1: {"id": 77'),
    "floods its output": (lambda request: flood(sys.stdout.buffer, b"x" * 65536),
                          "an answer of more than 16777216 bytes"),
    "floods its logs": (lambda request: flood(sys.stderr.buffer, b"x\n" * 32768),
                        f"no answer within {LIMIT}000 ms"),
    "closes its output": (lambda request: (os.close(1), signal.pause()),
                          "it closed its output without an answer"),
    "closes all": (lambda request: (os.closerange(0, 3), signal.pause()),
                   "it closed its output without an answer"),
    "ends before its child": (lambda request: leave_a_child(True),
                              "it ended with status 4, without an answer"),
    "hangs with a child": (lambda request: leave_a_child(False), f"no answer within {LIMIT}000 ms"),
}


def misbehave(name, state, *good):
    """The first process misbehaves, as `state` remembers, and each one after it is good."""
    if pathlib.Path(state).exists():
        os.execv(good[0], good)
    pathlib.Path(state).touch()
    if name == "ends at once":
        sys.exit(3)
    MISDEEDS[name][0](json.loads(sys.stdin.buffer.readline()))
    signal.pause()


def run(*arguments, mark=None):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("SNAPTRADE_")}
    return subprocess.run([PROGRAM, "sdk", *arguments], capture_output=True, text=True, timeout=120,
                          env={**environment, **({MARK: mark} if mark else {})}, check=False)


def judge(*arguments, command=None, mark=None):
    """The exit status, and what was reported by id."""
    done = run("--report", "json=-", *arguments, "--", *(command or [ADAPTER]), mark=mark)
    return done.returncode, {one["id"]: one for one in json.loads(done.stdout)["results"]}


def verdicts(results):
    return {name: one["verdict"] for name, one in results.items()}


def marked(mark):
    """The processes that have the mark in their environment."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={mark}".encode() in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
        except OSError:
            pass  # it has ended, or is another user's
    return found


def command_line(process):
    try:
        return pathlib.Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


class Misbehaving(unittest.TestCase):
    def judge(self, name):
        """Two requirements: the verdict and the message of the first, the verdict of the second."""
        mark = str(uuid.uuid4())
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, "--misbehave", name, f"{folder}/state", ADAPTER]
            begin = time.monotonic()
            status, results = judge("--timeout", str(LIMIT), "SDK-SIGN-001", "SDK-SIGN-003",
                                    command=command, mark=mark)
            seconds = time.monotonic() - begin
        deadline = time.monotonic() + 5
        while marked(mark) and time.monotonic() < deadline:
            pass
        left = marked(mark)
        for process in left:
            os.kill(process, signal.SIGKILL)
        self.assertEqual(left, [], "processes were left behind")
        self.assertEqual(status, 1)
        self.assertLess(seconds, LIMIT + PATIENCE)
        first, second = results["SDK-SIGN-001"], results["SDK-SIGN-003"]
        return first["verdict"], first["message"], second["verdict"]

    def test_each_is_an_adapter_error_with_a_sentence_and_a_fresh_process_follows(self):
        for name, (_, sentence) in MISDEEDS.items():
            with self.subTest(name):
                verdict, message, next_verdict = self.judge(name)
                self.assertEqual(verdict, "adapter-error")
                self.assertTrue(message.startswith(sentence), message)
                self.assertEqual(next_verdict, "passed")

    def test_one_that_ends_before_it_is_asked_is_told_from_one_that_hangs(self):
        self.assertEqual(self.judge("ends at once"),
                         ("adapter-error", "it ended with status 3, without an answer", "passed"))

    def test_one_that_hangs_does_not_outlive_its_scorer(self):
        mark, seen = str(uuid.uuid4()), None
        script = "import signal; signal.pause()"
        scorer = subprocess.Popen([PROGRAM, "sdk", "SDK-SIGN-001", "--", sys.executable, "-c", script],
                                  env={**os.environ, MARK: mark}, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not seen:
            seen = [process for process in marked(mark)
                    if command_line(process).startswith(sys.executable.encode())]
        scorer.kill()
        scorer.wait()
        while marked(mark) and time.monotonic() < deadline:
            pass
        self.assertTrue(seen, "the adapter was not started")
        self.assertEqual(marked(mark), [])

    def test_one_that_cannot_be_started_is_named(self):
        for command in ("/nowhere/adapter", "no-such-program-anywhere", "/"):
            with self.subTest(command):
                status, results = judge("SDK-SIGN-001", "SDK-CALL-001", command=[command])
                self.assertEqual(status, 1)
                for one in results.values():
                    self.assertEqual(one["verdict"], "adapter-error")
                    self.assertTrue(one["message"].startswith(f"{command} cannot be started"),
                                    one["message"])

    def test_what_has_no_such_call_is_unsupported(self):
        script = "import json,sys\n" \
                 "for line in sys.stdin:\n" \
                 "    answer = {'id': json.loads(line)['id'], 'unsupported': True}\n" \
                 "    print(json.dumps(answer), flush=True)"
        _, results = judge("SDK-RESULT", command=[sys.executable, "-c", script])
        self.assertEqual(set(verdicts(results).values()), {"unsupported"})


class Options(unittest.TestCase):
    def listed(self, *arguments):
        done = run("--list", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.split()[0] for line in done.stdout.splitlines()]

    def test_bad_usage_is_named(self):
        command = ("--", ADAPTER)
        for arguments, named in (
                (("--nonsense", *command), "--nonsense"), (("--name",), "--name"),
                (("SDK-SIGN-999", *command), "SDK-SIGN-999"), (("AUTH", *command), "AUTH"),
                (("--level", "low", *command), "low"), (("--report", "pdf=x", *command), "pdf"),
                (("--timeout", "0", *command), "0"), (("--timeout", "1x", *command), "1x"),
                (("--timeout", "86401", *command), "86401"), (("--timeout", "nan", *command), "nan"),
                ((), "COMMAND"), (("--",), "COMMAND"), (("SDK-SIGN-001",), "COMMAND")):
            with self.subTest(arguments=arguments):
                done = run(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertRegex(done.stderr, r"^snaptrade-conformance sdk: .*\(see --help\)\n$")
                self.assertIn(named, done.stderr)

    def test_help_is_printed_and_is_no_error(self):
        done = run("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in ("--name", "--mock", "--level", "--list", "--timeout", "--report"):
            self.assertIn(option, done.stdout)

    def test_list_has_every_requirement_once_and_needs_no_adapter(self):
        listed = self.listed()
        self.assertGreaterEqual(len(listed), 180)
        self.assertEqual(len(listed), len(set(listed)))
        self.assertEqual(self.listed("SDK-SAFETY", "SDK-SIGN-002"),
                         [i for i in listed if i == "SDK-SIGN-002" or i.startswith("SDK-SAFETY")])

    def test_documented_leaves_out_what_is_assumed(self):
        assumed = {line.split()[0] for line in run("--list").stdout.splitlines()
                   if line.split()[2] == "assumed"}
        self.assertGreater(len(assumed), 10)
        self.assertEqual(self.listed("--level", "documented"),
                         [i for i in self.listed() if i not in assumed])

    def test_only_what_is_named_is_judged(self):
        status, results = judge("SDK-CALL-001", "SDK-ERROR", "SDK-RESULT-016")
        self.assertEqual(status, 0)
        self.assertEqual(list(results), self.listed("SDK-CALL-001", "SDK-ERROR", "SDK-RESULT-016"))
        self.assertEqual(set(verdicts(results).values()), {"passed"})

    def test_nothing_to_judge_is_no_success(self):
        done = run("--level", "documented", "SDK-SAFETY", "--", ADAPTER)
        self.assertEqual(done.returncode, 2)

    def test_a_failure_is_1_and_fail_fast_stops_there(self):
        script = "import json,sys\n" \
                 "for line in sys.stdin:\n" \
                 "    answer = {'id': json.loads(line)['id'], 'status': 200, 'body': None}\n" \
                 "    print(json.dumps(answer), flush=True)"
        command = [sys.executable, "-c", script]
        status, results = judge("SDK-RESULT", command=command)
        self.assertEqual((status, len(results)), (1, len(self.listed("SDK-RESULT"))))
        status, results = judge("--fail-fast", "SDK-RESULT", command=command)
        self.assertEqual((status, verdicts(results)), (1, {"SDK-RESULT-001": "failed"}))

    def test_a_mock_that_does_not_start_is_3(self):
        done = run("--mock", "/nowhere/mock", "SDK-SIGN-001", "--", ADAPTER)
        self.assertEqual(done.returncode, 3)
        self.assertIn("/nowhere/mock", done.stderr)

    def test_the_adapter_has_the_rest_of_the_command_line(self):
        script = "import sys; assert sys.argv[1:] == ['--list', '--', 'SDK-SIGN-001']; sys.exit(9)"
        _, results = judge("SDK-SIGN-001", command=[sys.executable, "-c", script, "--list", "--",
                                                    "SDK-SIGN-001"])
        self.assertEqual(results["SDK-SIGN-001"]["message"],
                         "it ended with status 9, without an answer")

    def test_the_report_calls_the_sdk_by_its_name(self):
        for options, name in ((("--name", "our own"), "our own"), ((), ADAPTER)):
            done = run(*options, "--report", "json=-", "SDK-SIGN-001", "--", ADAPTER)
            self.assertEqual(json.loads(done.stdout)["target"], name)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--misbehave"]:
        misbehave(*sys.argv[2:])
    unittest.main(argv=sys.argv[:1], verbosity=2)
