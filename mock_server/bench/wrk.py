"""Load, made by wrk."""
import re
import subprocess

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


def load(url, headers, connections, seconds):
    """`seconds` may be a fraction; wrk counts whole ones, and is stopped."""
    words = [word for header in headers for word in ("-H", header)]
    done = subprocess.run(
        ["timeout", "--signal=INT", str(seconds), "wrk", "--latency", "-t2", f"-c{connections}",
         f"-d{int(seconds) + 2}s", *words, url], capture_output=True, text=True, check=False)
    if "requests in" not in done.stdout:
        raise RuntimeError(f"wrk: {done.stdout}{done.stderr}")
    return read(done.stdout)
