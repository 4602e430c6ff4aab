"""Load, made by wrk."""
import contextlib
import re
import signal
import subprocess
import time

LONGEST = "1h"
MILLISECONDS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}


def read(text):
    """What wrk printed: requests, requests per second, milliseconds of the 99th in 100, and whether
    all of them were answered, and none with a 2xx."""
    count = int(re.search(r"(\d+) requests in", text)[1])
    slow, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", text).groups()
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    return {"count": count, "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
            "p99": float(slow) * MILLISECONDS[unit], "bad": int(bad[1]) if bad else 0,
            "errors": "Socket errors" in text}


@contextlib.contextmanager
def loading(url, headers, connections):
    """Load while the context lasts. What came of it is in the dictionary when it has ended."""
    words = [word for header in headers for word in ("-H", header)]
    done = {}
    with subprocess.Popen(["wrk", "--latency", "-t2", f"-c{connections}", f"-d{LONGEST}", *words, url],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield done
        finally:
            process.send_signal(signal.SIGINT)
            out, error = process.communicate()
    if "requests in" not in out:
        raise RuntimeError(f"wrk: {out}{error}")
    done.update(read(out))


def load(url, headers, connections, seconds):
    with loading(url, headers, connections) as done:
        time.sleep(seconds)
    return done
