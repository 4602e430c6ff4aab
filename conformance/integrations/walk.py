"""One connection flow of flows.json against a mock: the integration's calls in its order, somebody at
the connection portal, and how the integration learns what became of it."""
import datetime
import html
import json
import os
import pathlib
import re
import subprocess
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from sending import Answer, Raw, exchange

FOLDER = pathlib.Path(__file__).resolve().parent
# Calls of a partner; all others are a user's.
WITHOUT_USER = {"GET /", "GET /brokerages", "GET /snapTrade/listUsers",
                "POST /snapTrade/registerUser"}
PARTNERS = {"commercial": ("PASSIVTEST", "sandbox-consumer-key"),
            "personal": ("PERSONAL", "personal-consumer-key")}
GIVEN_USER = {"userId": "newcomer", "userSecret": "newcomer-secret"}


class Stop(Exception):
    """The flow does not go on; says why."""


def members(value, path):
    """What stands at a path like results.[].instrument.symbol, in every item of its arrays."""
    found = [value]
    for name in path.split("."):
        if name == "[]":
            if not all(isinstance(one, list) and one for one in found):
                raise Stop(f"no items for {path}")
            found = [item for one in found for item in one]
        elif all(isinstance(one, dict) and one.get(name) is not None for one in found):
            found = [one[name] for one in found]
        else:
            raise Stop(f"no {path}")
    return found


class Sdk:
    """An official SDK in a process of its own."""
    def __init__(self, command, base_url, client_id, consumer_key):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "SNAPTRADE_BASE_URL": f"{base_url}/api/v1",
                 "SNAPTRADE_CLIENT_ID": client_id, "SNAPTRADE_CONSUMER_KEY": consumer_key})

    def call(self, call, numbers, user, values):
        line = json.dumps({"call": call, "arguments": {**numbers, **user, **values}})
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        given = json.loads(self.process.stdout.readline())
        if "error" in given:
            raise Stop(given["error"])
        return Answer(given["status"], {}, given["body"])

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Signer:
    """Somebody who signs for themselves."""
    def __init__(self, form, base_url, client_id, consumer_key):
        self.raw = Raw(form, base_url, client_id, consumer_key)

    def call(self, call, numbers, user, values):
        method, path = call.split(" ")
        path = path.format(**numbers)
        if method == "POST":
            return self.raw.call(method, path, user, values)
        return self.raw.call(method, path, {**user, **values}, None)

    def close(self):
        """There is nothing to be closed."""


def connect(by, keys, sdks, base_url):
    """Who makes the calls: `by` is an SDK of scripts/sdks, or raw and how one signs."""
    language, _, version = by.partition("-")
    server = (base_url, *PARTNERS[keys])
    if language == "raw":
        return Signer(version, *server)
    folder = pathlib.Path(sdks) / by
    if language == "python":
        return Sdk([folder / "bin" / "python", FOLDER / "python_sdk.py", keys], *server)
    return Sdk(["node", FOLDER / "typescript_sdk.mjs", folder], *server)


class Walk:
    def __init__(self, flow, sdks, base_url):
        self.flow, self.base_url = flow, base_url
        self.senders, self.sdks = {}, sdks
        self.user = dict(GIVEN_USER) if flow["user"] == "given" else {}
        self.numbers, self.login, self.link, self.ending = {}, {}, None, None
        self.before = None

    def sender(self, by):
        if by not in self.senders:
            self.senders[by] = connect(by, self.flow["keys"], self.sdks, self.base_url)
        return self.senders[by]

    def close(self):
        for sender in self.senders.values():
            sender.close()

    def ask(self, call, step):
        """A call that must succeed, and give what the integration reads of it."""
        values = {**step.get("query", {}), **step.get("body", {})}
        needs_user = call not in WITHOUT_USER or step.get("as_user")
        needed = {name: self.numbers[name] for name in re.findall(r"{(\w+)}", call)}
        answer = self.sender(step.get("by", self.flow["by"])).call(
            call, needed, self.user if needs_user else {}, values)
        if not 200 <= answer.status < 300:
            raise Stop(str(answer.status))
        for path in step.get("reads", []):
            members(answer.body, path)
        self.remember(call, values, answer.body)
        return answer.body

    def remember(self, call, values, body):
        """What later calls are made with."""
        if call == "POST /snapTrade/registerUser":
            self.user = {"userId": body["userId"], "userSecret": body["userSecret"]}
        elif call == "POST /snapTrade/login":
            self.login, self.link = values, body["redirectURI"]
        elif call == "GET /authorizations" and body:
            self.numbers["authorizationId"] = body[-1]["id"]
        elif call == "GET /accounts" and body:
            self.numbers["accountId"] = body[0]["id"]

    def visit(self, step):
        """Somebody follows the link, with what the integration adds to it, and connects."""
        self.note_before()
        link = urlsplit(self.link + step.get("adds", ""))
        page = exchange(self.base_url, "GET", f"{link.path}?{link.query}")
        if page.status != 200 or not page.headers["content-type"].startswith("text/html"):
            raise Stop(f"the page answers {page.status}")
        if step.get("framed") and ("x-frame-options" in page.headers or "frame-ancestors" in
                                   page.headers.get("content-security-policy", "")):
            raise Stop("the page may not be framed")
        form = {"token": parse_qs(link.query)["token"][0],
                "outcome": step.get("outcome", "success"),
                "broker": self.login.get("broker") or step["broker"]}
        self.ending = exchange(self.base_url, "POST", link.path, urlencode(form).encode(),
                               {"Content-Type": "application/x-www-form-urlencoded"})
        if not 200 <= self.ending.status < 400:
            raise Stop(f"the portal answers {self.ending.status}")

    def note_before(self):
        """What is so before the visit, for those that see it change."""
        ways = [step["learn"] for step in self.flow["steps"] if "learn" in step]
        if "newer connection" in ways:
            self.before = datetime.datetime.now(datetime.timezone.utc)
            if self.newer():
                raise Stop("there is a newer connection before the visit")
        elif "more accounts" in ways:
            self.before = len(self.ask("GET /accounts", {}))

    def newer(self):
        return [one for one in self.ask("GET /authorizations", {})
                if datetime.datetime.fromisoformat(one["updated_date"]) > self.before]

    def learn(self, step):
        LEARN[step["learn"]](self, step.get("reads", []))

    def target(self):
        """Where the browser goes from the portal, by itself or after a while; None: nowhere."""
        refresh = re.search(r'http-equiv="refresh" content="\d+; url=([^"]*)"',
                            str(self.ending.body))
        return self.ending.headers.get("location") or (html.unescape(refresh[1]) if refresh else
                                                       None)

    def by_redirect(self, reads):
        """The app's own address is called, with its own query and what became of the visit."""
        wanted, target = self.login.get("customRedirect"), self.target()
        if not target:
            raise Stop("the portal does not go back to the app")
        told = dict(parse_qsl(urlsplit(target).query))
        if wanted and not (target.split("?")[0] == wanted.split("?")[0] and
                           dict(parse_qsl(urlsplit(wanted).query)).items() <= told.items()):
            raise Stop(f"the portal goes to {target} and not to {wanted}")
        for name in ["status", *reads]:
            members(told, name)
        if told["status"] != "SUCCESS":
            raise Stop(f"the portal says {told['status']}")

    def by_messages(self, reads):
        """The page that framed the portal is told."""
        found = re.search(r'data-messages="([^"]*)"', str(self.ending.body))
        messages = json.loads(html.unescape(found[1])) if found else []
        for name in ["status", *reads]:
            members(messages, f"[].{name}")
        if {"SUCCESS"} != {message["status"] for message in messages}:
            raise Stop(f"the page is told {messages}")

    def by_newer_connection(self, _):
        if not self.newer():
            raise Stop("no connection is newer than the visit")

    def by_more_accounts(self, _):
        if len(self.ask("GET /accounts", {})) <= self.before:
            raise Stop("there are no more accounts than before")

    def by_page(self, _):
        """The browser is watched until it comes to a page of that address."""
        if "/connection-complete/" not in (self.target() or ""):
            raise Stop("the browser does not come to /connection-complete/")

    def run(self):
        """The name of the step at which the flow stopped, and why; None: it went to its end."""
        for step in self.flow["steps"]:
            try:
                if "ask" in step:
                    self.ask(step["ask"], step)
                elif "visit" in step:
                    self.visit(step["visit"])
                else:
                    self.learn(step)
            except Stop as stop:
                name = step.get("ask") or step.get("learn") or "visit"
                return {"at": name, "why": str(stop)}
        return None


LEARN = {"redirect": Walk.by_redirect, "dashboard's redirect": Walk.by_redirect,
         "messages": Walk.by_messages, "newer connection": Walk.by_newer_connection,
         "more accounts": Walk.by_more_accounts, "page": Walk.by_page}
