#!/usr/bin/env python3
"""POST /snapTrade/login: what it takes, what it answers, and what it refuses.

Usage: portal_login_test.py SNAPTRADE_MOCK
"""
import os
import sys
import unittest
from urllib.parse import parse_qsl, urlsplit

import partner_case
import portal
import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
JOHN = "John.doe@snaptrade.com"
OTHER = "second-user@example.com"
LONG = "https://a.example/" + "x" * 2048


class Login(partner_case.WithPartner):
    def post(self, body, user=JOHN, **keywords):
        return portal.post(self.partner, portal.LOGIN, body, user, **keywords)

    def link(self, body=None, **keywords):
        answer = self.post(body, **keywords)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def test_the_link_is_the_real_services_but_for_where_it_leads(self):
        made = self.link(host="snaptrade.test:8080")
        self.assertEqual(list(made), ["redirectURI", "sessionId"])
        url = urlsplit(made["redirectURI"])
        self.assertEqual((url.scheme, url.netloc, url.path),
                         ("http", "snaptrade.test:8080", "/snapTrade/redeemToken"))
        query = parse_qsl(url.query)
        self.assertEqual([name for name, _ in query],
                         ["token", "clientId", "connectionPortalVersion", "sessionId"])
        self.assertRegex(dict(query)["token"], "^[0-9a-f]{64}$")
        self.assertEqual((dict(query)["clientId"], dict(query)["connectionPortalVersion"],
                          dict(query)["sessionId"]),
                         (self.partner.client_id, "v4", made["sessionId"]))

    def test_it_says_what_was_asked_for(self):
        made = self.link({"broker": "ALPACA", "darkMode": True})
        query = dict(parse_qsl(urlsplit(made["redirectURI"]).query))
        self.assertEqual((query["broker"], query["darkMode"]), ("ALPACA", "true"))

    def test_each_link_is_another(self):
        links = [self.link() for _ in range(3)]
        self.assertEqual(len({link["redirectURI"] for link in links}), 3)
        self.assertEqual(len({link["sessionId"] for link in links}), 3)

    def test_the_body_may_be_missing_or_empty_and_more_than_is_known(self):
        for body in (None, b" \r\n\t", {}, {"broker": None, "customRedirect": "", "reconnect": None},
                     {"locale": "pt-BR", "connectionPortalVersion": "v2", "unheard": [1]},
                     {"broker": "ALPACA", "connectionType": "trade", "immediateRedirect": True,
                      "reconnect": sandbox.ID, "showCloseButton": False,
                      "customRedirect": "myapp://x/?a=1"},
                     {"connectionType": "trade-if-available", "broker": "KRAKEN"}):
            with self.subTest(body):
                self.link(body)

    def test_what_cannot_be_is_refused_with_1012(self):
        foreign = self.partner.made["users"][1]["authorizationIds"][0]
        for body, member in (
                ({"broker": "alpaca"}, "broker"), ({"broker": "<b>"}, "broker"),
                ({"broker": "KRAKEN", "connectionType": "trade"}, "connectionType"),
                ({"connectionType": "write"}, "connectionType"),
                ({"reconnect": foreign}, "reconnect"), ({"reconnect": "x"}, "reconnect"),
                ({"customRedirect": LONG}, "customRedirect"),
                *(({"customRedirect": url}, "customRedirect") for url in (
                    "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "blob:x",
                    "vbscript:x", "file:///etc/passwd", "about:blank", " https://a.example",
                    "java\nscript:x", "https://a.example/\r\nSet-Cookie: a=b", "//a.example",
                    "/back", "a.example", "1a:b", "https\u00e9:x"))):
            with self.subTest(body):
                answer = self.post(body)
                self.assertEqual((answer.status, answer.json()), (400, {
                    "detail": f"The connection portal cannot be opened with this {member}.",
                    "status_code": 400, "code": "1012"}))

    def test_a_member_of_another_type_is_named(self):
        for member, value in (("broker", 1), ("customRedirect", True), ("reconnect", {}),
                              ("connectionType", ["read"]), ("immediateRedirect", "true"),
                              ("darkMode", 1)):
            answer = self.post({member: value})
            self.assertEqual((answer.status, answer.json()["code"]), (400, "0000"))
            self.assertIn(f'"{member}"', answer.json()["detail"])

    def test_only_the_user_is_let_in(self):
        self.assertEqual(self.post({}, "nobody").json()["code"], "1083")
        self.assertEqual(self.mock.ask("GET", portal.LOGIN).status, 405)

    def test_it_stands_in_the_journal_without_the_link(self):
        made = self.link()
        [entry] = self.partner.take("GET", "/journal")["entries"]
        self.assertEqual((entry["method"], entry["status"]), ("POST", 200))
        self.assertNotIn(made["redirectURI"][-100:-60], str(entry))


class Program(unittest.TestCase):
    def base(self, *options, **popen):
        with sandbox.Mock(PROGRAM, "--log", "none", *options, **popen) as mock:
            secret = mock.process.stderr.readline().split()[-1] if "--public-url" in options else None
            partner = sandbox.Partner(mock, token=secret)
            link = portal.open_link(partner, JOHN, host="api.snaptrade.com").link
            return link.split("/snapTrade")[0]

    def test_the_portals_url_can_be_said(self):
        url = "http://localhost:5173"
        self.assertEqual(self.base("--portal-url", url), url)
        self.assertEqual(self.base(env={**os.environ, "SNAPTRADE_MOCK_PORTAL_URL": url}), url)

    def test_behind_a_front_with_tls_it_is_https(self):
        self.assertEqual(self.base("--public-url", "https://sandbox.example"),
                         "https://api.snaptrade.com")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
