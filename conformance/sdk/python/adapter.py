#!/usr/bin/env python3
"""The adapter of the official Python SDK; ../PROTOCOL.md says what it speaks."""
import contextlib
import json
import logging
import sys

import sdk

ANSWERS = sys.stdout
CALLS = {
    "list_brokerage_authorizations": lambda client, request: client.list(*user(request)),
    "detail_brokerage_authorization": lambda client, request: client.detail(
        request["authorizationId"], *user(request)),
    "remove_brokerage_authorization": lambda client, request: client.remove(
        request["authorizationId"], *user(request)),
    "session_events": lambda client, request: client.events(
        request["partnerClientId"],
        **chosen(request, FILTERS)),
    "register_snap_trade_user": lambda client, request: client.register(request["userId"]),
    "list_snap_trade_users": lambda client, request: client.users_list(),
    "delete_snap_trade_user": lambda client, request: client.users_delete(request["userId"]),
    "reset_snap_trade_user_secret": lambda client, request: client.users_reset(*user(request)),
    "login_snap_trade_user": lambda client, request: client.login(
        *user(request), **chosen(request, OPTIONS)),
    "list_user_accounts": lambda client, request: client.accounts_list(*user(request)),
    "get_user_account_details": lambda client, request: client.account(
        request["accountId"], *user(request)),
    "get_user_account_balance": lambda client, request: client.balances(
        request["accountId"], *user(request)),
    "refresh_brokerage_authorization": lambda client, request: client.refresh(
        request["authorizationId"], *user(request)),
    "disable_brokerage_authorization": lambda client, request: client.disable(
        request["authorizationId"], *user(request)),
}
FILTERS = {"user_id": "userIds", "session_id": "sessionIds"}
OPTIONS = {"broker": "broker", "immediate_redirect": "immediateRedirect",
           "custom_redirect": "customRedirect", "reconnect": "reconnect",
           "connection_type": "connectionType"}


def chosen(request, names):
    """What the request has of these, by the SDK's names."""
    return {name: request[field] for name, field in names.items() if field in request}


def user(request):
    return request["userId"], request["userSecret"]


def parsed(body):
    """JSON text as what it says, anything else as it is."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def describe(error):
    found = {"kind": sdk.kind_of(error), "message": str(error)}
    body = getattr(error, "body", None)
    if found["kind"] == "api":
        found.update(status=error.status, reason=error.reason)
    if not (body is None or sdk.is_unset(body)):
        found["body"] = parsed(body)
    return found


def answer(request):
    if request["call"] not in CALLS:
        return {"unsupported": True}
    try:
        client = sdk.Client(request["host"], request["clientId"], request["consumerKey"],
                            request.get("timeoutSeconds"))
        return CALLS[request["call"]](client, request)._asdict()
    except sdk.Cannot:
        return {"unsupported": True}
    except Exception as error:  # whatever an SDK raises is the answer
        return {"error": describe(error)}


logging.basicConfig()  # warnings to stderr, as an application usually has it
for line in sys.stdin.buffer:
    asked = json.loads(line)
    with contextlib.redirect_stdout(sys.stderr):
        said = answer(asked)
    # What JSON has no form for, dates and UUIDs, as text.
    print(json.dumps({"id": asked["id"], **said}, default=str), file=ANSWERS, flush=True)
