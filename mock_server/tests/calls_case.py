"""A mock, and a partner of its own for each test of the calls around the four."""
import json
import pathlib
import sys
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
JOHN, SECOND, NEWCOMER = "John.doe@snaptrade.com", "second-user@example.com", "newcomer"
DISABLED = "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18"  # one of John's connections
NOWHERE = "00000000-0000-4000-8000-000000000001"
FOLDER = pathlib.Path(__file__).parents[2] / "fixtures" / "default"
FIXTURES = {name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))[name]
            for name in ("accounts", "brokerages")}
PARTS = ("balances", "positions", "orders", "activities")

DETAILS = {
    "taken": (400, "1010", "User with the following userId already exist: '{}'"),
    "no uuid": (400, "0000", "The specified authorizationId is invalid (not a UUID string)."),
    "parameter": (400, "0000", 'Query parameter "{}" is not valid.'),
    "body": (400, "0000", "The body must be a JSON object."),
    "member": (400, "0000", 'The member "{}" of the body is missing or not valid.'),
    "signature": (401, "1076", "Unable to verify signature sent"),
    "no user": (401, "0000", "Please provide clientId, userId and userSecret in query params"),
    "user": (401, "1083", "Invalid userID or userSecret provided"),
    "cannot sync": (402, "3003",
                    "Unable to sync with brokerage account because the connection is disabled."),
    "disabled": (402, "3011", "This connection is already disabled."),
    "forbidden": (403, "1066", "User does not have permission to access this resource"),
    "not there": (404, "1011", "The requested resource does not exist."),
    "not synced": (425, "3012",
                   "The resource is currently being populated. Please try again later."),
    "too soon": (429, "throttled", "Connection refreshed too recently. Please try again later."),
}


def served(account):
    """An account of the fixtures as the API shows it."""
    return {name: value for name, value in account.items() if name not in ("clientId", *PARTS)}


def of_connection(authorization_id, client_id="PASSIVTEST"):
    return [one for one in FIXTURES["accounts"]
            if (one["clientId"], one["brokerage_authorization"]) == (client_id, authorization_id)]


def duty(name, authorization_id=sandbox.ID):
    return f"{sandbox.LIST}/{authorization_id}/{name}"


class Calls(unittest.TestCase):
    OPTIONS = ("--log", "none")

    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, *cls.OPTIONS)

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        errors = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert "Sanitizer" not in errors, errors

    def setUp(self):
        self.partner = sandbox.Partner(self.mock)

    def get(self, answer):
        """What an answer that must be a success says."""
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.headers["content-type"], "application/json")
        return answer.json()

    def assert_error(self, answer, name, argument=""):
        status, code, detail = DETAILS[name]
        self.assertEqual((answer.status, answer.json()),
                         (status, {"detail": detail.format(argument), "status_code": status,
                                   "code": code}))

    def connection(self, authorization_id=sandbox.ID):
        return self.get(self.partner.call("GET", f"{sandbox.LIST}/{authorization_id}"))

    def personal(self, method, path, query="", **keywords):
        """A call of the personal partner of the fixtures."""
        signed = f"clientId=PERSONAL&timestamp={int(sandbox.time.time())}{query}"
        return self.mock.ask(method, path, signed, key="personal-consumer-key", **keywords)
