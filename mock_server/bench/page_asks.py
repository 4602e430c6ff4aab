"""Asks for what the sandbox page asks for in a flood of requests (page/files/changes.js, journal.js),
and draws nothing. Usage: page_asks.py PORT
"""
import http.client
import json
import sys
import time

PARTNER = "/_sandbox/partners/PASSIVTEST"
STATE = ("/_sandbox/partners", PARTNER, f"{PARTNER}/connections", f"{PARTNER}/events",
         f"{PARTNER}/faults", f"{PARTNER}/clock", f"{PARTNER}/rateLimit", "/_sandbox/faults")
PACE = 0.9


def main():
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))

    def get(path):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def ask(path):
        try:
            status, body = get(path)
        except (ConnectionError, http.client.HTTPException):  # closed while this was made to wait (page.py)
            connection.close()
            status, body = get(path)
        if status != 200:
            sys.exit(f"{path}: {status}")
        return json.loads(body)

    for path in STATE:
        ask(path)
    last = 0
    while True:
        start = time.monotonic()
        last = ask(f"{PARTNER}/journal?after={last}&limit={20 if last else 1000}")["last"]
        time.sleep(max(0, start + PACE - time.monotonic()))


if __name__ == "__main__":
    main()
