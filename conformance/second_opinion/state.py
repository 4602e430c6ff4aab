"""What the fixtures hold, and what is left of it: partners, users, connections, session events."""
import json
import os
import threading
from datetime import datetime


def load(folder, name):
    with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def without(entry, *names):
    return {name: value for name, value in entry.items() if name not in names}


def moment(date):
    """An RFC 3339 date as something that sorts: whole seconds, and the digits of the fraction."""
    date = date.upper().replace("Z", "+00:00")
    offset = date[-6:]
    seconds, _, fraction = date[:-6].partition(".")
    return datetime.fromisoformat(seconds + offset).timestamp(), fraction.rstrip("0")


class State:
    def __init__(self, folder):
        self.lock = threading.Lock()
        self.partners = {one["clientId"]: one for one in load(folder, "partners")["partners"]}
        self.secrets = {}
        self.personal_users = {}
        for one in load(folder, "users")["users"]:
            self.secrets[one["clientId"], one["userId"]] = one["userSecret"]
            if self.partners[one["clientId"]].get("personal"):
                self.personal_users[one["clientId"]] = one["userId"]
        self.load_connections(folder)
        self.load_events(folder)

    def load_connections(self, folder):
        brokerages = {one["slug"]: one for one in load(folder, "brokerages")["brokerages"]}
        self.connections = []
        for one in load(folder, "authorizations")["authorizations"]:
            served = without(one, "clientId", "userId")
            served["brokerage"] = brokerages[one["brokerage"]]
            self.connections.append(((one["clientId"], one["userId"]), served))

    def load_events(self, folder):
        events = sorted(load(folder, "session_events")["sessionEvents"],
                        key=lambda one: moment(one["created_date"]))
        self.events = [(one["clientId"], without(one, "clientId")) for one in events]

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
                    return True
        return False

    def events_of(self, client_id, users, sessions):
        """A filter is a set of ids; None lets everything through."""
        return [one for whose, one in self.events
                if whose == client_id and (users is None or one["user_id"] in users)
                and (sessions is None or one["session_id"] in sessions)]
