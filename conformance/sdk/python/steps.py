#!/usr/bin/env python3
"""One official Python SDK against the server of the SNAPTRADE_* variables, step by step.

Usage: steps.py prefixed|bare

The SDK is whichever is installed; what differs between its versions is in sdk.py.
"""
import os
import sys

from running import check, refused, run
from sdk import Cannot, Client, NUMBERS

UNKNOWN = "00000000-0000-4000-8000-000000000000"
FIRST = "2bcd7cc3-e922-4976-bce1-9858296801c3"
DISABLED = "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18"
ODD_USERS = (("Zoé Martin", "zoe-secret"), ("q&a+100%@example.com", "ampersand-secret"))
PARTNER_2 = ("PARTNER-2", "key with + / 100% and é", "partner-2-user", "partner-2-user-secret")
DOC_IDS = "917c8734-8470-4a3e-a18f-57c3f2ee6631,65e839a3-9103-4cfb-9b72-2071ef80c5f2"


class Steps:
    def __init__(self, host):
        self.host = host
        self.partner = (os.environ["SNAPTRADE_CLIENT_ID"], os.environ["SNAPTRADE_CONSUMER_KEY"])
        self.user = (os.environ["SNAPTRADE_USER_ID"], os.environ["SNAPTRADE_USER_SECRET"])
        self.sdk = Client(host, *self.partner)

    def _remove(self, number):
        """By the call that took the other's place where that is gone."""
        try:
            self.sdk.remove(number, *self.user)
        except Cannot:
            deleted = self.sdk.delete_connection(number, *self.user).body
            check(deleted["connection_id"] == number, deleted)

    def api_status(self):
        check(self.sdk.status().body["online"])

    def list_authorizations(self):
        listed = self.sdk.list(*self.user).body
        check([str(item["id"]) for item in listed][0] == FIRST and len(listed) == 3, listed)
        check(listed[0]["brokerage"]["slug"] == "QUESTRADE")
        check(listed[0]["type"] == "trade" and not listed[0]["disabled"])

    def detail(self):
        found = self.sdk.detail(DISABLED, *self.user).body
        check(str(found["id"]) == DISABLED and found["disabled"], found)

    def remove_and_list_again(self):
        self._remove(FIRST)
        check(len(self.sdk.list(*self.user).body) == 2)
        check(refused(self._remove, FIRST) == 404)

    def session_events(self):
        everything = self.sdk.events(self.partner[0]).body
        some = self.sdk.events(self.partner[0], user_id=DOC_IDS).body
        sessions = self.sdk.events(self.partner[0], session_id=DOC_IDS).body
        check(len(everything) > len(some) == len(sessions) > 0)
        check({event["user_id"] for event in some} == set(DOC_IDS.split(",")))

    def wrong_consumer_key(self):
        sdk = Client(self.host, self.partner[0], "wrong")
        check(refused(sdk.list, *self.user) == 401)

    def unknown_id(self):
        check(refused(self.sdk.detail, UNKNOWN, *self.user) == 404)

    def user_id_with_a_space(self):
        check(len(self.sdk.list(*ODD_USERS[0]).body) == 1)

    def user_id_with_reserved_characters(self):
        if (12, 0, 0) <= NUMBERS < (13, 0, 12):
            check(refused(self.sdk.list, *ODD_USERS[1]) == 401)
            raise Cannot("it signs the decoded id, which cannot be told from another query")
        check(len(self.sdk.list(*ODD_USERS[1]).body) == 1)

    def odd_consumer_key(self):
        sdk = Client(self.host, *PARTNER_2[:2])
        check(len(sdk.list(*PARTNER_2[2:]).body) >= 1)


run(sys.argv[1], Steps)
