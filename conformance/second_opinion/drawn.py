"""Requests of the API, drawn from a seed: right ones, and ones with something odd or wrong about them.

Left out is what the description of the wire does not decide: a list of events' userIds with nothing in
it, and parameters that nobody reads and that do not decode.
"""
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
IDS = ["2bcd7cc3-e922-4976-bce1-9858296801c3", "8E5F2A91-C34D-4B06-9D7A-1C8B6E0F3A52",
       "4c0e8b56-1f3a-4d7e-b2c9-6a5d0f8e1b34", "9c4f7b20-e1d8-4a63-b5f0-3e6c8d1a7b95",
       "17e8a5d3-6f2b-4c90-9e41-b0d7c3f5a286", "00000000-0000-0000-0000-000000000000", "x", "..",
       "not%20a%2Fuuid", "not+a%2Fuuid", "2bcd7cc3%2De922-4976-bce1-9858296801c3", "a;b", "%zz", "%ff",
       "%C3%A9", "2bcd7cc3e9224976bce19858296801c3", "{2bcd7cc3-e922-4976-bce1-9858296801c3}"]
EVENT_USERS = ["John.doe@snaptrade.com", "917c8734-8470-4a3e-a18f-57c3f2ee6631", "nobody",
               "65e839a3-9103-4cfb-9b72-2071ef80c5f2", "Zoé Martin"]
ODD_PATHS = ["/", "", "/health", "/authorizations/", "//authorizations", "/Authorizations", "/x",
             "/sessionEvents/", "/connection", "/connection/", "/api/v1/authorizations", "/%61uthorizations",
             "/authorizations;x", "/authorizations/a/b", "/accounts", "/accounts/", "/accounts/1/holdings",
             "/accounts/1/trading", "/accounts/1/trading/", "/accounts/1/trading/x/y", "/symbols/a%2Fb",
             "/snapTrade", "/snapTrade/login", "/trade/1", "/trade/1/2", "/authorizations/1/refresh",
             "/connections/1/accounts", "/accounts/1/orders/details/v2/9", "/exchanges/1"]
BROKEN = ["%", "%4", "%zz", "%00", "%ff", "%C3", "%ed%a0%80", "%f5%80%80%80", "%c0%80"]
KEPT_RAW = frozenset(signature.WORD + b"-._~!$'()*,;:@/?")


class Drawn:
    def __init__(self, seed):
        self.random = random.Random(seed)

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
        if "/connection/" in path or ("/authorizations/" in path and self.chance(0.3)):
            return "DELETE"
        return "GET"

    def path(self):
        pick = self.random.choice
        ids = IDS[:2] if self.chance(0.3) else IDS
        path = pick(["/authorizations", "/authorizations", "/sessionEvents", "/sessionEvents",
                     "/authorizations/" + pick(ids), "/authorizations/" + pick(ids),
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
        else:
            pairs += [("userId", self.value(user_id)), ("userSecret", self.value(user_secret))]
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

    def signatures(self, key, path, query):
        """The lines of the header, mostly one that fits."""
        candidates = signature.candidates(key, path, query, False)
        signed = candidates[0] if self.chance(0.5) else self.random.choice(candidates)
        kind = self.random.randrange(40)
        if kind == 0:
            signed = (signed[0] + b"x", *signed[1:])
        elif kind == 1:
            signed = (*signed[:2], signed[2] + "&")
        value = self.random.choice(list(signature.expected(*signed))).decode()
        return {2: [], 3: [value, value], 4: [f"  {value} "], 5: [value[:-1]], 6: [value.lower()],
                7: [f"{value},{value}"]}.get(kind, [value])

    def request(self):
        """Method, raw path, raw query, the lines of the head beyond Host."""
        path = self.path()
        user = USERS[0] if self.chance(0.3) else self.random.choice(USERS)
        pairs = self.pairs(path, *user)
        self.spoil(pairs)
        query = "&".join(f"{name}={value}" for name, value in pairs)
        name = self.random.choice(["Signature", "signature"])
        lines = self.signatures(KEYS.get(user[0], "k"), path, query)
        return self.method(path), path, query, [f"{name}: {line}" for line in lines]
