#!/usr/bin/env python3
"""One official Python SDK against the server of the SNAPTRADE_* variables, step by step.

Usage: steps.py prefixed|bare

The SDK is whichever is installed; what differs between its versions is in the adapters.
"""
import os
import sys
from importlib.metadata import version

UNKNOWN = "00000000-0000-4000-8000-000000000000"
FIRST = "2bcd7cc3-e922-4976-bce1-9858296801c3"
DISABLED = "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18"
ODD_USERS = (("Zoé Martin", "zoe-secret"), ("q&a+100%@example.com", "ampersand-secret"))
PARTNER_2 = ("PARTNER-2", "key with + / 100% and é", "partner-2-user", "partner-2-user-secret")
DOC_IDS = "917c8734-8470-4a3e-a18f-57c3f2ee6631,65e839a3-9103-4cfb-9b72-2071ef80c5f2"
VERSION = version("snaptrade-python-sdk")
NUMBERS = tuple(int(part) for part in VERSION.split("."))
MAJOR = NUMBERS[0]


class Cannot(Exception):
    """The SDK has no way to do it."""


class Generated:
    """1.x: the API of openapi-generator. Names are those of the paths."""

    def __init__(self, host, client_id, consumer_key):
        import snaptrade_client
        from snaptrade_client.api.api_status_api import APIStatusApi
        from snaptrade_client.api.connections_api import ConnectionsApi
        self.ApiException = snaptrade_client.ApiException
        configuration = snaptrade_client.Configuration(
            host=host, client_id=client_id, consumer_key=consumer_key)
        self.client = snaptrade_client.ApiClient(configuration)
        self.connections, self.status_api = ConnectionsApi(self.client), APIStatusApi(self.client)

    def status(self):
        return self.status_api.root_get().to_dict()

    def list(self, user_id, user_secret):
        listed = self.connections.authorizations_get(user_id, user_secret)
        return [item.to_dict() for item in listed]

    def detail(self, authorization_id, user_id, user_secret):
        found = self.connections.authorizations_authorization_id_get(
            authorization_id, user_id, user_secret)
        return found.to_dict()

    def remove(self, authorization_id, user_id, user_secret):
        self.connections.authorizations_authorization_id_delete(
            authorization_id, user_id, user_secret)

    def events(self, partner, **filters):
        raise Cannot("this version has no session events yet")


class Konfig:
    """From 2023: keyword arguments and an answer with a body."""

    def __init__(self, host, client_id, consumer_key):
        import snaptrade_client
        self.ApiException = snaptrade_client.ApiException
        credentials = {"client_id": client_id, "consumer_key": consumer_key}
        if MAJOR >= 12:
            from snaptrade_client.auth import SnapTradeAuth
            credentials = {"auth": SnapTradeAuth.commercial_api_key(**credentials)}
        self.client = snaptrade_client.SnapTrade(host=host, **credentials)

    def status(self):
        return self.client.api_status.check().body

    def list(self, user_id, user_secret):
        return self.client.connections.list_brokerage_authorizations(
            user_id=user_id, user_secret=user_secret).body

    def detail(self, authorization_id, user_id, user_secret):
        return self.client.connections.detail_brokerage_authorization(
            authorization_id=authorization_id, user_id=user_id, user_secret=user_secret).body

    def remove(self, authorization_id, user_id, user_secret):
        user = {"user_id": user_id, "user_secret": user_secret}
        connections = self.client.connections
        if hasattr(connections, "remove_brokerage_authorization"):
            connections.remove_brokerage_authorization(authorization_id=authorization_id, **user)
        else:
            deleted = connections.delete_connection(connection_id=authorization_id, **user).body
            check(deleted["connection_id"] == authorization_id, deleted)

    def events(self, partner, **filters):
        if not hasattr(self.client.connections, "session_events"):
            raise Cannot("this version has no session events any more")
        return self.client.connections.session_events(partner_client_id=partner, **filters).body


Adapter = Generated if MAJOR < 2 else Konfig


def check(condition, what=""):
    if not condition:
        raise AssertionError(what)


def refused(sdk, call, *arguments):
    """The status that the caller sees."""
    try:
        call(*arguments)
    except sdk.ApiException as error:
        return error.status
    raise AssertionError("not refused")


class Steps:
    def __init__(self, host):
        self.host = host
        self.partner = (os.environ["SNAPTRADE_CLIENT_ID"], os.environ["SNAPTRADE_CONSUMER_KEY"])
        self.user = (os.environ["SNAPTRADE_USER_ID"], os.environ["SNAPTRADE_USER_SECRET"])
        self.sdk = Adapter(host, *self.partner)

    def api_status(self):
        check(self.sdk.status()["online"])

    def list_authorizations(self):
        listed = self.sdk.list(*self.user)
        check([str(item["id"]) for item in listed][0] == FIRST and len(listed) == 3, listed)
        check(listed[0]["brokerage"]["slug"] == "QUESTRADE")
        check(listed[0]["type"] == "trade" and not listed[0]["disabled"])

    def detail(self):
        found = self.sdk.detail(DISABLED, *self.user)
        check(str(found["id"]) == DISABLED and found["disabled"], found)

    def remove_and_list_again(self):
        self.sdk.remove(FIRST, *self.user)
        check(len(self.sdk.list(*self.user)) == 2)
        check(refused(self.sdk, self.sdk.remove, FIRST, *self.user) == 404)

    def session_events(self):
        everything = self.sdk.events(self.partner[0])
        some = self.sdk.events(self.partner[0], user_id=DOC_IDS)
        sessions = self.sdk.events(self.partner[0], session_id=DOC_IDS)
        check(len(everything) > len(some) == len(sessions) > 0)
        check({event["user_id"] for event in some} == set(DOC_IDS.split(",")))

    def wrong_consumer_key(self):
        sdk = Adapter(self.host, self.partner[0], "wrong")
        check(refused(sdk, sdk.list, *self.user) == 401)

    def unknown_id(self):
        check(refused(self.sdk, self.sdk.detail, UNKNOWN, *self.user) == 404)

    def user_id_with_a_space(self):
        check(len(self.sdk.list(*ODD_USERS[0])) == 1)

    def user_id_with_reserved_characters(self):
        if (12, 0, 0) <= NUMBERS < (13, 0, 12):
            check(refused(self.sdk, self.sdk.list, *ODD_USERS[1]) == 401)
            raise Cannot("it signs the decoded id, which cannot be told from another query")
        check(len(self.sdk.list(*ODD_USERS[1])) == 1)

    def odd_consumer_key(self):
        sdk = Adapter(self.host, *PARTNER_2[:2])
        check(len(sdk.list(*PARTNER_2[2:])) >= 1)


def main():
    kind = sys.argv[1]
    host = os.environ["SNAPTRADE_BASE_URL"]
    steps = Steps(host if kind == "prefixed" else host.removesuffix("/api/v1"))
    failures = 0
    for name, step in vars(Steps).items():
        if name.startswith("_"):
            continue
        said = "ok"
        try:
            step(steps)
        except Cannot as reason:
            said = f"cannot: {reason}"
        except Exception as error:  # whatever an SDK raises is the answer
            failures += 1
            said = f"FAILED: {type(error).__name__}: {error}"
        print(f"python {VERSION} {kind}: {name.replace('_', ' ')}: {said}", flush=True)
    sys.exit(failures > 0)


main()
