"""Requests of the API, drawn from a seed: right ones, and ones with something odd or wrong about them.

Left out is what the description of the wire does not decide: a list of events' userIds with nothing in
it, and parameters that nobody reads and that do not decode.
"""
import json
import random
import time

import signature

KEYS = {"PASSIVTEST": "sandbox-consumer-key", "PARTNER-2": "key with + / 100% and é",
        "PERSONAL": "personal-consumer-key"}
USERS = [("PASSIVTEST", "John.doe@snaptrade.com", "USERSECRET123"),
         ("PASSIVTEST", "second-user@example.com", "second-user-secret"),
         ("PASSIVTEST", "newcomer", "newcomer-secret"), ("PASSIVTEST", "Zoé Martin", "zoe-secret"),
         ("PASSIVTEST", "q&a+100%@example.com", "ampersand-secret"),
         ("PARTNER-2", "partner-2-user", "partner-2-user-secret"),
         ("PERSONAL", "personal-user", "personal-user-secret"), ("PERSONAL", "", ""),
         ("PASSIVTEST", "nobody", "x"), ("PASSIVTEST", "John.doe@snaptrade.com", ""),
         ("unknown", "newcomer", "newcomer-secret"), ("", "", "")]
ACCOUNTS = ["46d1d9af-3dd4-40f3-951b-c8cc9eddb5e7", "0CAB9E0C-7015-4B96-9819-E59F32CD0700",
            "905ef80c-fff3-4212-bcec-78c850ab878d", "3d499763-9a5c-4768-aa5f-0981aa4f64a9",
            "e296c3fe-d3d5-44dc-884c-069009ba5b35", "964ff874-1d42-4184-bb9f-66cd8c0a9d54"]
IDS = ["2bcd7cc3-e922-4976-bce1-9858296801c3", "8E5F2A91-C34D-4B06-9D7A-1C8B6E0F3A52",
       "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18",
       "4c0e8b56-1f3a-4d7e-b2c9-6a5d0f8e1b34", "9c4f7b20-e1d8-4a63-b5f0-3e6c8d1a7b95",
       "17e8a5d3-6f2b-4c90-9e41-b0d7c3f5a286", "00000000-0000-0000-0000-000000000000", "x", "..",
       "not%20a%2Fuuid", "not+a%2Fuuid", "2bcd7cc3%2De922-4976-bce1-9858296801c3", "a;b", "%zz", "%ff",
       "%C3%A9", "2bcd7cc3e9224976bce19858296801c3", "{2bcd7cc3-e922-4976-bce1-9858296801c3}"]
EVENT_USERS = ["John.doe@snaptrade.com", "917c8734-8470-4a3e-a18f-57c3f2ee6631", "nobody",
               "65e839a3-9103-4cfb-9b72-2071ef80c5f2", "Zoé Martin"]
BELOW_CONNECTIONS = ["", "", "/accounts", "/refresh", "/refresh", "/disable",
                     "/transactions/sync"]
BELOW_ACCOUNTS = ["", "/balances", "/positions", "/positions/all", "/options", "/holdings", "/orders",
                  "/orders", "/activities", "/activities"]
PARTNERS_PATHS = ["/snapTrade/registerUser", "/snapTrade/registerUser", "/snapTrade/listUsers",
                  "/snapTrade/deleteUser", "/snapTrade/resetUserSecret", "/snapTrade/partners",
                  "/snapTrade/partners/", "/brokerages"]
POSTED = ("/refresh", "/disable", "/sync", "/registerUser", "/resetUserSecret", "/login")
# What login may be asked for; one of these at a time, for it is not known which is looked at first.
LOGINS = [("broker", one) for one in ("ALPACA", "NOBODY", "", 7)]
LOGINS += [("reconnect", one) for one in ("8E5F2A91-C34D-4B06-9D7A-1C8B6E0F3A52", "x", None,
                                          "4c0e8b56-1f3a-4d7e-b2c9-6a5d0f8e1b34")]
LOGINS += [("customRedirect", one) for one in ("myapp://x?y#z", "https:", "/x", "1a:b", "Data:,x", [],
                                               "a:\n", "a:" + "x" * 2046, "a:" + "x" * 2047)]
LOGINS += [("connectionType", one) for one in ("read", "trade", "Trade", "trade-if-available", {})]
LOGINS += [("immediateRedirect", True), ("showCloseButton", "yes"), ("darkMode", None)]
# Users that may come and go, lest nobody be left of the others.
REGISTERED = ["Zoë & sons", "a\"b\\c/d", "x" * 255, "PARTNER-2", "q&a+100%@example.com"]
FILTERS = {
    "/orders": {"state": ["all", "open", "executed", "", "OPEN", "a,b"],
                "days": ["1", "30", "90", "120", "0", "-1", "030", "x", "9999999999999"]},
    "/activities": {
        "startDate": ["2024-09-10", "2024-12-31T00:00:00.000Z", "2024-02-30", "2024-9-1", "", "x"],
        "endDate": ["2024-12-31", "2024-10-21T15:20:39+02:00", "2024-10-21T", "20241021"],
        "offset": ["0", "1", "2", "1000", "-1", "x"], "limit": ["1", "2", "1000", "5000", "0", "+1"],
        "type": ["BUY", "BUY,SELL", "DIVIDEND,", "", "buy", ",CONTRIBUTION"]}}
ODD_PATHS = ["/", "", "/health", "/authorizations/", "//authorizations", "/Authorizations", "/x",
             "/sessionEvents/", "/connection", "/connection/", "/api/v1/authorizations", "/%61uthorizations",
             "/authorizations;x", "/authorizations/a/b", "/accounts/", "/accounts/all", "/accounts/1/trading",
             "/accounts/1/trading/", "/accounts/1/trading/x/y", "/accounts/1/orders/", "/symbols/a%2Fb",
             "/snapTrade", "/trade/1", "/trade/1/2", "/connections/1/accounts", "/brokerages/",
             "/accounts/1/orders/details/v2/9", "/exchanges/1", "/snapTrade/partners/x"]
BROKEN = ["%", "%4", "%zz", "%00", "%ff", "%C3", "%ed%a0%80", "%f5%80%80%80", "%c0%80"]
KEPT_RAW = frozenset(signature.WORD + b"-._~!$'()*,;:@/?")


class Drawn:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.last = None

    def chance(self, share):
        return self.random.random() < share

    def value(self, text):
        """A query value for the text, in one of the ways in which clients encode it."""
        kept = KEPT_RAW if self.chance(0.2) else signature.UNRESERVED
        encoded = signature.encode(text.encode(), kept)
        return encoded.replace("%20", "+") if self.chance(0.3) else encoded

    def method(self, path):
        """Mostly one that the path has."""
        if self.chance(0.15):
            return self.random.choice(["GET", "DELETE", "HEAD", "OPTIONS", "POST", "PATCH"])
        if path.endswith(POSTED):
            return "POST"
        if path.endswith("/deleteUser"):
            return self.random.choice(["POST", "DELETE"])
        if path.rpartition("/")[0].endswith("/connection"):
            return "DELETE"
        if path.rpartition("/")[0].endswith("/authorizations") and self.chance(0.5):
            return "DELETE"
        return "GET"

    def body(self, path):
        """Of a POST: mostly what the call asks for, in any order, with more or less in it."""
        members = {"userId": self.random.choice([*REGISTERED, "newcomer", "", "y" * 256, 7, None])}
        if path.endswith("/login"):
            members = dict([self.random.choice(LOGINS)])
            if members.get("connectionType") == "trade" and self.chance(0.5):
                members["broker"] = self.random.choice(["KRAKEN", "QUESTRADE"])
        elif not path.endswith("/registerUser"):
            user = self.random.choice(USERS)
            members = {"userSecret": user[2], "userId": user[1]}
            if self.chance(0.05):
                members = {"userId": REGISTERED[-1], "userSecret": "ampersand-secret"}
        if self.chance(0.3):
            members["z"] = {"b": [1.5, 1e-7, True, None, {"y": "\u00e9", "x": "\t"}], "a": "/"}
            members["É"] = 10 ** 20
        if self.chance(0.1):
            members.popitem()
        text = json.dumps(members, ensure_ascii=self.chance(0.5), indent=1 if self.chance(0.2) else None)
        text = text.replace("1e-07", "1.50E-7")
        if self.chance(0.1) or path.endswith(POSTED[:3]):
            text = self.random.choice(["", "", " ", "{}", "{ }", "[]", '"{}"', "7", "null", "{", "nul"])
        return text.encode()

    def path(self):
        pick = self.random.choice
        ids = IDS[:3] if self.chance(0.6) else IDS
        accounts = ACCOUNTS if self.chance(0.9) else IDS
        path = pick(["/authorizations", "/sessionEvents", "/sessionEvents", "/accounts",
                     "/authorizations/" + pick(ids) + pick(BELOW_CONNECTIONS),
                     "/authorizations/" + pick(IDS[:3]) + pick(BELOW_CONNECTIONS),
                     "/accounts/" + pick(accounts) + pick(BELOW_ACCOUNTS),
                     "/accounts/" + pick(accounts) + pick(BELOW_ACCOUNTS),
                     pick(PARTNERS_PATHS), pick(PARTNERS_PATHS), "/snapTrade/login",
                     "/connection/" + pick(ids), pick(ODD_PATHS)])
        return (pick(["", "/api/v1"]) + path) or "/"

    def timestamp(self):
        now = int(time.time())
        if self.chance(0.9):
            return str(now)
        return self.random.choice(["", str(now * 1000), str(now - 1000), str(now + 1000), f"00{now}",
                                   f"0000{now}", f"+{now}", f"{now}.0", f"{now} ", "1e9", "0x10", "-1"])

    def lists(self):
        """The filters of session events."""
        for name in ("userId", "sessionId"):
            if self.chance(0.4):
                chosen = [self.random.choice([*EVENT_USERS, ""]) for _ in range(3)]
                comma = self.random.choice([",", "%2C"])
                yield name, comma.join(self.value(one) for one in [*chosen, EVENT_USERS[0]])

    def pairs(self, path, client_id, user_id, user_secret):
        pairs = [("clientId", self.value(client_id)), ("timestamp", self.value(self.timestamp()))]
        if path.endswith("/sessionEvents"):
            partner = self.random.choice([client_id] * 8 + ["", "PARTNER-2"])
            pairs += [("PartnerClientId", self.value(partner)), *self.lists()]
        elif path.endswith("/deleteUser"):
            pairs.append(("userId", self.value(self.random.choice([*REGISTERED, "nobody"]))))
        elif not path.endswith(tuple(PARTNERS_PATHS)):
            pairs += [("userId", self.value(user_id)), ("userSecret", self.value(user_secret))]
        for name, values in FILTERS.get(path[path.rfind("/"):], {}).items():
            if self.chance(0.4):
                value = values[0] if self.chance(0.4) else self.random.choice(values)
                pairs.append((name, self.value(value)))
        self.random.shuffle(pairs)
        return pairs

    def spoil(self, pairs):
        """Something odd about some of the queries."""
        chosen = self.random.randrange(len(pairs))
        name, value = pairs[chosen]
        kind = self.random.randrange(24)
        if kind < 3:
            pairs[:] = self.random.sample(pairs, chosen)
        elif kind == 3:
            pairs.append(pairs[chosen])
        elif kind == 4:
            pairs[chosen] = name, value + self.random.choice(BROKEN)
        elif kind == 5:
            pairs[chosen] = self.random.choice(["extra", "client%49d", "userid", "user+Id"]), value
        elif kind == 6 and name not in ("userId", "sessionId"):
            pairs[chosen] = name, ""
        elif kind == 7:
            pairs.append(("", "") if self.chance(0.5) else ("extra", "%2C;"))

    def signatures(self, key, path, query, body):
        """The lines of the header, mostly one that fits."""
        candidates = signature.candidates(key, path, query, False)
        signed = candidates[0] if self.chance(0.5) else self.random.choice(candidates)
        kind = self.random.randrange(40)
        if kind == 0:
            signed = (signed[0] + b"x", *signed[1:])
        elif kind == 1:
            signed = (*signed[:2], signed[2] + "&")
        value = self.random.choice([*signature.expected(*signed, body, strict=False)] or [b"x" * 44]).decode()
        return {2: [], 3: [value, value], 4: [f"  {value} "], 5: [value[:-1]], 6: [value.lower()],
                7: [f"{value},{value}"]}.get(kind, [value])

    def request(self):
        """Method, raw path, raw query, the lines of the head beyond Host, the body. Some come twice,
        refreshes mostly."""
        if self.last is None or self.chance(0.3 if self.last[1].endswith("/refresh") else 0.85):
            self.last = self.fresh_request()
        return self.last

    def fresh_request(self):
        path = self.path()
        user = USERS[0] if self.chance(0.7) else self.random.choice(USERS)
        pairs = self.pairs(path, *user)
        self.spoil(pairs)
        query = "&".join(f"{name}={value}" for name, value in pairs)
        name = self.random.choice(["Signature", "signature"])
        method = self.method(path)
        body = self.body(path) if method == "POST" else b""
        lines = [f"{name}: {line}" for line in self.signatures(KEYS.get(user[0], "k"), path, query, body)]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return method, path, query, lines, body
