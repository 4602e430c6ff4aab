"""For tests that need scripts/offline to run something: they are skipped where it cannot.

Usage: namespaces.py WHAT OFFLINE...; exits with 77 where it cannot, and says what is not tested.
"""
import subprocess
import sys

SKIPPED = 77  # CMakeLists.txt tells ctest
NOT_RUN = 125
REASON = "this machine allows no namespaces"


def demand(offline, what):
    """Ends the program as skipped when `offline`, a command, says that there are no namespaces.

    scripts/test looks for the line that this prints.
    """
    done = subprocess.run([*offline, "--", "true"], capture_output=True, text=True, timeout=120,
                          check=False)
    if done.returncode == NOT_RUN and REASON in done.stderr:
        print(f"not tested: {what}: {REASON}; scripts/offline says how to allow them", flush=True)
        sys.exit(SKIPPED)


if __name__ == "__main__":
    demand(sys.argv[2:], sys.argv[1])
