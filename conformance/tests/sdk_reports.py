"""Reports of made-up SDKs, as `snaptrade-conformance sdk --report json=FILE` writes them."""
import json
import os

HOSTILE = "<img src=x onerror=alert(1)> \"&'|`*_[a](b)</td></script>\\"
# By requirement: what each SDK has.
VERDICTS = {
    "sign right": {"SDK-SIGN-001": "passed", "SDK-SIGN-009": "passed", "SDK-CALL-003": "passed",
                   "SDK-CALL-016": "passed", "SDK-FAULT-001": "passed"},
    "body on DELETE": {"SDK-SIGN-001": "non-strict", "SDK-SIGN-009": "failed",
                       "SDK-CALL-003": "passed", "SDK-CALL-016": "failed",
                       "SDK-FAULT-001": "adapter-error"},
    HOSTILE: {"SDK-SIGN-001": "passed", "SDK-SIGN-009": "passed", "SDK-CALL-003": "unsupported",
              "SDK-FAULT-001": "not-judged"},
}


def result(requirement, verdict):
    row = {"id": requirement, "area": requirement[:-4], "verdict": verdict, "level": "MUST",
           "provenance": "sdk", "source": "", "sentence": "", "microseconds": 1}
    if verdict != "passed":
        row.update(message=f"why {HOSTILE}", expected="{\"a\": 1}", received=HOSTILE)
        row["exchange"] = {"journal": []} if verdict == "adapter-error" else {
            "request": {"call": HOSTILE}, "answer": {"error": {"message": HOSTILE + "x" * 5000}},
            "journal": [{"method": "DELETE", "target": f"/{number}?{HOSTILE}", "status": 401,
                         "signatureRule": None, "diagnosis": "milliseconds", "bodyBytes": 2}
                        for number in range(11)]}
    return row


def report(name):
    return {"program": "snaptrade-conformance 0.1.0", "target": name, "level": "assumed",
            "time": "2026-01-02T03:04:05Z", "results": [result(*row)
                                                        for row in VERDICTS[name].items()]}


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def write_all(folder):
    return [write(folder, f"{number}.json", report(name))
            for number, name in enumerate(VERDICTS)]
