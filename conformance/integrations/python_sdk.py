#!/usr/bin/env python3
"""The official Python SDK that is installed, told by lines of JSON what to call.

Usage: python_sdk.py commercial|personal

A line in is {"call": "GET /accounts", "arguments": {...}}, with names as in the API's document; a
line out {"status", "body"}, or {"error": why the SDK has not called}. The server is that of the
SNAPTRADE_* variables.
"""
import json
import os
import pathlib
import re
import sys

import snaptrade_client

METHODS = json.loads(pathlib.Path(__file__).with_name("methods.json").read_text(encoding="utf-8"))


def snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def connect(kind):
    credentials = {"client_id": os.environ["SNAPTRADE_CLIENT_ID"],
                   "consumer_key": os.environ["SNAPTRADE_CONSUMER_KEY"]}
    try:
        from snaptrade_client.auth import SnapTradeAuth
    except ImportError:  # before 12
        pass
    else:
        credentials = {"auth": getattr(SnapTradeAuth, f"{kind}_api_key")(**credentials)}
    return snaptrade_client.SnapTrade(host=os.environ["SNAPTRADE_BASE_URL"], **credentials)


def answer(client, call, arguments):
    api, method = METHODS[call]
    function = getattr(getattr(client, snake(api)), snake(method), None)
    if function is None:
        return {"error": f"the SDK has no {snake(method)}"}
    try:
        given = function(**{snake(name): value for name, value in arguments.items()})
    except snaptrade_client.ApiException as error:
        return {"status": error.status, "body": str(error.body)}
    return {"status": given.status, "body": given.body}


def main():
    client = connect(sys.argv[1])
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(answer(client, asked["call"], asked["arguments"]), default=str), flush=True)


main()
