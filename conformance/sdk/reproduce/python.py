"""What the findings of ../RESULTS.md look like to an application that uses the Python SDK.

Usage: server.py PYTHON python.py, with the PYTHON that has the SDK
"""
import asyncio
import inspect
import io
import logging
import sys
import time
from importlib.metadata import version

import snaptrade_client

URL = sys.argv[1]
KEY, SECRET = "not-a-secret", "the-userSecret"
UUID = "2bcd7cc3-e922-4976-bce1-9858296801c3"
MAJOR = int(version("snaptrade-python-sdk").split(".")[0])
OLD = MAJOR == 1
BASE = URL + "/api/v1" * (MAJOR < 12)  # what the version has by default
LOG = io.StringIO()
logging.basicConfig(stream=LOG, level=logging.WARNING)


def connect(base, client_id, api="connections"):
    """As each version's README has it."""
    if OLD:
        from snaptrade_client import apis
        name = "".join(map(str.capitalize, api.split("_"))) + "Api"
        return getattr(apis, name)(snaptrade_client.ApiClient(snaptrade_client.Configuration(
            host=base, client_id=client_id, consumer_key=KEY)))
    keys = {"client_id": client_id, "consumer_key": KEY}
    if MAJOR >= 12:
        keys = {"auth": snaptrade_client.SnapTradeAuth.commercial_api_key(**keys)}
    return getattr(snaptrade_client.SnapTrade(host=base, **keys), api)


def method(base=BASE, client_id="PARTNER", call="list"):
    connections = connect(base, client_id)
    names = {"list": "authorizations_get", "remove": "authorizations_authorization_id_delete"}
    if OLD:
        return getattr(connections, names[call])
    return getattr(connections, f"{call}_brokerage_authorization{'s' * (call == 'list')}", None)


def see(title, function, *arguments, **named):
    """Calls, and prints what its caller sees, and what it would log."""
    LOG.seek(0), LOG.truncate()
    began = time.monotonic()
    try:
        answer = function(*arguments, **named)
        seen = f"success, {str(answer if OLD else answer.body)[:60]!r}"
    except Exception as problem:  # whatever it is, it is what we want to see
        seen = f"{type(problem).__name__}, {' '.join(str(problem).split())[:60]!r}"
        if SECRET in str(problem):
            seen += "; THE MESSAGE HOLDS THE USERSECRET"
    warnings = sum(SECRET in line for line in LOG.getvalue().splitlines())
    print(f"{title}: {seen}; {time.monotonic() - began:.1f} s"
          + f"; THE USERSECRET STANDS IN {warnings} LOGGED LINES" * bool(warnings), flush=True)


print("snaptrade-python-sdk", version("snaptrade-python-sdk"))
for path in "/api/v1", "":
    see(f"base URL {path or '/'}", method(URL + path), "u", SECRET)
for odd in "A B", "A&B", "A+B", "A%41", "A#B", "SOCIÉTÉ":
    see(f"clientId {odd}", method(client_id=odd), "u", SECRET)
for odd in "a b", "a&b", "a+b", "a%41", "a#b", "a?b", "a/b", "é", 'a"b\\c':
    see(f"userId {odd}", method(), odd, SECRET)
for odd in "s+/=", "s&t", "s%41", "s?t":
    see(f"userSecret {odd}", method(), "u", odd)
for user in ("few", "few-brokerage", "broken", "html", "empty", "401", "404", "429", "500", "cut",
             "redirect"):
    see(user, method(), user, SECRET)
see("nobody listens", method("http://127.0.0.1:1"), "u", SECRET)
print("parameters of list:", ", ".join(inspect.signature(method()).parameters))
for user in "silent", "trickle":
    see(user, method(), user, SECRET, **({"_request_timeout": 1} if OLD else {}))
if not OLD:  # the same calls, to be awaited
    def wait_for(base, user):
        awaited = connect(base, "PARTNER").alist_brokerage_authorizations
        return asyncio.run(awaited(user_id=user, user_secret=SECRET, timeout=1))

    see("nobody listens, awaited", wait_for, "http://127.0.0.1:1", "u")
    see("silent, awaited, timeout=1", wait_for, BASE, "silent")
accounts, users = connect(BASE, "PARTNER", "account_information"), connect(BASE, "PARTNER",
                                                                           "authentication")
if OLD:
    from snaptrade_client.models import SnapTradeLoginUserRequestBody as Options
    see("detail of an account", accounts.accounts_account_id_get, "account", SECRET, UUID)
    see("accounts", accounts.accounts_get, "accounts", SECRET)
    see("accounts, no name", accounts.accounts_get, "accounts-no-name", SECRET)
    see("null amounts", accounts.accounts_account_id_balances_get, "balances-null", SECRET, UUID)
    for user in "login", "login-2023":
        see(user, users.snap_trade_login_post, user, SECRET)
    for kind in "trade", "trade-if-available":
        see(f"login to {kind}", lambda kind=kind: users.snap_trade_login_post(
            "login-2023", SECRET,
            snap_trade_login_user_request_body=Options(connection_type=kind)))
else:
    named = {"user_secret": SECRET, "account_id": UUID}
    see("detail of an account", accounts.get_user_account_details, user_id="account", **named)
    see("null amounts", accounts.get_user_account_balance, user_id="balances-null", **named)
    for user in "accounts", "accounts-few", "accounts-no-name":
        see(user, accounts.list_user_accounts, user_id=user, user_secret=SECRET)
    for kind in {}, {"connection_type": "trade"}, {"connection_type": "trade-if-available"}:
        see(f"login, {kind}", users.login_snap_trade_user, user_id="login", user_secret=SECRET,
            **kind)
if method(call="remove"):
    see("remove, redirect", method(call="remove"), UUID, "redirect", SECRET)
