"""The conformance suite as a program: the one place that knows its options and its report."""
import json
import os
import subprocess


class Judgement:
    def __init__(self, done):
        self.status = done.returncode
        self.output = done.stdout + done.stderr
        self.results = {one["id"]: one for one in json.loads(done.stdout or "{}").get("results", [])}

    def ids(self, *verdicts):
        return [name for name, one in self.results.items() if one["verdict"] in verdicts]


class Suite:
    """Judges by what we merely assume, too."""
    def __init__(self, program):
        self.program = program

    def run(self, *arguments):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("SNAPTRADE_")}
        return subprocess.run([self.program, "--level", "assumed", *arguments], check=False,
                              capture_output=True, text=True, timeout=300, env=environment)

    def ids(self, *areas):
        return [line.split()[0] for line in self.run("--list", *areas).stdout.splitlines()]

    def judge_mock(self, program, *areas):
        """A server that it starts anew for each requirement."""
        return Judgement(self.run("--report", "json=-", "--mock", str(program), *areas))

    def judge_url(self, url, *areas):
        """A server that runs, and whose state may be used up."""
        return Judgement(self.run("--report", "json=-", "--url", url, "--disposable", *areas))
