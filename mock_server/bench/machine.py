"""The machine that it runs on: its name, and how much of it others take."""
import os
import pathlib
import platform
import re
import subprocess

TICKS = os.sysconf("SC_CLK_TCK")


def busy():
    """Seconds of CPU that have not been idle so far, on all of the machine."""
    user, nice, system, _, _, *more = map(
        int, pathlib.Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9])
    return sum((user, nice, system, *more)) / TICKS


def own():
    """Seconds of CPU that this program and its children took that have ended."""
    return sum(os.times()[:4])


def processor():
    text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.*)", text)
    return model[1] if model else platform.machine()


def memory():
    text = pathlib.Path("/proc/meminfo").read_text(encoding="ascii")
    kilobytes = int(re.search(r"MemTotal:\s+(\d+)", text)[1])
    return f"{kilobytes / 2**20:.0f} GB"


def version(*command):
    """The first number of two parts or more that a program prints of itself."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "missing"
    found = re.search(r"\d+\.\d+[\w.+-]*", done.stdout + done.stderr)
    return found[0] if found else "unknown"


def library(name):
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True,
                          text=True, check=False)
    return done.stdout or "unknown"


def describe():
    return (f"{processor()}, {os.cpu_count()} cores, {memory()}; "
            f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}; "
            f"civetweb {library('libcivetweb1')}, nginx {version('nginx', '-v')}, "
            f"libcurl {library('libcurl4')}, wrk {library('wrk')}")
