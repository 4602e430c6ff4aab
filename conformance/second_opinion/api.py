"""From a request to its answer: the paths, the order of checks, the errors."""
import hmac
import json
import os
import re
import time

import accounts
import signature
from errors import Refusal
from limit import Limit
from login import login
from moment import now

SERVICE_HEADERS = [
    ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Vary", "Accept, DNT, origin, Cookie")]
CREDENTIALS = ("clientId", "timestamp", "userId", "userSecret")
UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
# SnapTrade's paths that nobody here serves; {} is one segment, ... all that follows.
NOT_EMULATED = """
/accounts/all /accounts/{}/details /accounts/{}/balances/v2 /accounts/{}/balanceHistory
/accounts/{}/orders/all /accounts/{}/orders/cancel /accounts/{}/orders/details
/accounts/{}/orders/details/v2/{} /accounts/{}/orders/v2 /accounts/{}/quotes
/accounts/{}/quotes/options /accounts/{}/recentOrders /accounts/{}/recentOrders/v2
/accounts/{}/returnRates /accounts/{}/symbols /accounts/{}/trading/... /activities
/authorizations/{}/returnRates /brokerageAuthorizationTypes /brokerages/{}/instruments
/connections/{}/accounts /currencies /currencies/rates /currencies/rates/{} /exchanges /holdings
/institutions /management/stats /performance/custom /securityTypes /snapTrade/encryptedJWT
/snapTrade/listUserErrors /snapTrade/stats
/snapTrade/tradeDetection/subscriptions /snapTrade/tradeDetection/subscriptions/cancel /symbols
/symbols/{} /trade/impact /trade/place /trade/{}
""".split()
# What a partner of the sandbox may do: everything.
RIGHTS = ("trades", "holdings", "account_history", "reference_data", "portfolio_management", "orders")
MOST_TEXT = 255  # bytes of a userId or userSecret


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
        self.old = contract != "2026-08"
        self.routes = [(path_pattern(path), handlers) for path, handlers in self.table().items()]
        self.not_emulated = [path_pattern(path) for path in NOT_EMULATED]

    def table(self):
        """The handlers of each path, by method."""
        connection, account = "/authorizations/{}", "/accounts/{}"
        table = {
            "/": {"GET": self.status},
            "/health": {"GET": self.health},
            "/authorizations": {"GET": self.list},
            connection: {"GET": self.detail, "DELETE": self.remove},
            "/connection/{}": {"DELETE": self.remove_connection},
            "/sessionEvents": {"GET": self.events},
            connection + "/accounts": {"GET": self.accounts_of_connection},
            connection + "/refresh": {"POST": self.refresh},
            connection + "/disable": {"POST": self.disable},
            connection + "/transactions/sync": {"POST": self.sync},
            "/snapTrade/registerUser": {"POST": self.register_user},
            "/snapTrade/listUsers": {"GET": self.list_users},
            "/snapTrade/deleteUser": {"POST": self.delete_user, "DELETE": self.delete_user},
            "/snapTrade/resetUserSecret": {"POST": self.reset_secret},
            "/snapTrade/login": {"POST": self.login},
            "/snapTrade/partners": {"GET": self.show_partner},
            "/snapTrade/partners/": {"GET": self.show_partner},
            "/brokerages": {"GET": self.brokerages},
            "/accounts": {"GET": self.list_accounts},
            account: {"GET": self.account_call(lambda one: one["served"])},
            account + "/options": {"GET": self.account_call(lambda one: [])},
            account + "/holdings": {"GET": self.account_call(accounts.holdings)},
            account + "/positions/all": {"GET": self.account_call(accounts.all_positions)},
            account + "/balances": {"GET": self.account_call(lambda one: one["balances"])},
            account + "/positions": {"GET": self.account_call(lambda one: one["positions"])},
            account + "/orders": {"GET": self.account_page(accounts.orders, "state", "days")},
            account + "/activities": {"GET": self.account_page(
                accounts.activities, "startDate", "endDate", "offset", "limit", "type")},
        }
        if not self.old:
            del table["/sessionEvents"], table[connection]["DELETE"]
        return table

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
        if any(pattern.fullmatch(path) for pattern in self.not_emulated):
            raise Refusal("not emulated")
        for pattern, handlers in self.routes:
            match = pattern.fullmatch(path)
            if not match:
                continue
            allow = [*handlers, *(["HEAD"] if "GET" in handlers else []), "OPTIONS"]
            headers.append(("Allow", ", ".join(allow)))
            if request.method not in allow:
                raise Refusal("method", request.method)
            if request.method == "OPTIONS":
                return 200, None
            method = "GET" if request.method == "HEAD" else request.method
            return handlers[method](request, *match.groups())
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
        body = request.body if request.method == "POST" else b""
        if not partner or not signature.fits(request.values("signature"), partner["consumerKey"],
                                             request.path, request.query, body, self.strict):
            raise Refusal("signature")
        seconds = self.limit.take(request.partner)
        if seconds:
            raise Refusal("throttled", seconds)

    def partner(self, request, *more):
        """The parameters of a call that no user makes."""
        given = parameters(request.query, ("clientId", "timestamp", *more))
        if "clientId" not in given:
            raise Refusal("not provided")
        self.check_partner(request, given)
        return given

    def company(self, request, *more):
        """The same, of a call that is not for personal partners."""
        given = self.partner(request, *more)
        if given["clientId"] in self.state.personal_users:
            raise Refusal("partner")
        return given

    def owner(self, request, given=None):
        """Who calls: clientId and userId."""
        given = given or parameters(request.query, CREDENTIALS)
        given = {name: value for name, value in given.items() if name in CREDENTIALS}
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
        return 200, {"version": 151, "timestamp": now(), "online": True}

    def health(self, _):
        return 200, {"status": "ok"}

    def list(self, request):
        return 200, self.state.connections_of(self.owner(request))

    def connection(self, request, wanted):
        """Whose it is, and the connection that the path names."""
        owner = self.owner(request)
        if not UUID.fullmatch(wanted):
            raise Refusal("no uuid")
        connection = self.state.connection(owner, wanted)
        if not connection:
            raise Refusal("not there")
        return owner, connection

    def detail(self, request, wanted):
        return 200, self.connection(request, wanted)[1]

    def remove(self, request, wanted):
        owner, _ = self.connection(request, wanted)
        if not self.state.remove(owner, wanted):
            raise Refusal("not there")
        return 204, None

    def remove_connection(self, request, wanted):
        self.remove(request, wanted)
        return 200, {"detail": "Connection queued for deletion; please wait for webhook for "
                               "confirmation.", "connection_id": wanted}

    def events(self, request):
        given = self.partner(request, "PartnerClientId", "userId", "sessionId")
        if "PartnerClientId" not in given:
            raise Refusal("no partner")
        if given["PartnerClientId"] != given["clientId"]:
            raise Refusal("partner")
        return 200, self.state.events_of(given["clientId"], items(given.get("userId")),
                                         items(given.get("sessionId")))

    def accounts_of_connection(self, request, wanted):
        owner, connection = self.connection(request, wanted)
        return 200, [one["served"] for one in self.state.accounts_of(owner, [connection])]

    def duty(self, request, wanted):
        """A connection that can be read."""
        (client_id, _), connection = self.connection(request, wanted)
        if connection["disabled"]:
            raise Refusal("cannot sync")
        return client_id, connection

    def refresh(self, request, wanted):
        client_id, connection = self.duty(request, wanted)
        self.state.claim_refresh(client_id, connection)
        self.state.synchronize(client_id, connection, "holdings")
        return 200, {"detail": f"Connection {connection['id']} scheduled for refresh"}

    def sync(self, request, wanted):
        client_id, connection = self.duty(request, wanted)
        self.state.synchronize(client_id, connection, "transactions")
        return 200, {"detail": f"Connection {connection['id']} scheduled for transactions sync"}

    def disable(self, request, wanted):
        _, connection = self.connection(request, wanted)
        self.state.disable(connection)
        return 200, {"detail": f"Connection {connection['id']} has been disabled"}

    def list_accounts(self, request):
        return 200, [one["served"] for one in self.state.accounts_of(self.owner(request))]

    def account(self, owner, wanted):
        for one in self.state.accounts_of(owner):
            if one["served"]["id"].lower() == wanted.lower():
                return one
        raise Refusal("not there")

    def account_call(self, show):
        return lambda request, wanted: (200, show(self.account(self.owner(request), wanted)))

    def account_page(self, choose, *names):
        """A call whose parameters choose what it shows of an account."""
        def handler(request, wanted):
            given = parameters(request.query, (*CREDENTIALS, *names))
            owner = self.owner(request, given)
            show = choose(given)
            return 200, show(self.account(owner, wanted))
        return handler

    @staticmethod
    def body(request):
        """The object in the body."""
        try:
            body = signature.parsed(request.body.decode().strip() or "{}")
        except ValueError:
            raise Refusal("body") from None
        if not isinstance(body, dict):
            raise Refusal("body")
        return body

    def members(self, request, *names):
        """The texts of an object in the body."""
        body = self.body(request)
        for name in names:
            text = body.get(name)
            if type(text) is not str or not 0 < len(text.encode()) <= MOST_TEXT:
                raise Refusal("member", name)
        return [body[name] for name in names]

    def register_user(self, request):
        client_id = self.company(request)["clientId"]
        [user_id] = self.members(request, "userId")
        return 200, {"userId": user_id, "userSecret": self.state.add_user(client_id, user_id)}

    def reset_secret(self, request):
        client_id = self.company(request)["clientId"]
        user_id, given = self.members(request, "userId", "userSecret")
        secret = self.state.secrets.get((client_id, user_id))
        if secret is None or not hmac.compare_digest(secret.encode(), given.encode()):
            raise Refusal("user")
        return 200, {"userId": user_id, "userSecret": self.state.new_secret(client_id, user_id)}

    def login(self, request):
        owner = self.owner(request)
        return 200, login(self.state, owner, self.body(request), request.values("host")[0])

    def list_users(self, request):
        return 200, self.state.users_of(self.company(request)["clientId"])

    def delete_user(self, request):
        given = self.company(request, "userId")
        if "userId" not in given:
            raise Refusal("parameter", "userId")
        self.state.remove_user(given["clientId"], given["userId"])
        return 200, {"status": "deleted", "detail": "User queued for deletion; please wait for "
                     "webhook for confirmation.", "userId": given["userId"]}

    def brokerages(self, request):
        self.partner(request)
        return 200, self.state.brokerages

    def show_partner(self, request):
        client_id = self.partner(request)["clientId"]
        return 200, {"slug": client_id, "name": client_id, "logo_url": None,
                     "allowed_brokerages": self.state.brokerages,
                     **{f"can_access_{right}": True for right in RIGHTS},
                     "redirect_uri": None, "pin_required": False}
