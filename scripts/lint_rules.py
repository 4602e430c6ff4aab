#!/usr/bin/env python3
"""Rules of the sources that no compiler knows: who may include what, banned calls, sizes.

Usage: lint_rules.py [--self-test]; --self-test shows every rule a file that breaks it.
"""
import fnmatch
import pathlib
import re
import subprocess
import sys

MOST_LINES = 400

# Header (or start of one): the files that may include it.
ONLY_IN = {
    "civetweb.h": ["mock_server/src/http/server.c", "mock_server/src/http/exchange.c",
                   "mock_server/src/http/delivery.c", "mock_server/src/tls/trial.c",
                   "mock_server/tests/tls_stand_in.c",
                   "mock_server/bench/*", "conformance/mutants/server.c"],
    "curl/": ["client/src/*", "client/bench/*", "conformance/*", "mock_server/src/webhook/webhook_curl.h",
              "client/tests/torture/allocation.c"],
    "openssl/": ["client/src/signing/signing.c", "client/src/diagnosis/digest.c",
                 "mock_server/src/random.c", "mock_server/src/fault/base64.c",
                 "mock_server/src/tls/*", "mock_server/tests/old_libssl.c",
                 "conformance/src/sdk/front.c", "client/tests/torture/allocation.c"],
    "cjson/": ["mock_server/src/state/*", "mock_server/src/log/*", "mock_server/src/journal/*",
               "mock_server/src/fault/*", "mock_server/src/webhook/*", "mock_server/src/control/*",
               "mock_server/src/portal/*", "mock_server/src/api/*", "mock_server/tests/*", "mock_server/fuzz/*",
               "client/*", "conformance/*"],
    "uthash.h": ["mock_server/src/state/*", "mock_server/src/tenant/*", "mock_server/src/webhook/*",
                 "mock_server/src/fault/*", "mock_server/src/control/*"],
    "check.h": ["*/tests/*", "conformance/src/*"],
}
# What the API does not know of.
SANDBOX = r"/journal/|/fault/|/webhook/|/tenant/|/portal/|/control/|/page/"
# Files: what they must not include, as it stands between the quotes or brackets.
NEVER_IN = {
    "mock_server/*": [r"snaptrade/(client|models)\.h", r"client/src"],
    "client/*": [r"mock_server", r"conformance"],
    "client/src/signing/*": [r"/curl/", r"snaptrade/(client|models)\.h", r"\.\./"],
    "client/src/signing/[!c]*": [r"/cjson/"], # content.c alone
    "client/src/diagnosis/*": [r"/curl/|/cjson/", r"snaptrade/(client|models)\.h",
                               r"\.\./(?!signing/)"],
    "conformance/*": [r"mock_server"],
    "mock_server/src/state/*": [r"/api/|/auth/|/http/|/log/", SANDBOX],
    "mock_server/src/http/[!se]*": [r"/auth/|/log/|/state/", SANDBOX],
    "mock_server/src/auth/*": [r"/log/|server\.h|exchange\.h", SANDBOX],
    "mock_server/src/api/*": [r"/log/|server\.h|exchange\.h|options\.h", SANDBOX],
    "mock_server/src/journal/*": [r"/fault/|/webhook/|/tenant/|/control/"],
    "mock_server/src/fault/*": [r"/webhook/|/tenant/|/control/"],
    "mock_server/src/webhook/*": [r"/fault/|/tenant/|/control/"],
    "mock_server/src/tenant/*": [r"/control/"],
    "mock_server/src/portal/*": [r"/auth/|/log/|/fault/|/journal/|server\.h|exchange\.h|options\.h",
                                 r"/control/(?!webhooks\.h)"],
    # It is files and nothing else: what it shows it asks the control API for.
    "mock_server/src/page/*": [r"^/\.\./(?!http/http\.h|api/api_error\.h)"],
    "mock_server/src/tls/*": [r"/api/|/auth/|/http/|/log/|/state/|options\.h", SANDBOX],
    "mock_server/src/control/*": [r"/auth/|/log/|server\.h|exchange\.h|options\.h"],
}
BANNED = ["strcpy", "strcat", "sprintf", "vsprintf", "strtok", "atoi", "atol", "gets", "gmtime",
          "localtime", "asctime", "ctime", "sleep", "usleep", "nanosleep", "alloca", "system",
          "mg_handle_form_request"]
BANNED_CALL = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)


def match(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def check_includes(path, text):
    for header in INCLUDE.findall(text):
        for start, places in ONLY_IN.items():
            if header.startswith(start) and not match(path, places):
                yield f"must not include {header}"
        for files, patterns in NEVER_IN.items():
            if match(path, [files]) and any(re.search(p, "/" + header) for p in patterns):
                yield f"must not include {header}"


def check_own_header(path, text):
    own = pathlib.PurePosixPath(path).with_suffix(".h")
    first = INCLUDE.search(text)
    if path.endswith(".c") and (pathlib.Path(own).exists() or "own_header" in path):
        if first is None or pathlib.PurePosixPath(first[1]).name != own.name:
            yield f"must include {own.name} first"


def check_calls(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        code = re.sub(r'"(\\.|[^"\\])*"|/\*.*?\*/', "", line)
        for call in BANNED_CALL.findall(code):
            yield f"line {number}: {call}() is banned"


def check_form(path, text):
    lines = text.splitlines()
    if len(lines) > MOST_LINES and not path.endswith(".md"):
        yield f"{len(lines)} lines, more than {MOST_LINES}"
    for number, line in enumerate(lines, 1):
        if line != line.rstrip() or "\t" in line:
            yield f"line {number}: tab, or space at the end"
    if text and not text.endswith("\n"):
        yield "no newline at the end"


CHECKS = {
    (".c", ".h"): [check_includes, check_own_header, check_calls, check_form],
    (".py", ".mjs", ".js", ".css", ".html", ".sh", ".md", ".txt", ""): [check_form],
}


def check(path, text):
    suffix = pathlib.PurePosixPath(path).suffix
    for suffixes, checks in CHECKS.items():
        if suffix in suffixes:
            for one in checks:
                yield from (f"{path}: {problem}" for problem in one(path, text))


# One file per rule that must be refused.
BROKEN = [
    ("mock_server/src/api/x.c", "#include <civetweb.h>\n"),
    ("mock_server/src/http/query.c", "#include <curl/curl.h>\n"),
    ("client/src/client.c", '#include "client.h"\n#include <openssl/hmac.h>\n'),
    ("mock_server/src/http/query.h", "#include <cjson/cJSON.h>\n"),
    ("client/src/x.c", "#include <uthash.h>\n"),
    ("client/src/x.c", "#include <check.h>\n"),
    ("mock_server/src/api/x.c", '#include "snaptrade/client.h"\n'),
    ("client/src/x.c", '#include "../../mock_server/src/buffer.h"\n'),
    ("client/src/signing/x.c", "#include <curl/curl.h>\n"),
    ("client/src/signing/x.c", "#include <cjson/cJSON.h>\n"),
    ("client/src/signing/x.c", '#include "../query.h"\n'),
    ("client/src/diagnosis/x.c", "#include <cjson/cJSON.h>\n"),
    ("client/src/diagnosis/x.c", '#include "../query.h"\n'),
    ("mock_server/src/auth/x.c", '#include "../../../client/src/signing/variants.h"\n'),
    ("conformance/src/x.c", '#include "../../mock_server/src/buffer.h"\n'),
    ("mock_server/src/state/x.c", '#include "../api/mock.h"\n'),
    ("mock_server/src/http/query.c", '#include "../state/store.h"\n'),
    ("mock_server/src/auth/x.c", '#include "../log/access_log.h"\n'),
    ("mock_server/src/api/x.c", '#include "../http/server.h"\n'),
    ("mock_server/src/api/x.c", '#include "../control/control.h"\n'),
    ("mock_server/src/journal/x.c", '#include "../tenant/tenants.h"\n'),
    ("mock_server/src/fault/x.c", '#include "../control/control.h"\n'),
    ("mock_server/src/webhook/x.c", '#include "../fault/faults.h"\n'),
    ("mock_server/src/tenant/x.c", '#include "../control/call.h"\n'),
    ("mock_server/src/control/x.c", '#include "../http/exchange.h"\n'),
    ("mock_server/src/api/x.c", '#include "../portal/sessions.h"\n'),
    ("mock_server/src/tls/x.c", '#include "../http/server.h"\n'),
    ("mock_server/src/portal/x.c", '#include "../control/control.h"\n'),
    ("mock_server/src/page/x.c", '#include "../state/store.h"\n'),
    ("client/src/own_header.c", "#include <stdio.h>\n"),
    *[("client/src/x.c", f"void f(void) {{ {name}(1); }}\n") for name in BANNED],
    ("client/src/x.c", "int x;\n" * (MOST_LINES + 1)),
    ("client/src/x.c", "int x; \n"),
    ("client/src/x.c", "\tint x;\n"),
    ("scripts/x.py", "x = 1"),
]


def self_test():
    for path, text in BROKEN:
        if not list(check(path, text)):
            sys.exit(f"lint_rules.py: nothing wrong found with {path}: {text[:60]!r}")
    if list(check("client/src/x.c", '#include <stdio.h>\n\nint x; /* sleep() */\n')):
        sys.exit("lint_rules.py: something wrong found with a good file")


PICTURE = "mock_server/src/page/picture.jpg"  # README's, the only one


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], check=True,
                            capture_output=True, text=True).stdout.splitlines()
    problems = []
    for path in filter(lambda name: pathlib.Path(name).is_file(), listed):
        if fnmatch.fnmatch(path, "*/fuzz/cases/*") or path == PICTURE:
            continue  # inputs are any bytes
        data = pathlib.Path(path).read_bytes()
        if b"\0" in data:
            problems.append(f"{path}: binary")
        else:
            problems += check(path, data.decode())
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
