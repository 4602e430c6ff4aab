"""The mock that hostile clients are let loose on, and whether it is still well."""
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import sandbox  # noqa: E402  pylint: disable=wrong-import-position

GOOD = 1.0  # seconds in which a good client must have its answer, whatever others do
REST = 0.2  # seconds


class Server(sandbox.Mock):
    def __init__(self, program, *options):
        sanitizer = os.environ.get("ASAN_OPTIONS", "")
        # What is freed is kept for a while by AddressSanitizer: it must not look like a leak.
        short = "quarantine_size_mb=1:thread_local_quarantine_size_kb=16"
        environment = {**os.environ, "ASAN_OPTIONS": f"{sanitizer}:{short}"}
        super().__init__(program, "--log", "none", *options, env=environment)
        self.sanitized = bool(re.search(b"__asan_init", pathlib.Path(program).read_bytes()))
        self.idle_descriptors = self.descriptors()

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def resident_kib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])

    def ticks(self):
        """Of the processors' time, what it has used: hundredths of a second."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        return sum(map(int, stat.rpartition(")")[2].split()[11:13]))

    def wait_for_rest(self):
        """Until it has had next to nothing to do for a moment: those who sit there have sat down."""
        since, used = time.monotonic(), self.ticks()

        def rests():
            nonlocal since, used
            if self.ticks() > used + 1:
                since, used = time.monotonic(), self.ticks()
            return time.monotonic() > since + REST

        sandbox.wait_until(rests, "rest")

    def good(self):
        """Seconds that a good client waits for its answer."""
        start = time.monotonic()
        answer = self.ask("GET", sandbox.LIST, sandbox.user_query())
        if answer.status != 200 or not answer.json():
            raise AssertionError(f"a good client gets {answer.status} {answer.body[:80]!r}")
        return time.monotonic() - start

    def how_often(self, *targets):
        """How often requests for each of these targets have run, as the journal has it."""
        entries = self.control.take("GET", "/journal", query="path=/health")["entries"]
        ran = [entry["target"] for entry in entries]
        return [ran.count(target) for target in targets]

    def connections(self):
        return self.descriptors() - self.idle_descriptors

    def all_closed(self):
        return self.connections() <= 0

    def illness(self):
        """What is wrong with it when every client has left."""
        if self.process.poll() is not None:
            yield f"it ended with {self.process.returncode}"
            return
        try:
            seconds = self.good()
            if seconds > GOOD:
                yield f"a good client waits {seconds:.2f} s"
            sandbox.wait_until(self.all_closed, "descriptors")
        except TimeoutError:
            yield f"{self.connections()} descriptors stay open"
        except (AssertionError, OSError, IndexError, ValueError) as error:
            yield f"a good client is not served: {error}"

    def end(self, most=GOOD):
        """Stops it, within so many seconds; returns what was wrong with that."""
        seconds = self.stop()
        said = self.process.stderr.read()
        self.__exit__()
        problems = []
        if self.process.returncode != 0:
            problems.append(f"its exit status is {self.process.returncode}")
        if said:
            problems.append(f"it says: {said}")
        if seconds > most * (4 if self.sanitized else 1):
            problems.append(f"it takes {seconds:.2f} s to stop")
        return problems

    def finish(self):
        return list(self.illness()) + self.end()
