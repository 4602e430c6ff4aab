#!/usr/bin/env python3
"""The connection portal, as a browser without JavaScript sees it: the page, the form, the way back.

Usage: portal_page_test.py SNAPTRADE_MOCK
"""
import sys
import unittest
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import partner_case
import portal
import sandbox
from receiver import Receiver

JOHN = "John.doe@snaptrade.com"
BACK = "myapp://done/?a=1#part"
EVIL = '"><img src=x onerror=alert(1)>&\''
BEGIN = ["DISCLAIMER_ACCEPTED", "BROKERAGE_CONNECTION_INITIATED", "BROKERAGE_AUTHENTICATION"]
# Of each failure: brokerage_status_code, and error_code and status_code for the app.
FAILURES = {"wrong-credentials": (401, "1006", "400"), "account-locked": (403, "1140", "403"),
            "rate-limited": (429, "3000", "500")}


class Portal(partner_case.WithPartner):
    def open(self, user=JOHN, **body):
        return portal.open_link(self.partner, user, **body)

    def read(self, answer, status=200):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers["content-type"], "text/html; charset=utf-8")
        return portal.Reader(answer.body.decode())

    def connections(self, user=JOHN):
        return self.partner.call(user=user).json()

    def events(self, visitor):
        events = self.partner.events(f"&sessionId={visitor.session_id}").json()
        return [(event["session_event_type"], event["brokerage_status_code"]) for event in events]

    def make_user(self, user_id):
        self.partner.made["users"].append(self.partner.take("POST", "/users", {"userId": user_id}))


class Page(Portal):
    def test_one_chooses_a_brokerage_and_what_happens(self):
        page = self.read(self.open().get())
        form, close = page.forms
        self.assertEqual((form["method"], form["action"]), ("post", "redeemToken"))
        self.assertEqual(form["choices"]["broker"],
                         ["QUESTRADE", "ROBINHOOD", "ALPACA", "WEALTHSIMPLE", "KRAKEN"])
        self.assertEqual(form["choices"]["outcome"],
                         ["success", "wrong-credentials", "account-locked", "mfa", "rate-limited",
                          "give-up"])
        self.assertEqual(form["choices"]["scenario"],
                         ["self-directed", "cash-only", "no-transactions", "no-accounts"])
        self.assertIn("cash-only: One account with cash and nothing else.", page.text)
        self.assertEqual(close["fields"]["outcome"], "give-up")
        self.assertEqual(page.messages, [])

    def test_only_those_that_trade_can_be_chosen_for_trading(self):
        form = self.read(self.open(connectionType="trade").get()).forms[0]
        self.assertEqual(form["choices"]["broker"], ["QUESTRADE", "ROBINHOOD", "ALPACA"])

    def test_the_brokerage_that_was_asked_for_is_not_chosen_again(self):
        for body, slug, title in (({"broker": "ALPACA"}, "ALPACA", "Connect Alpaca"),
                                  ({"reconnect": sandbox.ID}, "QUESTRADE", "Reconnect Questrade")):
            page = self.read(self.open(**body).get())
            self.assertEqual(page.forms[0]["fields"]["broker"], slug)
            self.assertNotIn("broker", page.forms[0]["choices"])
            self.assertIs("scenario" in page.forms[0]["choices"], "broker" in body)
            self.assertIn(title, page.text)

    def test_a_close_button_can_be_left_out_and_dark_can_be_asked_for(self):
        self.assertEqual(len(self.read(self.open(showCloseButton=False).get()).forms), 1)
        for body, theme in (({}, "auto"), ({"darkMode": True}, "dark")):
            page = self.read(self.open(**body).get())
            self.assertEqual(dict(page.tags)["html"]["data-theme"], theme)

    def test_it_may_be_framed_and_brings_all_it_needs(self):
        answer = self.open().get()
        for name in ("x-frame-options", "cross-origin-opener-policy"):
            self.assertNotIn(name, answer.headers)
        policy = answer.headers["content-security-policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotIn("frame-ancestors", policy)
        self.assertEqual((answer.headers["cache-control"], answer.headers["referrer-policy"]),
                         ("no-store", "no-referrer"))
        page = self.read(answer)
        fetched = [values.get("src") or values.get("href") for tag, values in page.tags
                   if tag in ("script", "link", "img")]
        self.assertEqual(fetched, ["data:,", "redeemToken/portal.css", "redeemToken/portal.js"])
        for name, kind in (("portal.css", "text/css"), ("portal.js", "text/javascript")):
            file = self.mock.ask("GET", f"/snapTrade/redeemToken/{name}")
            self.assertEqual((file.status, file.headers["content-type"]),
                             (200, f"{kind}; charset=utf-8"))
            self.assertNotIn(b"http", file.body)

    def test_methods_and_paths_that_it_has_not(self):
        for method, path, status in (("DELETE", portal.PAGE, 405), ("PUT", portal.PAGE, 405),
                                     ("POST", portal.PAGE + "/portal.js", 405),
                                     ("GET", portal.PAGE + "/", 404),
                                     ("GET", portal.PAGE + "/portal.html", 404),
                                     ("GET", "/api/v1" + portal.PAGE, 404),
                                     ("OPTIONS", portal.PAGE, 200)):
            answer = self.mock.ask(method, path)
            self.assertEqual(answer.status, status, (method, path))
        self.assertEqual(answer.headers["allow"], "GET, POST, HEAD, OPTIONS")
        with self.mock.connect() as connection:
            query = urlsplit(self.open().link).query
            connection.send(sandbox.request("HEAD", portal.PAGE, query, key=None))
            head, _, body = connection.read_all().partition(b"\r\n\r\n")
        self.assertEqual((head.split()[1], body), (b"200", b""))

    def test_whatever_comes_from_outside_is_escaped(self):
        self.make_user(EVIL)
        visitor = self.open(EVIL, customRedirect="myapp://x/" + EVIL)
        for answer in (visitor.get(), visitor.choose("wrong-credentials", "ALPACA"),
                       visitor.choose(EVIL, EVIL), visitor.choose("success", EVIL),
                       visitor.choose("success", "ALPACA"), visitor.get()):
            page = portal.Reader(answer.body.decode())
            self.assertNotIn("img", [tag for tag, _ in page.tags])
            self.assertEqual([values for _, values in page.tags if "onerror" in values], [])
        self.assertIn(EVIL, self.read(self.open(EVIL).get()).text)

    def test_no_key_no_secret_and_no_journal(self):
        secrets = [self.partner.key, *(one["userSecret"] for one in self.partner.made["users"])]
        visitor = self.open()
        for answer in (visitor.get(), visitor.choose("success", "ALPACA")):
            for secret in secrets:
                self.assertNotIn(secret.encode(), answer.body)
        entries = self.partner.take("GET", "/journal")["entries"]
        self.assertEqual([entry["target"].split("?")[0] for entry in entries], [portal.LOGIN])
        self.assertNotIn(visitor.token, str(self.mock.control.take("GET", "/journal")))

    def test_it_is_not_subject_to_faults(self):
        visitor = self.open()
        self.partner.break_with({"type": "status", "status": 500})
        self.assertEqual(visitor.get().status, 200)
        self.assertEqual(visitor.choose("success", "ALPACA").status, 200)
        self.assertEqual(self.partner.counts(), {"x": (0, 0, 0)})


class Outcome(Portal):
    def test_success_and_mfa_connect_and_lead_back(self):
        for outcome, more in (("success", []), ("mfa", ["MFA_REQUESTED", "MFA_SUBMITTED"])):
            visitor = self.open(customRedirect=BACK)
            before = self.connections()
            page = self.read(visitor.choose(outcome, "ALPACA"))
            made = self.connections()[-1]
            self.assertEqual(self.connections()[:-1], before)
            self.assertEqual((made["brokerage"]["slug"], made["type"]), ("ALPACA", "read"))
            self.assertEqual(page.messages, [{"status": "SUCCESS", "authorizationId": made["id"]}])
            self.assertEqual(list(page.messages[0]), ["status", "authorizationId"])
            url = f"myapp://done/?a=1&status=SUCCESS&connection_id={made['id']}#part"
            self.assertEqual((page.refresh, page.links), (url, [url]))
            steps = [step for step, _ in self.events(visitor)]
            self.assertEqual(steps, BEGIN + more + ["CONNECTION_SUCCESSFUL", "PARTNER_REDIRECT"])
            for step in steps:
                self.assertIn(step, page.text)
            self.assertEqual(len(self.accounts(made)), 2)

    def test_a_failure_says_why_and_one_can_try_again(self):
        visitor = self.open(customRedirect=BACK)
        before = self.connections()
        for outcome, (code, error, status) in FAILURES.items():
            page = self.read(visitor.choose(outcome, "ALPACA"))
            [message] = page.messages
            self.assertEqual(list(message), ["status", "errorCode", "statusCode", "detail"])
            self.assertEqual((message["status"], message["errorCode"], message["statusCode"]),
                             ("ERROR", error, status))
            self.assertIn(message["detail"], page.text)
            self.assertIsNone(page.refresh)
            self.assertEqual(page.links, [
                f"redeemToken?token={visitor.token}",
                f"myapp://done/?a=1&status=ERROR&status_code={status}&error_code={error}#part"])
            self.assertEqual(self.events(visitor)[-1], ("CONNECTION_FAILED", code))
        self.assertEqual(self.connections(), before)
        self.read(visitor.get())
        self.read(visitor.choose("success", "ALPACA"))
        self.assertEqual(len(self.connections()), len(before) + 1)

    def test_giving_up_needs_no_brokerage_and_ends_it(self):
        visitor = self.open(customRedirect="https://app.example/back")
        page = self.read(visitor.choose("give-up"))
        self.assertEqual(page.messages, ["ABANDONED", "CLOSE_MODAL"])
        self.assertEqual(page.refresh, "https://app.example/back?status=ABANDONED")
        self.assertEqual([step for step, _ in self.events(visitor)], BEGIN[:2])
        self.assertIn("has been used", self.read(visitor.get(), 401).text)

    def test_an_immediate_redirect_comes_without_a_page(self):
        for outcome, status in (("success", "SUCCESS"), ("wrong-credentials", "ERROR"),
                                ("give-up", "ABANDONED")):
            visitor = self.open(customRedirect="myapp://x/é b?q=%41", immediateRedirect=True)
            answer = visitor.choose(outcome, "ALPACA")
            self.assertEqual((answer.status, answer.body), (303, b""))
            url = answer.headers["location"]
            self.assertTrue(url.startswith("myapp://x/%C3%A9%20b?q=%41&status="), url)
            self.assertEqual(dict(parse_qsl(url.partition("?")[2]))["status"], status)

    def test_in_a_frame_nobody_is_redirected(self):
        framed = ["Sec-Fetch-Dest: iframe"]
        for immediate in (False, True):
            visitor = self.open(customRedirect=BACK, immediateRedirect=immediate)
            page = self.read(visitor.choose("wrong-credentials", "ALPACA", framed))
            self.assertEqual(page.links, [f"redeemToken?token={visitor.token}"])
            page = self.read(visitor.choose("success", "ALPACA", framed))
            self.assertEqual((page.refresh, page.links), (None, []))
            self.assertEqual(page.messages[0]["status"], "SUCCESS")

    def test_without_a_redirect_the_page_is_the_end(self):
        page = self.read(self.open(immediateRedirect=True).choose("success", "ALPACA"))
        self.assertEqual((page.refresh, page.links), (None, []))

    def test_the_type_is_what_login_asked_for(self):
        for wanted, broker, made in (("read", "ALPACA", "read"), ("trade", "ALPACA", "trade"),
                                     ("trade-if-available", "ALPACA", "trade"),
                                     ("trade-if-available", "KRAKEN", "read")):
            self.read(self.open(connectionType=wanted).choose("success", broker))
            self.assertEqual(self.connections()[-1]["type"], made)

    def accounts(self, connection):
        path = f"{sandbox.LIST}/{connection['id']}/accounts"
        return self.partner.call("GET", path).json()

    def test_a_new_connection_has_the_accounts_that_were_chosen(self):
        usual = ["Individual Margin", "Retirement"]
        for scenario, names in ((None, usual), ("self-directed", usual), ("cash-only", ["Cash"]),
                                ("no-accounts", [])):
            self.read(self.open().choose("success", "ALPACA", scenario=scenario))
            accounts = self.accounts(self.connections()[-1])
            self.assertEqual([account["name"] for account in accounts], names)

    def test_a_reconnect_keeps_the_accounts_whatever_is_chosen(self):
        before = self.accounts({"id": sandbox.ID})
        self.assertGreater(len(before), 0)
        visitor = self.open(reconnect=sandbox.ID)
        self.read(visitor.choose("success", scenario="no-accounts"))
        self.assertEqual(self.accounts({"id": sandbox.ID}), before)

    def test_accounts_that_there_are_not_connect_nothing(self):
        before = self.connections()
        visitor = self.open()
        for scenario in (EVIL, "", "Cash-Only"):
            page = self.read(visitor.choose("success", "ALPACA", scenario=scenario), 400)
            self.assertEqual(page.links, [f"redeemToken?token={visitor.token}"])
        self.assertEqual(self.connections(), before)

    def test_a_reconnect_repairs_and_touches_no_other(self):
        self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        before = {one["id"]: one for one in self.connections()}
        visitor = self.open(reconnect=sandbox.ID.upper(), broker="ALPACA")
        page = self.read(visitor.choose("success", "ALPACA"))
        after = {one["id"]: one for one in self.connections()}
        self.assertEqual(page.messages, [{"status": "SUCCESS", "authorizationId": sandbox.ID}])
        old, new = before.pop(sandbox.ID), after.pop(sandbox.ID)
        self.assertEqual(after, before)
        self.assertEqual((new["disabled"], new["type"], new["brokerage"]),
                         (False, old["type"], old["brokerage"]))
        self.assertGreater(new["updated_date"], old["updated_date"])

    def test_the_webhooks_are_told(self):
        with Receiver() as receiver:
            self.partner.take("PUT", "/webhooks", {"url": receiver.url})
            visitor = self.open()
            visitor.choose("account-locked", "ALPACA")
            visitor.choose("success", "ALPACA")
            self.assertEqual(receiver.take_types(8), [
                "CONNECTION_ATTEMPTED", "CONNECTION_FAILED", "CONNECTION_ATTEMPTED",
                "CONNECTION_ADDED", *["NEW_ACCOUNT_AVAILABLE"] * 2,
                *["ACCOUNT_HOLDINGS_UPDATED"] * 2])


class Link(Portal):
    def assert_refused(self, visitor, status, words):
        before = self.connections()
        for answer in (visitor.get(), visitor.choose("success", "ALPACA")):
            self.assertIn(words, self.read(answer, status).text)
        self.assertEqual(self.connections(), before)

    def test_it_is_good_for_one_connection(self):
        visitor = self.open()
        self.read(visitor.choose("success", "ALPACA"))
        self.assert_refused(visitor, 401, "has been used")

    def test_it_is_good_for_five_minutes_of_the_partners_clock(self):
        visitor = self.open(customRedirect="https://app.example")
        self.partner.take("POST", "/clock", {"action": "advance", "seconds": 299})
        self.read(visitor.get())
        self.partner.take("POST", "/clock", {"action": "advance", "seconds": 2})
        self.assert_refused(visitor, 401, "has expired")
        page = self.read(visitor.get(), 401)
        self.assertEqual(page.links,
                         ["https://app.example?status=ERROR&status_code=401&error_code=0000"])
        self.assertEqual(page.messages[0]["errorCode"], "0000")

    def test_one_that_is_none_is_refused(self):
        visitor = self.open()
        for link in (f"{portal.PAGE}?token={visitor.token[:-1]}", f"{portal.PAGE}?token=",
                     f"{portal.PAGE}?token={visitor.token.upper()}{'0' * 1000}"):
            self.assertIn(self.mock.ask("GET", *link.split("?"), key=None).status, (400, 401))
        self.read(self.mock.ask("GET", portal.PAGE), 400)

    def test_it_goes_with_its_user_its_partner_and_a_reset(self):
        reset = self.partner.take
        for end in (lambda: reset("POST", "/reset"),
                    lambda: reset("PUT", "/state", reset("GET", "/state"))):
            visitor = self.open()
            end()
            self.assert_refused(visitor, 401, "not valid")
        self.make_user("short-lived")
        visitor = self.open("short-lived")
        query = f"clientId={self.partner.client_id}&userId=short-lived" \
                f"&timestamp={sandbox.user_query().split('timestamp=')[1].split('&')[0]}"
        answer = self.mock.ask("DELETE", "/api/v1/snapTrade/deleteUser", query,
                               key=self.partner.key)
        self.assertEqual(answer.status, 200, answer.body)
        self.make_user("short-lived")
        self.assert_refused(visitor, 401, "not valid")
        visitor = self.open()
        self.partner.take("DELETE", "")
        self.read(visitor.get(), 401)

    def test_a_form_that_is_none_is_refused_and_can_be_sent_again(self):
        visitor = self.open()
        before = self.connections()
        for answer, status in (
                (visitor.choose("success"), 400), (visitor.choose("success", "NOBODY"), 400),
                (visitor.choose("sucess", "ALPACA"), 400), (visitor.choose(None, "ALPACA"), 400),
                (visitor.choose("success", "ALPACA", token=None), 400),
                (visitor.choose("success", "ALPACA", token="x"), 401),
                (self.mock.ask("POST", portal.PAGE, "", [portal.FORM]), 400),
                (self.mock.ask("POST", portal.PAGE, "", [portal.FORM, "Content-Length: 9"],
                               b"token=%0z", key=None), 400)):
            self.read(answer, status)
        data = urlencode({"token": visitor.token, "broker": "ALPACA", "outcome": "success"})
        for kind in ("application/json", "multipart/form-data; boundary=x"):
            answer = self.mock.ask("POST", portal.PAGE, "", [
                f"Content-Type: {kind}", f"Content-Length: {len(data)}"], data.encode(), key=None)
            self.read(answer, 400)
        self.assertEqual(self.connections(), before)
        self.read(visitor.choose("success", quote("ALPACA")))

    def test_what_was_to_be_reconnected_may_be_gone(self):
        visitor = self.open(reconnect=sandbox.ID)
        self.partner.take("DELETE", f"/connections/{sandbox.ID}")
        self.assert_refused(visitor, 400, "connection is gone")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
