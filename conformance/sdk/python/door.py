#!/usr/bin/env python3
"""One official Python SDK from a user's registration to the end, at the server of the SNAPTRADE_*
variables, step by step.

Usage: door.py prefixed|bare
"""
import json
import os
import sys
import urllib.request
from urllib.parse import quote

from running import check, connect_at_portal, DEADLINE, refused, run
from sdk import Cannot, Client, MAJOR

SOMEBODY = "Anaïs Petit"
NO_LOGIN = "it takes no answer of login that has a sessionId, as today's has"


class Steps:
    def __init__(self, host):
        self.client_id = os.environ["SNAPTRADE_CLIENT_ID"]
        self.sdk = Client(host, self.client_id, os.environ["SNAPTRADE_CONSUMER_KEY"])

    def _connection(self):
        """The user's only one."""
        listed = self.sdk.list(*self.user).body
        check(len(listed) == 1, listed)
        return listed[0]

    def _from_outside(self, path, **body):
        """What the SDK cannot do, through the control API: the next steps are tried all the same."""
        sandbox = os.environ["SNAPTRADE_BASE_URL"].replace("/api/v1", "/_sandbox/partners/")
        urllib.request.urlopen(urllib.request.Request(
            sandbox + quote(self.client_id) + path, json.dumps(body).encode() if body else b"",
            {"Content-Type": "application/json"}), timeout=DEADLINE).close()

    def _connect(self, connection, **wishes):
        """At the portal; `connection` is what somebody else would connect."""
        if MAJOR < 2:
            try:
                self.sdk.login(*self.user, **wishes)
            except ValueError as error:
                self._from_outside("/attempts", userId=SOMEBODY, outcome="success", **connection)
                raise Cannot(NO_LOGIN) from error
            raise AssertionError("it can by now")
        made = self.sdk.login(*self.user, **wishes).body
        check("sessionId=" in made["redirectURI"], made)
        broker = {"broker": connection["brokerage"]} if "brokerage" in connection else {}
        page = connect_at_portal(made["redirectURI"], **broker)
        check("Alpaca is connected." in page, page)

    def register(self):
        made = self.sdk.register(SOMEBODY).body
        check(made["userId"] == SOMEBODY and made["userSecret"], made)
        self.user = (SOMEBODY, made["userSecret"])
        check(SOMEBODY in list(self.sdk.users_list().body))
        check(refused(self.sdk.register, SOMEBODY) == 400)
        check(list(self.sdk.list(*self.user).body) == [])

    def login_and_portal(self):
        self._connect({"brokerage": "ALPACA", "type": "trade"}, connection_type="trade")

    def list_authorizations(self):
        connection = self._connection()
        self.id, self.updated = str(connection["id"]), str(connection["updated_date"])
        check(connection["brokerage"]["slug"] == "ALPACA" and connection["type"] == "trade",
              connection)
        check(not connection["disabled"])

    def accounts(self):
        accounts = self.sdk.accounts_list(*self.user).body
        check([str(one["brokerage_authorization"]) for one in accounts] == [self.id] * 2, accounts)
        self.account = str(accounts[0]["id"])
        check(len(self.sdk.balances(self.account, *self.user).body) > 0)

    def account_by_its_id(self):
        try:
            account = self.sdk.account(self.account, *self.user).body
        except TypeError as error:
            check(MAJOR < 2, error)
            raise Cannot("it takes a list, where one account is an object") from error
        check(MAJOR >= 2, "it can by now")
        check(str(account["id"]) == self.account, account)

    def disable(self):
        try:
            disabled = self.sdk.disable(self.id, *self.user).body
        except Cannot:
            self._from_outside(f"/connections/{self.id}/disable")
            raise
        check("disabled" in disabled["detail"], disabled)
        check(self._connection()["disabled"])
        check(refused(self.sdk.disable, self.id, *self.user) == 402)
        check(refused(self.sdk.refresh, self.id, *self.user) == 402)

    def login_and_portal_to_reconnect(self):
        check(self._connection()["disabled"])
        self._connect({"reconnect": self.id}, reconnect=self.id)

    def list_again(self):
        connection = self._connection()
        check(str(connection["id"]) == self.id and not connection["disabled"], connection)
        check(str(connection["updated_date"]) > self.updated, connection)

    def refresh(self):
        refreshed = self.sdk.refresh(self.id, *self.user).body
        check("scheduled for refresh" in refreshed["detail"], refreshed)

    def delete(self):
        try:
            self.sdk.remove(self.id, *self.user)
        except Cannot:  # by the call that took its place
            self.sdk.delete_connection(self.id, *self.user)
        check(list(self.sdk.list(*self.user).body) == [])
        check(list(self.sdk.accounts_list(*self.user).body) == [])

    def delete_user(self):
        deleted = self.sdk.users_delete(SOMEBODY).body
        check((deleted["status"], deleted["userId"]) == ("deleted", SOMEBODY), deleted)
        check(SOMEBODY not in list(self.sdk.users_list().body))
        check(refused(self.sdk.list, *self.user) == 401)


run(sys.argv[1], Steps)
