# Needs the package snaptrade-python-sdk.
import json
import os
import urllib.request

from snaptrade_client import ApiException, SnapTrade
from snaptrade_client.auth import SnapTradeAuth

API = os.environ.get("SNAPTRADE_BASE_URL", "http://127.0.0.1:7627/api/v1")


def control(method, path, body=None):
    request = urllib.request.Request(API.removesuffix("/api/v1") + "/_sandbox" + path,
                                     method=method, headers={"Content-Type": "application/json"},
                                     data=json.dumps(body).encode() if body else None)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "null")


def connections(key):
    auth = SnapTradeAuth.commercial_api_key(client_id=partner["clientId"], consumer_key=key)
    return SnapTrade(auth=auth, host=API).connections.list_brokerage_authorizations(
        user_id=user["userId"], user_secret=user["userSecret"]).body


partner = control("POST", "/partners")
mine = "/partners/" + partner["clientId"]
user, right_key = partner["users"][0], partner["consumerKey"]

# A connection that is disabled.
control("POST", f"{mine}/connections/{user['authorizationIds'][0]}/disable")
print(connections(right_key)[0]["disabled"])  # prints True

# Was it asked for exactly once? Otherwise this answers 409, and what came closest.
pattern = {"path": "/authorizations", "status": 200}
control("POST", f"{mine}/verify", {"pattern": pattern, "exactly": 1})

# A key that was read from a file, with the end of its line.
try:
    connections(right_key + "\n")
except ApiException as error:
    print(error.headers["X-Sandbox-Diagnosis"])  # prints key-with-white-space

# Back to the start, and away.
control("POST", f"{mine}/reset")
print(connections(right_key)[0]["disabled"])  # prints False
control("DELETE", mine)
