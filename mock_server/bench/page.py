"""The sandbox page while requests come in: open in a browser on the same machine, or asked for as
the page does that somebody looks at elsewhere."""
import contextlib
import os
import pathlib
import subprocess
import sys

ASKS = pathlib.Path(__file__).with_name("page_asks.py")


@contextlib.contextmanager
def running(command, log, environment=None):
    with subprocess.Popen([*map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                          env=environment) as process:
        try:
            yield
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} has ended by itself, with {process.returncode}")
        finally:
            process.kill()


def open_in_chromium(bench, server):
    profile = bench.folder / f"chromium-{server.port}"
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    return running(["chromium", "--headless=new", *rights, "--disable-dev-shm-usage",
                    "--remote-debugging-port=0", f"--user-data-dir={profile}",
                    f"http://127.0.0.1:{server.port}/_sandbox/#/PASSIVTEST"],
                   bench.log, {**os.environ, "HOME": str(bench.folder)})


def asked_for(bench, server):
    return running([sys.executable, ASKS, server.port], bench.log)
