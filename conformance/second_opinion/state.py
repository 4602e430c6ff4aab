"""What the fixtures hold, and what has become of it: partners, users, connections, accounts, events."""
import json
import os
import secrets
import threading
import time

from errors import Refusal
from moment import moment, now

PARTS = ("balances", "positions", "orders", "activities")
REFRESH_GAP = 60


def load(folder, name):
    with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def without(entry, *names):
    return {name: value for name, value in entry.items() if name not in names}


class State:
    def __init__(self, folder):
        self.lock = threading.RLock()
        self.partners = {one["clientId"]: one for one in load(folder, "partners")["partners"]}
        self.secrets = {}
        self.personal_users = {}
        for one in load(folder, "users")["users"]:
            self.secrets[one["clientId"], one["userId"]] = one["userSecret"]
            if self.partners[one["clientId"]].get("personal"):
                self.personal_users[one["clientId"]] = one["userId"]
        self.brokerages = load(folder, "brokerages")["brokerages"]
        self.refreshed = {}
        self.load_connections(folder)
        self.load_accounts(folder)
        self.load_events(folder)

    def load_connections(self, folder):
        brokerages = {one["slug"]: one for one in self.brokerages}
        self.connections = []
        for one in load(folder, "authorizations")["authorizations"]:
            served = without(one, "clientId", "userId")
            served["brokerage"] = brokerages[one["brokerage"]]
            self.connections.append(((one["clientId"], one["userId"]), served))

    def load_accounts(self, folder):
        """Each with the clientId and what its calls show; `served` is the account itself."""
        self.accounts = []
        if os.path.exists(os.path.join(folder, "accounts.json")):
            for one in load(folder, "accounts")["accounts"]:
                self.accounts.append({"clientId": one["clientId"],
                                      "served": without(one, "clientId", *PARTS),
                                      **{part: one[part] for part in PARTS}})

    def load_events(self, folder):
        events = sorted(load(folder, "session_events")["sessionEvents"],
                        key=lambda one: moment(one["created_date"]))
        self.events = [(one["clientId"], without(one, "clientId")) for one in events]

    def add_user(self, client_id, user_id):
        """The new userSecret."""
        with self.lock:
            if (client_id, user_id) in self.secrets:
                raise Refusal("taken", user_id)
            return self.new_secret(client_id, user_id)

    def new_secret(self, client_id, user_id):
        with self.lock:
            self.secrets[client_id, user_id] = secrets.token_hex(32)
            return self.secrets[client_id, user_id]

    def users_of(self, client_id):
        with self.lock:
            return [user_id for whose, user_id in self.secrets if whose == client_id]

    def remove_user(self, client_id, user_id):
        """And all that is the user's."""
        owner = client_id, user_id
        with self.lock:
            if self.secrets.pop(owner, None) is None:
                raise Refusal("not there")
            for connection in self.connections_of(owner):
                self.remove(owner, connection["id"])
            self.events = [(whose, one) for whose, one in self.events
                           if (whose, one["user_id"]) != owner]

    def connections_of(self, owner):
        with self.lock:
            return [served for whose, served in self.connections if whose == owner]

    def connection(self, owner, wanted):
        """One of the owner's; None when there is none of that id."""
        found = [one for one in self.connections_of(owner) if one["id"].lower() == wanted.lower()]
        return found[0] if found else None

    def remove(self, owner, wanted):
        """Whether there was one; of several callers at once only one is told so."""
        with self.lock:
            for at, (whose, served) in enumerate(self.connections):
                if whose == owner and served["id"].lower() == wanted.lower():
                    del self.connections[at]
                    self.accounts = [one for one in self.accounts
                                     if one["clientId"] != owner[0]
                                     or one["served"]["brokerage_authorization"] != served["id"]]
                    return True
        return False

    def disable(self, connection):
        """The connection as of now."""
        with self.lock:
            if connection["disabled"]:
                raise Refusal("disabled")
            time_now = now()
            connection |= {"disabled": True, "disabled_date": time_now, "updated_date": time_now}

    def claim_refresh(self, client_id, connection):
        """Notes that it is refreshed, unless it was just now."""
        key = client_id, connection["id"]
        with self.lock:
            before = self.refreshed.get(key)
            if before is not None and time.monotonic() - before < REFRESH_GAP:
                raise Refusal("too soon")
            self.refreshed[key] = time.monotonic()

    def synchronize(self, client_id, connection, what):
        """Its accounts as read just now: their holdings, or their transactions."""
        date = now() if what == "holdings" else now()[:10]
        with self.lock:
            for account in self.accounts:
                served = account["served"]
                if (account["clientId"], served["brokerage_authorization"]) == (client_id,
                                                                               connection["id"]):
                    served["sync_status"][what] |= {"last_successful_sync": date,
                                                    "initial_sync_completed": True}

    def accounts_of(self, owner, connections=None):
        """The accounts of these connections of the owner, or of all."""
        if connections is None:
            connections = self.connections_of(owner)
        with self.lock:
            return [account for connection in connections for account in self.accounts
                    if account["clientId"] == owner[0]
                    and account["served"]["brokerage_authorization"] == connection["id"]]

    def events_of(self, client_id, users, sessions):
        """A filter is a set of ids; None lets everything through."""
        return [one for whose, one in self.events
                if whose == client_id and (users is None or one["user_id"] in users)
                and (sessions is None or one["session_id"] in sessions)]
