#!/usr/bin/env python3
"""Writes the inputs with which fuzzing starts: the vectors and fixtures, as each target reads them.

Usage: fuzz_seeds.py FOLDER
"""
import json
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
# In the order of enum fixture_kind, and then the document of a partner.
KINDS = ("partners users brokerages scenarios authorizations accounts session_events").split()
USER = "userId=John.doe%40snaptrade.com&userSecret=USERSECRET123"
PARTNER = "clientId=PASSIVTEST&timestamp=1700000000"
ID, ACCOUNT = "2bcd7cc3-e922-4976-bce1-9858296801c3", "46d1d9af-3dd4-40f3-951b-c8cc9eddb5e7"
BODIES = ['{"userId": "somebody"}', '{"userId": "newcomer", "userSecret": "newcomer-secret"}',
          '{"broker": "ALPACA", "immediateRedirect": true, "customRedirect": "app://x?y=1"}']


def vectors(name):
    return json.loads((FIXTURES / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


def elements(name):
    document = json.loads((FIXTURES / "default" / f"{name}.json").read_text(encoding="utf-8"))
    return next(value for value in document.values() if isinstance(value, list))


def routes():
    """The patterns of the API's routes, with values in place of their names."""
    text = (ROOT / "mock_server/src/api/routes.c").read_text(encoding="utf-8")
    text = text.replace('AUTHORIZATION "', '"/authorizations/{authorizationId}').replace(
        'ACCOUNT "', '"/accounts/{accountId}')
    for path in sorted(set(re.findall(r'"(/[^"\n]*)"', text))):
        yield path.replace("{accountId}", ACCOUNT).replace("{authorizationId}", ID)


def control_routes():
    text = (ROOT / "mock_server/src/control/control_routes.c").read_text(encoding="utf-8")
    for method, partner, path in re.findall(r'\(HTTP_(\w+), (PARTNER)? ?"?([^",]*)"?,', text):
        path = ("/partners/PASSIVTEST" if partner else "") + path
        yield method, path.replace("{connectionId}", ID).replace("{name}", "outage")


def control_bodies():
    """The examples of the control API's own description, and what fits none."""
    text = (ROOT / "mock_server/src/control/openapi.json").read_text(encoding="utf-8")
    found = []

    def walk(value):
        if isinstance(value, dict):
            found.extend(value[name] for name in ("example", "examples") if name in value)
            for member in value.values():
                walk(member)
        elif isinstance(value, list):
            for member in value:
                walk(member)
    walk(json.loads(text))
    bodies = [json.dumps(body) for body in found if isinstance(body, dict)]
    return bodies + ["{}", '{"userId": "late"}', '{"freeze": "2024-01-01T00:00:00Z"}',
                     '{"rules": [{"name": "x", "action": {"status": 500}}]}',
                     json.dumps({"userId": "newcomer", "brokerage": "ALPACA",
                                 "outcome": "success"})]


def handle():
    for path in routes():
        for method in ("GET", "POST", "DELETE"):
            for body in BODIES if method == "POST" else [""]:
                yield f"!{method}\n{path}\n{USER}&{PARTNER}&PartnerClientId=PASSIVTEST\n\n{body}"
    for vector in vectors("mistakes"):
        headers = "\n".join(": ".join(header) for header in vector["headers"])
        yield f"{vector['method']}\n{vector['path']}\n{vector['query']}\n{headers}\n\n"


def signing():
    for name in ("received", "bodies"):
        for vector in vectors(name):
            yield "\n".join((vector["wire_path"], vector["wire_query"], vector["consumer_key"],
                             vector.get("body") or ""))


def content():
    yield from (vector["body"] or "" for vector in vectors("bodies"))
    yield from (vector["body"] for vector in vectors("canonical"))


def models():
    for element in elements("authorizations"):
        yield "\0" + json.dumps(element)
    yield "\1" + json.dumps(elements("authorizations")[:2])
    yield "\2" + json.dumps(elements("session_events")[:3])
    yield "\3" + json.dumps({"detail": "queued", "connection_id": ID})
    yield "\4" + json.dumps({"version": 151, "timestamp": "2022-01-24T19:02:46Z", "online": True})


def names():
    yield from (ID, ID.upper(), "a%20b%C3%A9%", "userSecret=se%63ret&a%2Bb+=1",
                '{"consumerKey": "\\u0073ecret"}', "a+b é%&")


def paths():
    yield from (f"{path}\n{USER}&{PARTNER}&state=open&days=3&type=BUY%2CSELL" for path in routes())
    yield from (f"/api/v1/sessionEvents\n{vector['wire_query']}" for vector in vectors("received"))


def state():
    document = {"users": [], "authorizations": [], "accounts": [], "sessionEvents": []}
    for number, name in enumerate(KINDS):
        for element in elements(name)[:6]:
            yield chr(number) + json.dumps(element)
            if element.get("clientId") == "PASSIVTEST":
                member = {"session_events": "sessionEvents"}.get(name, name)
                bare = {key: value for key, value in element.items() if key != "clientId"}
                document.setdefault(member, []).append(bare)
    yield chr(len(KINDS)) + json.dumps({name: document[name] for name in
                                        ("users", "authorizations", "accounts", "sessionEvents")})


def control():
    for method, path in control_routes():
        for body in control_bodies() if method in ("POST", "PUT", "PATCH") else [""]:
            yield f"{method}\n{path}\n\n{body}"


def adapter():
    yield '{"id": 1, "status": 200, "headers": {"Content-Type": "application/json"}, "body": []}'
    yield '{"id": 1, "error": {"status": 404, "message": "none"}}'
    yield '{"id": 1, "unsupported": true}'


TARGETS = (handle, signing, content, models, names, paths, state, control, adapter)


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for target in TARGETS:
        place = folder / target.__name__
        place.mkdir(parents=True)
        for number, seed in enumerate(target()):
            (place / f"{number:04}").write_bytes(seed.encode("utf-8", "surrogatepass"))
        print(f"{target.__name__}: {len(list(place.iterdir()))} inputs")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
