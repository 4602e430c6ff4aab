"""A browser without JavaScript at the connection portal of a mock, for tests."""
import base64
import hashlib
import hmac
import html
import html.parser
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import sandbox

PAGE = "/snapTrade/redeemToken"
LOGIN = "/api/v1/snapTrade/login"
FORM = "Content-Type: application/x-www-form-urlencoded"


def post(partner, path, body, user=None, host="localhost"):
    """The answer to a signed POST of the API; `body` is an object, bytes, or None."""
    secrets = {one["userId"]: one["userSecret"] for one in partner.made["users"]}
    query = sandbox.user_query(partner.client_id, user, secrets.get(user, "?"))
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    text = json.dumps({"content": body if isinstance(body, dict) and body else None, "path": path,
                       "query": query}, separators=(",", ":"), sort_keys=True)
    digest = hmac.new(partner.key.encode(), text.encode(), hashlib.sha256).digest()
    lines = [f"Signature: {base64.b64encode(digest).decode()}", f"Content-Length: {len(data)}"]
    if data:
        lines.append("Content-Type: application/json")
    return sandbox.parse(partner.mock.raw(sandbox.request(
        "POST", path, query, lines, data, key=None, host=host)))[0]


class Reader(html.parser.HTMLParser):
    """The forms, links and text of a page, and whatever could run or fetch."""
    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.tags, self.text, self.body = [], [], [], "", {}
        self.refresh = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.append((tag, values))
        if tag == "form":
            self.forms.append({"fields": {}, "choices": {}, **values})
        elif tag == "input" and values["type"] == "radio":
            if "disabled" not in values:
                self.forms[-1]["choices"].setdefault(values["name"], []).append(values["value"])
        elif tag == "input":
            self.forms[-1]["fields"][values["name"]] = values["value"]
        elif tag == "select":
            self.select = values["name"]
        elif tag == "option":
            self.forms[-1]["choices"].setdefault(self.select, []).append(values["value"])
        elif tag == "a":
            self.links.append(values["href"])
        elif tag == "meta" and values.get("http-equiv") == "refresh":
            self.refresh = values["content"].split("url=", 1)[1]
        elif tag == "body":
            self.body = values

    def handle_data(self, data):
        self.text += data

    @property
    def messages(self):
        return json.loads(self.body["data-messages"])


class Visitor:
    """Somebody with a link."""
    def __init__(self, mock, link):
        self.mock, self.link = mock, link
        self.token = parse_qs(urlsplit(link).query)["token"][0]

    def get(self, headers=()):
        query = urlsplit(self.link).query
        return self.mock.ask("GET", PAGE, query, headers, key=None)

    def choose(self, outcome, broker=None, headers=(), **fields):
        """The answer to the page's form, filled in so; what is None is left out."""
        fields = {"token": self.token, "broker": broker, "outcome": outcome, **fields}
        data = urlencode({name: value for name, value in fields.items() if value is not None})
        lines = [FORM, f"Content-Length: {len(data)}", *headers]
        return self.mock.ask("POST", PAGE, "", lines, data.encode(), key=None)


def open_link(partner, user, host="localhost", **body):
    """A visitor with the link that login answers with."""
    answer = post(partner, LOGIN, body, user, host)
    assert answer.status == 200, (answer.status, answer.body)
    visitor = Visitor(partner.mock, answer.json()["redirectURI"])
    visitor.session_id = answer.json()["sessionId"]
    return visitor
