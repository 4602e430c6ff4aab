"""The conformance suite as a program: the one place that knows its options and what it prints."""
import os
import re
import subprocess


class Judgement:
    def __init__(self, done):
        self.status = done.returncode
        self.output = done.stdout + done.stderr
        self.verdicts = dict(reversed(pair) for pair in
                             re.findall(r":([PFE]):([A-Z]+-\d{3}):", done.stdout))
        self.passed = [name for name, verdict in self.verdicts.items() if verdict == "P"]
        self.failed = [name for name, verdict in self.verdicts.items() if verdict != "P"]

    def said_of(self, name):
        """What the suite prints of a requirement."""
        return re.search(rf":[PFE]:{name}:(.*)", self.output)[1]


class Suite:
    def __init__(self, program):
        self.program = program

    def run(self, *arguments):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("SNAPTRADE_")}
        return subprocess.run([self.program, *arguments], capture_output=True, text=True,
                              timeout=300, check=False, env=environment)

    def ids(self, *areas):
        return [line.split()[0] for line in self.run("--list", *areas).stdout.splitlines()]

    def judge_mock(self, program, *areas):
        """A server that it starts anew for each requirement."""
        return Judgement(self.run("--verbose", "--mock", str(program), *areas))

    def judge_url(self, url, *areas):
        """A server that runs, and whose state may be used up."""
        return Judgement(self.run("--verbose", "--url", url, "--disposable", *areas))
