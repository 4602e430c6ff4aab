# Needs Python 3.9 or newer, and nothing else.
import base64
import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

API = os.environ.get("SNAPTRADE_BASE_URL", "http://127.0.0.1:7627/api/v1")


def control(method, path, body=None):
    request = urllib.request.Request(API.removesuffix("/api/v1") + "/_sandbox" + path,
                                     method=method, headers={"Content-Type": "application/json"},
                                     data=json.dumps(body).encode() if body else None)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "null")


def send(method, path):
    """Status and headers of a signed call; 0 when no answer came."""
    query = urllib.parse.urlencode({"userId": user["userId"], "userSecret": user["userSecret"],
                                    "clientId": partner["clientId"], "timestamp": int(time.time())})
    text = json.dumps({"content": None, "path": "/api/v1" + path, "query": query},
                      separators=(",", ":"))
    digest = hmac.new(partner["consumerKey"].encode(), text.encode(), hashlib.sha256).digest()
    request = urllib.request.Request(f"{API}{path}?{query}", method=method,
                                     headers={"Signature": base64.b64encode(digest).decode()})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers
    except OSError:
        return 0, {}


def send_patiently(method, path):
    """The same, again after 429 and 503 as long as the server says when, and when no answer came."""
    for _ in range(4):
        status, headers = send(method, path)
        if status != 0 and not (status in (429, 503) and "Retry-After" in headers):
            break
        time.sleep(int(headers.get("Retry-After", 0)))
    return status, headers


partner = control("POST", "/partners")
user = partner["users"][0]
faults = f"/partners/{partner['clientId']}/faults"
connection = f"/authorizations/{user['authorizationIds'][0]}"

# An outage, and then a throttle: of each client's requests the first two meet them.
outage = [{"name": "outage", "match": {"nth": 1},
           "action": {"type": "status", "status": 503, "retryAfter": 0}},
          {"name": "throttle", "match": {"nth": 1},
           "action": {"type": "status", "status": 429, "retryAfter": 1}}]
control("PUT", faults, {"rules": outage})
print(send("GET", "/authorizations")[0])  # prints 503
control("PUT", faults, {"rules": outage})
print(send_patiently("GET", "/authorizations")[0])  # prints 200

# A removal that is done, and whose answer is lost: to a client that tries again, 404 is success.
control("PUT", faults, {"rules": [
    {"name": "lost", "match": {"method": "DELETE", "times": 1},
     "action": {"type": "reset", "when": "before", "execute": True}}]})
print(send_patiently("DELETE", connection)[0])  # prints 404
control("DELETE", f"/partners/{partner['clientId']}")
