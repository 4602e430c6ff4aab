#!/usr/bin/env python3
"""An adapter keeps to PROTOCOL.md, and its SDK works with a spawned mock server.

Usage: adapter_test.py SNAPTRADE_MOCK COMMAND...
       adapter_test.py SNAPTRADE_MOCK --sdk NAME

NAME is one of `scripts/sdks --adapters`.
"""
import json
import pathlib
import select
import shlex
import socket
import subprocess
import sys
import time
import unittest
import urllib.request

import jsonschema

FOLDER = pathlib.Path(__file__).resolve().parent.parent
SDKS = FOLDER.parent.parent / "scripts" / "sdks"
SCHEMA = json.loads((FOLDER / "protocol.schema.json").read_text(encoding="utf-8"))
DEADLINE = 60
# What an SDK has no way to do: events, remove, reset and duties (refresh and disable), the calls;
# account, to read one, for it expects a list; timeout, to be given one; once, to let go at the first;
# bytes, to see the status of an error whose body is not UTF-8. It fails here when it can, so that
# this stays true.
CANNOT = {
    "python-1.0.1": {"events", "reset", "duties", "account", "once", "bytes"},
    "python-11.0.100": {"timeout"},
    "python-12.1.0": {"timeout"},
    "python-newest": {"timeout"},
    "typescript-8.29.12": {"reset", "duties"},
    "typescript-9.0.17": {"duties"},
    "java-5.0.17": {"duties"},
}
FIRST = "2bcd7cc3-e922-4976-bce1-9858296801c3"
SECOND_USER = "second-user@example.com"


class Mock:
    def __init__(self, program):
        self.process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--log", "none"],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def control(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.url}/_sandbox{path}", method=method,
            data=json.dumps(body).encode() if body else None,
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return json.loads(answer.read() or "null")

    def close(self):
        self.process.terminate()
        self.process.wait(DEADLINE)
        self.process.stdout.close()


class Adapter:
    """The adapter as a process; every line in and out is held against the schema."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        bufsize=0)  # select() must see every line
        self.last = 0

    def ask(self, **request):
        self.last += 1
        self.write({"id": self.last, **request})
        return self.read(self.last)

    def write(self, request):
        check("request", request)
        self.process.stdin.write(json.dumps(request).encode() + b"\n")

    def read(self, number):
        if not select.select([self.process.stdout], [], [], DEADLINE)[0]:
            raise TimeoutError("no answer")
        line = self.process.stdout.readline()
        assert line, f"no answer, exit status {self.process.wait(DEADLINE)}"
        answer = json.loads(line.decode())
        check("answer", answer)
        assert answer.pop("id") == number, line
        return answer

    def end(self):
        """The exit status after the end of stdin, and what was still said."""
        rest, _ = self.process.communicate(timeout=DEADLINE)
        return self.process.returncode, rest


def check(name, line):
    definitions = SCHEMA["$defs"]
    jsonschema.Draft202012Validator({**definitions[name], "$defs": definitions}).validate(line)


class AdapterCase(unittest.TestCase):
    PROGRAM, COMMAND, CANNOT, MAY_LACK = "", (), frozenset(), frozenset()

    @classmethod
    def setUpClass(cls):
        cls.mock = Mock(cls.PROGRAM)
        cls.addClassCleanup(cls.mock.close)
        cls.adapter = Adapter(cls.COMMAND)
        cls.addClassCleanup(cls.adapter.end)

    def setUp(self):
        self.partner = self.mock.control("POST", "/partners")
        self.user = self.partner["users"][0]
        self.control = f"/partners/{self.partner['clientId']}"

    def ask(self, call, **fields):
        partner = {name: self.partner[name] for name in ("clientId", "consumerKey")}
        user = {name: self.user[name] for name in ("userId", "userSecret")}
        if call == "session_events":
            user = {"partnerClientId": self.partner["clientId"]}
        if call == "list_snap_trade_users":
            user = {}
        return self.adapter.ask(
            **{"call": call, "host": f"{self.mock.url}/api/v1", **partner, **user, **fields})

    def ask_list(self, **fields):
        return self.ask("list_brokerage_authorizations", **fields)

    def can(self, what, answer):
        """Whether the SDK has it, and the answer agrees."""
        has = answer != {"unsupported": True}
        if what not in self.MAY_LACK:
            self.assertEqual(has, what not in self.CANNOT, answer)
        return has

    def body(self, answer, status=200):
        self.assertIn("body", answer)
        self.assertEqual(answer.get("status", status), status)
        return answer["body"]

    def error(self, answer, kinds, status=None, code=None):
        self.assertIn("error", answer)
        error = answer["error"]
        self.assertIn(error["kind"], kinds, answer)
        self.assertNotEqual(error["message"], "")
        if error["kind"] == "api":
            self.assertEqual(error["status"], status, answer)
        if isinstance(error.get("body"), dict):
            self.assertEqual(error["body"]["code"], code)
        return error


class Calls(AdapterCase):
    def test_list_gives_the_three_connections_with_and_without_a_prefix(self):
        for host in (self.mock.url, f"{self.mock.url}/api/v1"):
            listed = self.body(self.ask_list(host=host))
            self.assertEqual([item["id"] for item in listed], self.user["authorizationIds"])
            self.assertEqual(len(listed), 3)
            self.assertEqual(listed[0]["brokerage"]["slug"], "QUESTRADE")
            self.assertEqual([item["disabled"] for item in listed], [False, False, True])

    def test_detail_gives_one(self):
        found = self.body(self.ask("detail_brokerage_authorization", authorizationId=FIRST))
        self.assertEqual((found["id"], found["name"], found["type"]),
                         (FIRST, "Connection-1", "trade"))

    def test_remove_removes_once(self):
        removed = self.ask("remove_brokerage_authorization", authorizationId=FIRST)
        if self.can("remove", removed):
            self.assertIsNone(self.body(removed, 204))
            self.assertEqual(len(self.body(self.ask_list())), 2)
            for call in ("remove", "detail"):
                again = self.ask(f"{call}_brokerage_authorization", authorizationId=FIRST)
                self.error(again, ["api"], 404, "1011")

    def test_session_events_are_chosen_by_user_and_session(self):
        everything = self.ask("session_events")
        if not self.can("events", everything):
            return
        everything = self.body(everything)
        wanted = [event for event in everything if event["user_id"] in ("newcomer", SECOND_USER)]
        session = everything[-1]["session_id"]
        self.assertGreater(len(everything), len(wanted))
        self.assertGreater(len(wanted), 3)
        of_users = self.body(self.ask("session_events", userIds=f"newcomer,{SECOND_USER}"))
        self.assertEqual([event["id"] for event in of_users], [event["id"] for event in wanted])
        of_session = self.body(self.ask("session_events", sessionIds=session))
        self.assertEqual({event["session_id"] for event in of_session}, {session})
        self.assertEqual(self.body(self.ask("session_events", userIds="nobody",
                                            sessionIds=session)), [])

    def test_a_user_is_registered_listed_given_a_new_secret_and_deleted(self):
        name = "Zo\u00eb \"new\""
        made = self.body(self.ask("register_snap_trade_user", userId=name))
        self.assertEqual(made["userId"], name)
        self.assertIn(name, self.body(self.ask("list_snap_trade_users")))
        secret = made["userSecret"]
        reset = self.ask("reset_snap_trade_user_secret", userId=name, userSecret=secret)
        if self.can("reset", reset):
            self.assertNotEqual(self.body(reset)["userSecret"], secret)
            secret = self.body(reset)["userSecret"]
        self.assertEqual(self.body(self.ask_list(userId=name, userSecret=secret)), [])
        self.assertEqual(self.body(self.ask("delete_snap_trade_user", userId=name))["userId"], name)
        self.assertNotIn(name, self.body(self.ask("list_snap_trade_users")))

    def test_a_user_id_that_is_taken_is_the_apis_error(self):
        self.error(self.ask("register_snap_trade_user", userId="newcomer"), ["api"], 400, "1010")

    def test_accounts_are_listed_and_read(self):
        user = {"userId": SECOND_USER, "userSecret": "second-user-secret"}
        first, *_ = self.body(self.ask("list_user_accounts", **user))
        user["accountId"] = first["id"]
        one = self.ask("get_user_account_details", **user)
        if "account" in self.CANNOT:
            self.error(one, ["client"])
        else:
            for member in ("id", "name", "number", "institution_name"):
                self.assertEqual(self.body(one)[member], first[member])
        balances = self.body(self.ask("get_user_account_balance", **user))
        self.assertGreater(len(balances), 0)
        self.assertIsInstance(balances[0]["currency"]["code"], str)

    def test_a_connection_is_refreshed_and_disabled_once(self):
        answer = self.ask("refresh_brokerage_authorization", authorizationId=FIRST)
        if self.can("duties", answer):
            self.assertIn("refresh", self.body(answer)["detail"])
            disable = "disable_brokerage_authorization"
            self.assertIn("disabled", self.body(self.ask(disable, authorizationId=FIRST))["detail"])
            self.error(self.ask(disable, authorizationId=FIRST), ["api"], 402, "3011")

    def test_fields_that_nobody_knows_are_ignored(self):
        self.assertEqual(len(self.body(self.ask_list(new={"a": [None]}, body="x"))), 3)


class Errors(AdapterCase):
    def test_a_wrong_key_is_the_apis_error_and_the_next_call_works(self):
        self.error(self.ask_list(consumerKey="wrong"), ["api"], 401, "1076")
        self.assertEqual(len(self.body(self.ask_list())), 3)

    def test_a_wrong_user_secret_is_the_apis_error(self):
        self.error(self.ask_list(userSecret="wrong"), ["api"], 401, "1083")

    def test_an_id_that_is_no_uuid_is_refused_by_the_sdk_or_the_server(self):
        for number in ("no-uuid", "no uuid/?é"):
            answer = self.ask("detail_brokerage_authorization", authorizationId=number)
            self.error(answer, ["client", "api"], 400, "0000")

    def test_a_closed_port_is_no_answer(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))  # bound, so that nobody else listens there
            host = f"http://127.0.0.1:{closed.getsockname()[1]}/api/v1"
            error = self.error(self.ask_list(host=host), ["transport"])
        self.assertNotIn("status", error)

    def test_a_reset_is_no_answer(self):
        self.break_with({"type": "reset", "when": "before"})
        self.error(self.ask_list(), ["transport"])

    def test_a_body_that_is_cut_short_is_no_answer(self):
        self.break_with({"type": "truncate", "bytes": 20})
        self.error(self.ask_list(), ["transport"])

    def test_a_body_that_is_no_json_does_not_end_the_adapter(self):
        for body in ({"body": "<p>\u00e9"}, {"bodyBase64": "/w=="}, {"body": "{"}):
            self.break_with({"type": "respond", "status": 502, **body})
            unread = "bytes" in self.CANNOT and "bodyBase64" in body
            self.error(self.ask_list(), ["client" if unread else "api"], 502)
        self.mock.control("DELETE", f"{self.control}/faults")
        self.assertEqual(len(self.body(self.ask_list())), 3)

    def test_a_timeout_is_no_answer(self):
        late = {"type": "delay", "delayMs": 2000 if "timeout" in self.CANNOT else 20000}
        self.break_with(late)
        start = time.monotonic()
        answer = self.ask_list(timeoutSeconds=1)
        took = time.monotonic() - start
        if "timeout" in self.CANNOT:
            self.body(answer)
            self.assertGreater(took, 1.9)
        else:
            self.error(answer, ["transport"])
            self.assertEqual(took < 3, "once" not in self.CANNOT, took)

    def break_with(self, action):
        self.mock.control("PUT", f"{self.control}/faults",
                          {"rules": [{"name": "x", "action": action}]})


class End(AdapterCase):
    def test_requests_may_come_before_the_answers_and_the_end_of_stdin_is_the_end(self):
        adapter = Adapter(self.COMMAND)
        for number in (7, 8):
            adapter.write({"id": number, "call": "list_brokerage_authorizations",
                           "host": f"{self.mock.url}/api/v1", "userSecret": "",
                           **{name: self.partner[name] for name in ("clientId", "consumerKey")},
                           "userId": f"user {number}"})
        for number in (7, 8):
            self.error(adapter.read(number), ["api"], 401, "1083")
        self.assertEqual(adapter.end(), (0, b""))


def main():
    AdapterCase.PROGRAM, *command = sys.argv[1:]
    if command[0] == "--sdk":
        name = command[1]
        AdapterCase.CANNOT = CANNOT.get(name, frozenset())
        AdapterCase.MAY_LACK = {"events", "remove"} if name.endswith("-newest") else frozenset()
        command = shlex.split(subprocess.run([SDKS, "--adapter", name], check=True, text=True,
                                             stdout=subprocess.PIPE).stdout)
    AdapterCase.COMMAND = command
    unittest.main(argv=sys.argv[:1], verbosity=2)


main()
