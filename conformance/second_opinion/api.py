"""From a request to its answer: the paths, the order of checks, the errors."""
import hmac
import json
import os
import re
import time
from datetime import datetime, timezone

import signature
from limit import Limit

ERRORS = {
    "not provided": (401, "Authentication credentials were not provided.", "0000"),
    "timestamp": (401, "Invalid timestamp", "0000"),
    "signature": (401, "Unable to verify signature sent", "1076"),
    "no user": (401, "Please provide clientId, userId and userSecret in query params", "0000"),
    "user": (401, "Invalid userID or userSecret provided", "1083"),
    "no partner": (400, "Please provide PartnerClientId in query params", "0000"),
    "partner": (403, "User does not have permission to access this resource", "1066"),
    "no uuid": (400, "The specified authorizationId is invalid (not a UUID string).", "0000"),
    "no connection": (404, "The requested resource does not exist.", "1011"),
    "path": (404, "Not found.", "0000"),
    "not emulated": (501, "This endpoint is not emulated by the sandbox.", "0000"),
    "method": (405, 'Method "{}" not allowed.', "0000"),
    "throttled": (429, "Request was throttled. Expected available in {} seconds.", "0000"),
    "parameter": (400, 'Query parameter "{}" is not valid.', "0000"),
}
SERVICE_HEADERS = [
    ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Vary", "Accept, DNT, origin, Cookie")]
CREDENTIALS = ("clientId", "timestamp", "userId", "userSecret")
UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
# SnapTrade's paths that nobody here serves; {} is one segment, ... all that follows.
NOT_EMULATED = """
/snapTrade/registerUser /snapTrade/listUsers /snapTrade/deleteUser /snapTrade/resetUserSecret
/snapTrade/login /snapTrade/partners /snapTrade/tradeDetection/subscriptions
/snapTrade/tradeDetection/subscriptions/cancel /accounts /accounts/{} /accounts/{}/balances
/accounts/{}/positions /accounts/{}/positions/all /accounts/{}/holdings /accounts/{}/orders
/accounts/{}/activities /accounts/{}/orders/v2 /accounts/{}/balanceHistory
/accounts/{}/recentOrders /accounts/{}/recentOrders/v2 /accounts/{}/returnRates
/accounts/{}/quotes /accounts/{}/quotes/options /accounts/{}/symbols /accounts/{}/trading/...
/accounts/{}/orders/details /accounts/{}/orders/details/v2/{} /authorizations/{}/accounts
/authorizations/{}/refresh /authorizations/{}/disable /authorizations/{}/transactions/sync
/authorizations/{}/returnRates /brokerages /brokerages/{}/instruments /connections/{}/accounts
/brokerageAuthorizationTypes /exchanges /symbols /symbols/{} /trade/place /trade/impact /trade/{}
""".split()


class Refusal(Exception):
    def __init__(self, name, value=""):
        status, detail, code = ERRORS[name]
        self.status = status
        self.body = {"detail": detail.format(value), "status_code": status, "code": code}
        super().__init__(name)


def path_pattern(path):
    return re.compile(re.escape(path).replace(r"\{\}", "([^/]+)").replace(r"\.\.\.", ".+"))


def parameters(query, read):
    """The values of the parameters that are read, by name; a refusal for one that is not valid."""
    found = {}
    for pair in query.split("&"):
        raw_name, _, raw_value = pair.partition("=")
        name = signature.decode(raw_name.replace("+", " "))
        if name not in read:
            continue
        value = signature.decode(raw_value.replace("+", " "))
        broken = re.search("%(?![0-9A-Fa-f]{2})", raw_value)
        if name in found or broken or value is None or "\0" in value:
            raise Refusal("parameter", name)
        found[name] = value
    return found


def items(text):
    return None if text is None else {item for item in text.split(",") if item}


class Api:
    def __init__(self, state, strict=False, clock_skew=300, contract="all", rate_limit=0):
        self.limit = Limit(rate_limit)
        self.state, self.strict, self.clock_skew = state, strict, clock_skew
        routes = [
            ("/", "GET, HEAD, OPTIONS", {"GET": self.status}),
            ("/health", "GET, HEAD, OPTIONS", {"GET": self.health}),
            ("/authorizations", "GET, HEAD, OPTIONS", {"GET": self.list}),
            ("/authorizations/{}", "GET, DELETE, HEAD, OPTIONS",
             {"GET": self.detail, "DELETE": self.remove}),
            ("/connection/{}", "DELETE, OPTIONS", {"DELETE": self.remove_connection}),
            ("/sessionEvents", "GET, HEAD, OPTIONS", {"GET": self.events}),
        ]
        if contract == "2026-08":
            routes[3] = ("/authorizations/{}", "GET, HEAD, OPTIONS", {"GET": self.detail})
            del routes[5]
        self.routes = [(path_pattern(path), allow, handlers) for path, allow, handlers in routes]
        self.not_emulated = [path_pattern(path) for path in NOT_EMULATED]

    def answer(self, request):
        """Status, headers, and the body's bytes or None where there is no body at all."""
        headers = [("X-Request-Id", os.urandom(16).hex()), *SERVICE_HEADERS]
        try:
            status, body = self.routed(request, headers)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        if request.partner:
            headers += self.limit.headers(request.partner)
        if body is None:
            return status, headers, None
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        return status, [("Content-Type", "application/json"), *headers], text.encode()

    def routed(self, request, headers):
        path = request.path
        if path == signature.PREFIX:
            path = "/"
        elif path.startswith(signature.PREFIX + "/"):
            path = path[len(signature.PREFIX):]
        for pattern, allow, handlers in self.routes:
            match = pattern.fullmatch(path)
            if not match:
                continue
            headers.append(("Allow", allow))
            if request.method not in allow.split(", "):
                raise Refusal("method", request.method)
            if request.method == "OPTIONS":
                return 200, None
            method = "GET" if request.method == "HEAD" else request.method
            return handlers[method](request, *match.groups())
        if any(pattern.fullmatch(path) for pattern in self.not_emulated):
            raise Refusal("not emulated")
        raise Refusal("path")

    def check_partner(self, request, given):
        """Timestamp, signature, and how often it has asked."""
        if given["clientId"] in self.state.partners:
            request.partner = given["clientId"]
        timestamp = given.get("timestamp", "")
        if not re.fullmatch("[0-9]{1,12}", timestamp):
            raise Refusal("timestamp")
        if self.clock_skew and abs(int(time.time()) - int(timestamp)) > self.clock_skew:
            raise Refusal("timestamp")
        partner = self.state.partners.get(given["clientId"])
        if not partner or not signature.fits(request.values("signature"), partner["consumerKey"],
                                             request.path, request.query, self.strict):
            raise Refusal("signature")
        seconds = self.limit.take(request.partner)
        if seconds:
            raise Refusal("throttled", seconds)

    def owner(self, request):
        """Who calls: clientId and userId."""
        given = parameters(request.query, CREDENTIALS)
        if not given:
            raise Refusal("not provided")
        client_id = given.get("clientId")
        personal = self.state.personal_users.get(client_id)
        if personal is not None:
            given = {name: value for name, value in given.items()
                     if value or name not in ("userId", "userSecret")}
        implicit = personal is not None and "userId" not in given and "userSecret" not in given
        if not implicit and not given.keys() >= {"clientId", "userId", "userSecret"}:
            raise Refusal("no user")
        self.check_partner(request, given)
        if implicit:
            return client_id, personal
        user = client_id, given["userId"]
        secret = self.state.secrets.get(user)
        if secret is None or not hmac.compare_digest(secret.encode(), given["userSecret"].encode()):
            raise Refusal("user")
        return user

    def status(self, _):
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return 200, {"version": 151, "timestamp": now, "online": True}

    def health(self, _):
        return 200, {"status": "ok"}

    def list(self, request):
        return 200, self.state.connections_of(self.owner(request))

    def detail(self, request, wanted):
        owner = self.owner(request)
        if not UUID.fullmatch(wanted):
            raise Refusal("no uuid")
        connection = self.state.connection(owner, wanted)
        if not connection:
            raise Refusal("no connection")
        return 200, connection

    def remove(self, request, wanted):
        owner = self.owner(request)
        if not UUID.fullmatch(wanted):
            raise Refusal("no uuid")
        if not self.state.remove(owner, wanted):
            raise Refusal("no connection")
        return 204, None

    def remove_connection(self, request, wanted):
        self.remove(request, wanted)
        return 200, {"detail": "Connection queued for deletion; please wait for webhook for "
                               "confirmation.", "connection_id": wanted}

    def events(self, request):
        given = parameters(request.query,
                           ("clientId", "timestamp", "PartnerClientId", "userId", "sessionId"))
        if "clientId" not in given:
            raise Refusal("not provided")
        self.check_partner(request, given)
        if "PartnerClientId" not in given:
            raise Refusal("no partner")
        if given["PartnerClientId"] != given["clientId"]:
            raise Refusal("partner")
        return 200, self.state.events_of(given["clientId"], items(given.get("userId")),
                                         items(given.get("sessionId")))
