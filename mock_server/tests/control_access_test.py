#!/usr/bin/env python3
"""Who may use the control API: programs of this machine, and whoever has a token; no page of
another origin, and nobody behind a front.

Usage: control_access_test.py SNAPTRADE_MOCK
"""
import pathlib
import sys
import tempfile
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
TOKEN = "a-token-of-some-length"
FORWARDED = ("Forwarded: for=192.0.2.1", "Via: 1.1 front", "X-Forwarded-For: 192.0.2.1",
             "X-Forwarded-Proto: https", "x-forwarded-anything: x", "X-Real-IP: 192.0.2.1")


def start(case, *options, **keywords):
    mock = sandbox.Mock(PROGRAM, "--log", "none", *options, **keywords)
    case.addCleanup(mock.__exit__)
    return mock


def printed_token(mock):
    """The one in the line that the mock has printed at its start."""
    line = mock.process.stderr.readline()
    assert line.startswith("snaptrade-mock: token of the control API: "), line
    return line.split()[-1]


class OnLoopback(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "none")
        cls.control = cls.mock.control

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        errors = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert errors == "", errors

    def status(self, *headers, method="GET", path="/partners", body=None, host="localhost"):
        answer = self.control.ask(method, path, body, headers=headers, host=host)
        if answer.status >= 400:
            self.assertEqual(list(answer.json()), ["detail"])
        self.assertFalse([name for name in answer.headers if name.startswith("access-control")])
        return answer.status

    def test_programs_need_no_token(self):
        for host in ("localhost", f"localhost:{self.mock.port}", "127.0.0.1", "LOCALHOST:1",
                     f"127.0.0.1:{self.mock.port}", "[::1]:80"):
            self.assertEqual(self.status(host=host), 200)
        data = b"GET /_sandbox/partners HTTP/1.0\r\n\r\n"
        self.assertEqual(sandbox.parse(self.mock.raw(data))[0].status, 200)

    def test_a_wrong_token_is_refused_all_the_same(self):
        for value in ("Bearer wrong", "Bearer ", "Bearer", "Basic dXNlcjpwYXNz", TOKEN):
            with self.subTest(value):
                self.assertEqual(self.status(f"Authorization: {value}"), 401)

    def test_a_host_that_dns_can_bind_to_this_machine_is_refused(self):
        for host in ("evil.example", f"evil.example:{self.mock.port}", "localhost.evil.example",
                     "127.0.0.1.evil.example", "[::2]", "", "127.0.0.2", "localhost."):
            with self.subTest(host):
                self.assertEqual(self.status(host=host), 403)

    def test_a_page_of_another_origin_is_refused(self):
        for origin in ("http://evil.example", "null", "https://localhost", "http://localhost:1",
                       "http://localhost.evil.example", "file://", ""):
            with self.subTest(origin):
                self.assertEqual(self.status(f"Origin: {origin}"), 403)
                self.assertEqual(self.status(f"Origin: {origin}", method="POST", path="/reset"),
                                 403)
        self.assertEqual(self.status("Origin: http://localhost"), 200)
        host = f"127.0.0.1:{self.mock.port}"
        self.assertEqual(self.status(f"Origin: http://{host}", host=host), 200)

    def test_a_page_whose_name_was_bound_to_this_machine_is_refused(self):
        self.assertEqual(self.status("Origin: http://evil.example", host="evil.example"), 403)

    def test_what_a_browser_says_of_where_it_comes_from_is_heard(self):
        for site, status in (("cross-site", 403), ("same-site", 403), ("x", 403),
                             ("same-origin", 200), ("none", 200)):
            with self.subTest(site):
                self.assertEqual(self.status(f"Sec-Fetch-Site: {site}"), status)

    def test_a_form_cannot_send_a_body(self):
        for name in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                     "application/jsonx", "text/plain; application/json"):
            with self.subTest(name):
                data = sandbox.request("POST", "/_sandbox/partners", headers=[
                    f"Content-Type: {name}", "Content-Length: 2"], body=b"{}")
                self.assertEqual(sandbox.parse(self.mock.raw(data))[0].status, 415)
        data = sandbox.request("POST", "/_sandbox/partners", headers=["Content-Length: 2"],
                               body=b"{}")
        self.assertEqual(sandbox.parse(self.mock.raw(data))[0].status, 415)

    def test_the_content_type_may_have_a_charset(self):
        for name in ("application/json; charset=utf-8", "Application/JSON;charset=utf-8"):
            data = sandbox.request("POST", "/_sandbox/partners", headers=[
                f"Content-Type: {name}", "Content-Length: 2"], body=b"{}")
            self.assertEqual(sandbox.parse(self.mock.raw(data))[0].status, 201)

    def test_what_a_front_passes_on_needs_a_token(self):
        partner = sandbox.Partner(self.mock)
        for header in FORWARDED:
            with self.subTest(header):
                self.assertEqual(self.status(header), 401)
                self.assertEqual(partner.ask("GET", "", headers=[
                    header, f"Authorization: Bearer {partner.made['token']}"]).status, 200)

    def test_who_may_not_in_does_not_learn_what_there_is(self):
        for path in ("/partners/nobody", "/partners/PASSIVTEST", "/nothing", "/pag", "/page"):
            answer = self.control.ask("GET", path, headers=[FORWARDED[0]])
            self.assertEqual(answer.status, 401)
            self.assertNotIn("allow", answer.headers)

    def test_unknown_paths_are_404_and_the_api_is_untouched(self):
        for path in ("/partners/", "/Partners", "/page", "/page/nothing", "/partners/PASSIVTEST/", "/partners//state",
                     "/openapi", "/partners/%zz", "/partners/%00", "/partners/nobody/state"):
            with self.subTest(path):
                self.assertEqual(self.status(path=path), 404)
        for path in ("/_sandboxx/partners", "/api/v1/_sandbox/partners", "//_sandbox/partners",
                     "/%5fsandbox/partners"):
            self.assertEqual(self.mock.ask("GET", path).json()["detail"], "Not found.")

    def test_a_clientid_in_the_path_is_decoded(self):
        self.assertEqual(self.status(path="/partners/PASSIV%54EST"), 200)

    def test_other_methods_are_405_with_allow(self):
        for method, path, allow in (
                ("PUT", "/partners", "GET, HEAD, POST, OPTIONS"), ("GET", "/reset", "POST, OPTIONS"),
                ("HEAD", "/verify", "POST, OPTIONS"),
                ("PATCH", "/partners/PASSIVTEST/state", "GET, HEAD, PUT, OPTIONS")):
            with self.subTest(method=method, path=path):
                data = self.mock.raw(self.control.request(method, path))
                head, body = data.split(b"\r\n\r\n", 1)
                answer = sandbox.Answer(head, b"")
                self.assertEqual((answer.status, answer.headers["allow"]), (405, allow))
                self.assertEqual(body == b"", method == "HEAD")

    def test_head_is_get_without_the_body(self):
        for path in ("/partners", "/openapi.json", "/partners/PASSIVTEST/state"):
            head, body = self.mock.raw(self.control.request("HEAD", path)).split(b"\r\n\r\n", 1)
            answer = sandbox.Answer(head, b"")
            length = len(self.control.ask("GET", path).body)
            self.assertEqual((answer.status, body), (200, b""))
            self.assertEqual(int(answer.headers["content-length"]), length)

    def test_options_tells_the_methods_and_does_nothing(self):
        answer = self.control.ask("OPTIONS", "/partners/PASSIVTEST/connections/x")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertEqual(answer.headers["allow"], "GET, HEAD, PATCH, DELETE, OPTIONS")
        self.assertEqual(self.control.ask("OPTIONS", "/nothing").status, 404)
        preflight = ["Origin: http://evil.example", "Access-Control-Request-Method: POST"]
        self.assertEqual(self.status(*preflight, method="OPTIONS"), 403)


class WithToken(unittest.TestCase):
    def check(self, mock, token):
        """Only the token opens the control API, and the API needs none."""
        anybody, admin = mock.control, sandbox.Control(mock, token=token)
        for method, path in (("GET", "/partners"), ("POST", "/partners"), ("GET", "/openapi.json"),
                             ("OPTIONS", "/partners"), ("GET", "/nothing")):
            answer = anybody.ask(method, path)
            self.assertEqual(answer.status, 401)
            self.assertIn("Authorization: Bearer", answer.json()["detail"])
        for wrong in (token[:-1], token + "x", token.swapcase(), ""):
            value = f"Authorization: Bearer {wrong}"
            self.assertEqual(anybody.ask("GET", "/partners", headers=[value]).status, 401)
        self.assertEqual(admin.ask("GET", "/partners").status, 200)
        self.assertEqual(admin.ask("GET", "/nothing").status, 404)
        for header in FORWARDED:
            self.assertEqual(admin.ask("GET", "/partners", headers=[header]).status, 200)
        self.assertEqual(admin.ask("GET", "/partners",
                                   headers=["Origin: http://evil.example"]).status, 403)
        partner = sandbox.Partner(mock, token=token)
        visitor = sandbox.Control(mock, partner.root, partner.made["token"])
        self.assertEqual(visitor.ask("GET", "/users").status, 200)
        self.assertIn("stateOfAll", partner.take("GET", "/journal"))
        self.assertNotIn("stateOfAll", visitor.take("GET", "/journal"))
        self.assertEqual(mock.ask("GET", sandbox.LIST, sandbox.user_query()).status, 200)

    def test_a_token_file_closes_it_and_the_token_is_not_printed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "token")
            for text in (f"{TOKEN}\n", f"{TOKEN}\r\nmore\n", TOKEN):
                path.write_text(text, encoding="ascii")
                mock = start(self, "--control-token-file", path)
                self.check(mock, TOKEN)
                mock.stop()
                self.assertEqual(mock.process.stderr.read(), "")

    def test_listening_on_every_address_demands_the_token_that_is_printed(self):
        mock = start(self, listen="0.0.0.0:0")
        token = printed_token(mock)
        self.assertRegex(token, r"^[0-9a-f]{64}$")
        self.check(mock, token)

    def test_a_public_url_demands_it_too_and_is_an_origin_of_ours(self):
        mock = start(self, "--public-url", "https://demo.example")
        token = printed_token(mock)
        self.check(mock, token)
        admin = sandbox.Control(mock, token=token)
        for origin, status in (("https://demo.example", 200), ("http://demo.example.evil", 403)):
            answer = admin.ask("GET", "/partners", host="demo.example",
                               headers=[f"Origin: {origin}", "X-Forwarded-Proto: https"])
            self.assertEqual(answer.status, status)

    def test_a_new_token_is_made_at_each_start(self):
        self.assertNotEqual(printed_token(start(self, listen="0.0.0.0:0")),
                            printed_token(start(self, listen="0.0.0.0:0")))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
