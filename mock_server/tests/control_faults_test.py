#!/usr/bin/env python3
"""Fault rules over HTTP: setting them, refusing bad ones, which requests they are for, and what is
counted. What is drawn is in control_draws_test.py, what each action does in fault_answers_test.py.

Usage: control_faults_test.py SNAPTRADE_MOCK
"""
import sys
import unittest

import sandbox
from faulty import DETAIL, WithMock, rule, status

PROGRAM = WithMock.PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""


class Setting(WithMock):
    def test_rules_are_listed_as_they_were_given_with_their_counts(self):
        rules = [rule("a", method="GET", path="/authorizations/*", probability=0.5),
                 rule("b", {"type": "delay", "delayMs": {"min": 1, "max": 2}}, onlyByName=True)]
        answer = self.partner.ask("PUT", "/faults", {"rules": rules, "seed": 7})
        self.assertEqual((answer.status, answer.body), (204, b""))
        listed = self.partner.take("GET", "/faults")
        self.assertEqual(listed["seed"], 7)
        counts = {"matched": 0, "applied": 0, "byName": 0}
        self.assertEqual(listed["rules"], [{**one, "counts": counts} for one in rules])

    def test_a_list_can_be_sent_back_as_it_came(self):
        self.partner.break_with(rule("a"), rule("b", times=1))
        self.partner.call()
        listed = self.partner.take("GET", "/faults")
        self.partner.take("PUT", "/faults", listed)
        self.assertEqual(self.partner.counts(), {"a": (0, 0, 0), "b": (0, 0, 0)})

    def test_one_is_added_behind_the_others_and_taken_away_by_its_name(self):
        self.partner.break_with(status(401), seed=9)
        added = self.partner.ask("POST", "/faults", status(500))
        self.assertEqual((added.status, added.json()), (201, status(500)))
        self.assertEqual(list(self.partner.counts()), ["status-401", "status-500"])
        self.assertEqual(self.partner.ask("DELETE", "/faults/status-401").status, 204)
        self.assertEqual(self.partner.ask("DELETE", "/faults/status-401").status, 404)
        self.assertEqual(self.statuses(1), [500])
        self.assertEqual(self.partner.take("GET", "/faults")["seed"], 9)

    def test_taking_all_away_brings_the_seed_back_too(self):
        self.partner.break_with(rule(), seed=9)
        self.assertEqual(self.partner.ask("DELETE", "/faults").status, 204)
        self.assertEqual(self.partner.take("GET", "/faults"), {"seed": 1, "rules": []})
        self.assertEqual(self.statuses(1), [200])

    def test_adding_keeps_what_was_counted_and_replacing_starts_anew(self):
        self.partner.break_with(status(500, nth=2))
        self.statuses(1)
        self.partner.take("POST", "/faults", status(401, times=1))
        self.assertEqual(self.statuses(1), [500])
        self.partner.break_with(status(500, nth=2))
        self.assertEqual(self.statuses(2), [200, 500])

    def test_a_reset_leaves_the_rules(self):
        self.partner.break_with(rule())
        self.partner.take("POST", "/reset")
        self.assertEqual(self.statuses(1), [503])

    def test_allow_names_the_methods(self):
        for path, allowed in (("/faults", "GET, HEAD, PUT, POST, DELETE, OPTIONS"),
                              ("/faults/x", "DELETE, OPTIONS")):
            self.assertEqual(self.partner.ask("OPTIONS", path).headers["allow"], allowed)
            self.assertEqual(self.mock.control.ask("OPTIONS", path).headers["allow"], allowed)


NOTHING = {"type": "emptyBody"}
RESPOND = {"type": "respond", "status": 200}
# What is wrong, and where; each is the only rule.
BAD = [
    (rule(""), "/name"),
    (rule("a b"), "/name"),
    (rule("a" * 65), "/name"),
    ({"action": NOTHING}, "/name"),
    ({"name": "x"}, "/action"),
    (rule(match=1), "/match"),
    (rule(onlyByName=1), "/onlyByName"),
    (rule(unknown=1), "/unknown"),
    (rule(method="FETCH"), "/match/method"),
    (rule(path="authorizations"), "/match/path"),
    (rule(path="/a?b"), "/match/path"),
    (rule(path="/" + "a" * 255), "/match/path"),
    (rule(userId=7), "/match/userId"),
    (rule(nth=0), "/match/nth"),
    (rule(nth=1.5), "/match/nth"),
    (rule(times=0), "/match/times"),
    (rule(times=-1), "/match/times"),
    (rule(probability=1.01), "/match/probability"),
    (rule(probability=-0.01), "/match/probability"),
    (rule(probability="0.5"), "/match/probability"),
    (rule(action={"type": "explode"}), "/action/type"),
    (rule(action={"status": 500}), "/action/type"),
    (rule(action={"type": 7}), "/action/type"),
    (rule(action={"type": "status"}), "/action/status"),
    (rule(action={"type": "status", "status": "500"}), "/action/status"),
    (rule(action={"type": "status", "status": 200}), "/action/status"),
    (rule(action={"type": "status", "status": 418}), "/action/status"),
    (rule(action={"type": "status", "status": 401, "retryAfter": 1}), "/action/retryAfter"),
    (rule(action={"type": "status", "status": 429, "retryAfter": -1}), "/action/retryAfter"),
    (rule(action={"type": "status", "status": 500, "detail": ""}), "/action/detail"),
    (rule(action={"type": "status", "status": 500, "code": 1076}), "/action/code"),
    (rule(action={**RESPOND, "status": 99}), "/action/status"),
    (rule(action={**RESPOND, "status": 1000}), "/action/status"),
    (rule(action={**RESPOND, "body": "a", "bodyBase64": "YQ=="}), "/action/bodyBase64"),
    *[(rule(action={**RESPOND, "bodyBase64": text}), "/action/bodyBase64")
      for text in ("Y", "YQ", "YQ=", "YQ===", "YQ==YQ==", "YR==", "YWJ=", "Y Q=", "YW-_", "=", "====")],
    (rule(action={**RESPOND, "body": "a" * 65537}), "/action/body"),
    (rule(action={**RESPOND, "headers": []}), "/action/headers"),
    (rule(action={**RESPOND, "headers": {"A": 1}}), "/action/headers/A"),
    (rule(action={**RESPOND, "headers": {"A": "b\r\nC: d"}}), "/action/headers/A"),
    (rule(action={**RESPOND, "headers": {"A": ["b", "c\n"]}}), "/action/headers/A/1"),
    (rule(action={**RESPOND, "headers": {"A B": "c"}}), "/action/headers/A B"),
    (rule(action={**RESPOND, "headers": {"A:": "c"}}), "/action/headers/A:"),
    (rule(action={**RESPOND, "headers": {"A": "b" * 8200}}), "/action/headers"),
    (rule(action={"type": "delay"}), "/action/delayMs"),
    (rule(action={"type": "delay", "delayMs": -1}), "/action/delayMs"),
    (rule(action={"type": "delay", "delayMs": "1s"}), "/action/delayMs"),
    (rule(action={"type": "delay", "delayMs": 3600001}), "/action/delayMs"),
    (rule(action={"type": "delay", "delayMs": {"min": 2, "max": 1}}), "/action/delayMs/max"),
    (rule(action={"type": "delay", "delayMs": {"min": 2}}), "/action/delayMs/max"),
    (rule(action={**NOTHING, "delayMs": {"min": -1, "max": 1}}), "/action/delayMs/min"),
    (rule(action={"type": "delay", "delayMs": 1, "execute": False}), "/action/execute"),
    (rule(action={"type": "slowBody", "bytesPerSecond": 0}), "/action/bytesPerSecond"),
    (rule(action={"type": "slowBody"}), "/action/bytesPerSecond"),
    (rule(action={"type": "truncate", "bytes": -1}), "/action/bytes"),
    (rule(action={**NOTHING, "bytes": 1}), "/action/bytes"),
    (rule(action={"type": "reset"}), "/action/when"),
    (rule(action={"type": "reset", "when": "after"}), "/action/when"),
    (rule(action={"type": "reset", "when": "middle", "execute": False}), "/action/execute"),
    (rule(action={"type": "noAnswer", "limitSeconds": 0}), "/action/limitSeconds"),
    (rule(action={"type": "noAnswer", "limitSeconds": 3601}), "/action/limitSeconds"),
]


class Refusing(WithMock):
    def test_a_rule_that_makes_no_sense_is_refused_at_its_place(self):
        for bad, pointer in BAD:
            with self.subTest(str(bad)[:200]):
                self.assertEqual(self.partner.problems("POST", "/faults", bad), {pointer})
                self.assertEqual(self.partner.problems("PUT", "/faults", {"rules": [rule("a"), bad]}),
                                 {"/rules/1" + pointer})
        self.assertEqual(self.partner.counts(), {})

    def test_a_bad_list_is_refused_and_leaves_the_rules_as_they_were(self):
        self.partner.break_with(rule("kept"), seed=3)
        for body, pointer in (({}, "/rules"), ({"rules": {}}, "/rules"), ([], ""),
                              ({"rules": [], "seed": -1}, "/seed"),
                              ({"rules": [], "seed": 4294967296}, "/seed"),
                              ({"rules": [], "seed": 0.5}, "/seed"),
                              ({"rules": [], "sede": 1}, "/sede"),
                              ({"rules": [rule("a"), rule("b"), rule("a")]}, "/rules/2/name"),
                              ({"rules": [7]}, "/rules/0")):
            self.assertEqual(self.partner.problems("PUT", "/faults", body), {pointer}, body)
        listed = self.partner.take("GET", "/faults")
        self.assertEqual((listed["seed"], [one["name"] for one in listed["rules"]]), (3, ["kept"]))

    def test_a_name_can_be_used_once_only(self):
        self.partner.take("POST", "/faults", rule("a"))
        self.assertEqual(self.partner.problems("POST", "/faults", rule("a")), {"/name"})
        self.assertEqual(list(self.partner.counts()), ["a"])

    def test_there_are_at_most_100_rules(self):
        many = [rule(f"r{i}") for i in range(101)]
        self.assertEqual(self.partner.problems("PUT", "/faults", {"rules": many}), {"/rules/100"})
        self.partner.break_with(*many[:100])
        self.assertEqual(self.partner.problems("POST", "/faults", rule("more")), {""})

    def test_the_bodies_of_all_have_a_limit_too(self):
        large = [rule(f"r{i}", {**RESPOND, "body": "a" * 65536}) for i in range(16)]
        for one in large:
            self.partner.take("POST", "/faults", one)
        self.assertEqual(self.partner.problems("POST", "/faults", rule("y", {**RESPOND, "body": "a"})),
                         {"/action"})
        self.partner.take("POST", "/faults", rule("z", RESPOND))


class Choosing(WithMock):
    def test_the_first_rule_that_matches_wins_and_the_others_do_not_see_the_request(self):
        self.partner.break_with(status(401, nth=1), status(429, nth=1), status(500))
        self.assertEqual(self.statuses(4), [401, 429, 500, 500])
        self.assertEqual(self.partner.counts(), {"status-401": (4, 1, 0), "status-429": (3, 1, 0),
                                                 "status-500": (2, 2, 0)})

    def test_method_path_and_user_must_match(self):
        self.partner.break_with(
            status(401, method="DELETE"), status(402, path="/authorizations/*"),
            status(403, path="/api/v1/session*"), status(404, userId="a b+c"))
        for expected, arguments in ((401, {"method": "DELETE"}), (402, {"path": DETAIL}),
                                    (402, {"path": DETAIL.removeprefix("/api/v1")}),
                                    (200, {"path": sandbox.LIST})):
            self.assertEqual(self.partner.call(**arguments).status, expected, arguments)
        self.assertEqual(self.partner.events().status, 403)
        self.assertEqual(self.partner.call(user="a b+c").status, 404)
        self.assertEqual(self.partner.call("HEAD", DETAIL).status, 402)

    def test_times_is_how_many_requests_it_is_for(self):
        self.partner.break_with(rule(times=2))
        self.assertEqual(self.statuses(4), [503, 503, 200, 200])

    def test_a_probability_of_0_is_never_and_of_1_always(self):
        self.partner.break_with(status(401, probability=0), status(500, probability=1))
        self.assertEqual(set(self.statuses(20)), {500})

    def test_a_probability_is_that_of_requests_in_the_long_run(self):
        self.partner.break_with(rule(probability=0.3))
        answers = self.statuses(300)
        self.assertAlmostEqual(answers.count(503) / 300, 0.3, delta=0.1)

    def test_an_unsigned_request_meets_the_faults_of_the_partner_that_it_names(self):
        self.partner.break_with(rule())
        name = "%53" + self.partner.client_id[1:]
        for query in (f"clientId={self.partner.client_id}", f"a=b&client%49d={name}&timestamp=1"):
            self.assertEqual(self.mock.ask("GET", sandbox.LIST, query, key=None).status, 503, query)
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, "clientId=nobody").status, 401)
        self.assertEqual(self.partner.counts(), {"x": (2, 2, 0)})

    def test_others_are_not_disturbed(self):
        other = sandbox.Partner(self.mock)
        self.partner.break_with(rule())
        self.assertEqual((self.partner.call().status, other.call().status), (503, 200))
        self.assertEqual(self.mock.ask("GET", "/").status, 200)

    def test_control_calls_have_no_faults(self):
        self.partner.break_with(rule())
        self.assertEqual(self.partner.ask("GET", "/users").status, 200)


class ByName(WithMock):
    def ask(self, *names, **keywords):
        return self.partner.call(headers=[f"X-Sandbox-Fault: {name}" for name in names], **keywords)

    def test_a_request_gets_the_rule_that_it_names_whatever_that_matches(self):
        self.partner.break_with(status(401, nth=1), status(500, method="DELETE", probability=0,
                                                           times=1))
        for _ in range(3):
            self.assertEqual(self.ask("status-500").status, 500)
        self.assertEqual(self.partner.counts(), {"status-401": (0, 0, 0), "status-500": (0, 0, 3)})
        self.assertEqual(self.statuses(2), [401, 200])

    def test_only_by_name_is_for_no_other_request(self):
        self.partner.break_with(rule("a", onlyByName=True))
        self.assertEqual((self.partner.call().status, self.ask("a").status), (200, 503))
        self.assertEqual(self.partner.counts(), {"a": (0, 0, 1)})

    def test_a_name_that_there_is_not_is_refused_and_nothing_is_done(self):
        for rules in ([], [rule("a")]):
            self.partner.break_with(*rules)
            for names in (("b",), ("",), ("a", "a"), ("A",)):
                answer = self.ask(*names, method="DELETE", path=DETAIL)
                self.assertEqual(answer.status, 400)
                self.assertEqual(list(answer.json()), ["detail", "status_code", "code"])
                self.assertIn("X-Sandbox-Fault", answer.json()["detail"])
        self.partner.break_with()
        self.assertEqual(self.partner.call(path=DETAIL).status, 200)
        entry = self.partner.take("GET", "/journal")["entries"][0]
        self.assertEqual((entry["status"], entry["fault"]), (400, None))

    def test_anothers_rule_has_no_name(self):
        sandbox.Partner(self.mock).break_with(rule("a"))
        self.assertEqual(self.ask("a").status, 400)


class ForAll(WithMock):
    def tearDown(self):
        self.mock.control.take("DELETE", "/faults")

    def test_they_stand_behind_the_partners_own(self):
        self.mock.control.break_with(status(500), status(402))
        self.assertEqual(self.statuses(1), [500])
        self.partner.break_with(status(401, times=1))
        self.assertEqual(self.statuses(2), [401, 500])
        self.assertEqual(self.mock.control.counts(), {"status-500": (2, 2, 0),
                                                      "status-402": (0, 0, 0)})

    def test_they_are_also_for_requests_of_nobody(self):
        self.mock.control.break_with(rule(path="/"))
        self.assertEqual(self.mock.ask("GET", "/").status, 503)
        self.assertEqual(self.mock.ask("GET", "/api/v1/").status, 503)

    def test_the_mocks_own_health_has_none(self):
        self.mock.control.break_with(rule())
        self.assertEqual(self.mock.ask("GET", "/health").status, 200)

    def test_one_can_be_named_and_the_partners_own_comes_first(self):
        self.mock.control.break_with(rule("a"), rule("b"))
        self.partner.break_with(rule("b", {"type": "status", "status": 401}))
        for name, expected in (("a", 503), ("b", 401)):
            answer = self.partner.call(headers=[f"X-Sandbox-Fault: {name}"])
            self.assertEqual(answer.status, expected)

    def test_one_is_taken_away_by_its_name(self):
        self.mock.control.break_with(rule("a"), rule("b"))
        self.assertEqual(self.mock.control.ask("DELETE", "/faults/a").status, 204)
        self.assertEqual(list(self.mock.control.counts()), ["b"])
        self.assertEqual(self.mock.control.ask("DELETE", "/faults/%ff").status, 404)


class Without(unittest.TestCase):
    def test_without_the_control_api_the_header_says_nothing(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--no-control") as mock:
            self.assertEqual(mock.ask("GET", "/", headers=["X-Sandbox-Fault: a"]).status, 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
