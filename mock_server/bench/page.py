"""The sandbox page while requests come in: open in a browser on the same machine, or asked for as
the page does that somebody looks at elsewhere."""
import contextlib
import os
import pathlib
import signal
import subprocess
import sys

from server import cpu_of, tree

ASKS = pathlib.Path(__file__).with_name("page_asks.py")
WINDOW = "1440,900"  # in which connections, journal and clock are in sight


class Companion:
    """Nobody: what is beside a server and can be made to wait."""

    def pause(self):
        pass

    def cpu(self):
        """Seconds used so far."""
        return 0

    @contextlib.contextmanager
    def at_work(self):
        yield


class Running(Companion):
    """A process and those that it has started."""

    def __init__(self, process):
        self.process = process

    def signal(self, number):
        os.killpg(self.process.pid, number)

    def cpu(self):
        used = 0
        for pid in tree(self.process.pid):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                used += cpu_of(pid)
        return used

    def pause(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.process.args[0]} has ended by itself, with "
                               f"{self.process.returncode}")
        self.signal(signal.SIGSTOP)

    @contextlib.contextmanager
    def at_work(self):
        self.signal(signal.SIGCONT)
        yield
        self.pause()


def nobody(bench, server):
    return contextlib.nullcontext(Companion())


@contextlib.contextmanager
def running(command, log, environment=None):
    with subprocess.Popen([*map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                          env=environment, start_new_session=True) as process:
        try:
            yield Running(process)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def chromium(bench, server, url):
    profile = bench.folder / f"chromium-{server.port}-{len(url)}"
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    return running(["chromium", "--headless=new", *rights, "--disable-dev-shm-usage",
                    f"--window-size={WINDOW}", "--remote-debugging-port=0",
                    f"--user-data-dir={profile}", url],
                   bench.log, {**os.environ, "HOME": str(bench.folder)})


def open_in_chromium(bench, server):
    return chromium(bench, server, f"http://127.0.0.1:{server.port}/_sandbox/#/PASSIVTEST")


def empty_chromium(bench, server):
    return chromium(bench, server, "about:blank")


def asked_for(bench, server):
    return running([sys.executable, ASKS, server.port], bench.log)
