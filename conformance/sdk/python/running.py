"""Runs steps with an SDK, one after the other, and tells what came of each."""
import os
import sys
import urllib.request
from urllib.parse import parse_qs, urlencode, urlsplit

from sdk import ApiException, Cannot, VERSION

DEADLINE = 30


def check(condition, what=""):
    if not condition:
        raise AssertionError(what)


def refused(call, *arguments):
    """The status that the caller sees."""
    try:
        call(*arguments)
    except ApiException as error:
        return error.status
    raise AssertionError("not refused")


def connect_at_portal(link, **chosen):
    """What somebody without a browser does there; the page that says how it went."""
    address = urlsplit(link)
    form = {"token": parse_qs(address.query)["token"][0], "outcome": "success", **chosen}
    with urllib.request.urlopen(address._replace(query="").geturl(), urlencode(form).encode(),
                                timeout=DEADLINE) as page:
        return page.read().decode()


def run(kind, steps):
    """Makes the steps with the base URL of this kind, prefixed or bare, and runs them. Ends the
    program."""
    host = os.environ["SNAPTRADE_BASE_URL"]
    made = steps(host if kind == "prefixed" else host.removesuffix("/api/v1"))
    failures = 0
    for name, step in vars(steps).items():
        if name.startswith("_"):
            continue
        said = "ok"
        try:
            step(made)
        except Cannot as reason:
            said = f"cannot: {reason}"
        except Exception as error:  # whatever an SDK raises is the answer
            failures += 1
            said = f"FAILED: {type(error).__name__}: {error}"
        print(f"python {VERSION} {kind}: {name.replace('_', ' ')}: {said}", flush=True)
    sys.exit(failures > 0)
