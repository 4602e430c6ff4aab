#!/usr/bin/env python3
"""The files of the sandbox page: where they are, with which headers, and that they bring all they need.

Usage: page_files_test.py SNAPTRADE_MOCK
"""
import pathlib
import re
import sys
import unittest

import partner_case
import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
SOURCES = pathlib.Path(__file__).parent.parent / "src/page/files"
PAGE = "/_sandbox/"
POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
          "img-src": "'self' data:", "connect-src": "'self'", "form-action": "'none'",
          "base-uri": "'none'", "frame-ancestors": "'none'"}
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
         "html": "text/html; charset=utf-8"}


def names_in(text):
    """The files that a page, a style sheet or a module names."""
    return re.findall(r'(?:src|href)="page/([^"]+)"|(?:from|import) "\./([^"]+)"', text)


class Files(partner_case.WithMock):
    def read(self, path):
        answer = self.mock.ask("GET", path)
        self.assertEqual(answer.status, 200, path)
        return answer

    def all_files(self):
        """Path to text of the page and all that it leads to."""
        files, names = {PAGE: self.read(PAGE)}, [PAGE]
        while names:
            for pair in names_in(files[names.pop()].body.decode()):
                path = f"{PAGE}page/{''.join(pair)}"
                if path not in files:
                    files[path] = self.read(path)
                    names.append(path)
        return files

    def test_the_page_leads_to_all_its_files(self):
        files = self.all_files()
        self.assertEqual({path.rsplit("/", 1)[1] or "index.html" for path in files},
                         {path.name for path in SOURCES.iterdir()})
        for path, answer in files.items():
            kind = path.rsplit(".", 1)[1] if path != PAGE else "html"
            self.assertEqual(answer.headers["content-type"], TYPES[kind], path)

    def test_each_has_the_headers_that_keep_it_to_itself(self):
        for path, answer in self.all_files().items():
            policy = dict(part.strip().split(" ", 1)
                          for part in answer.headers["content-security-policy"].split(";"))
            self.assertEqual(policy, POLICY, path)
            self.assertEqual([answer.headers[name] for name in (
                "x-frame-options", "x-content-type-options", "referrer-policy", "cache-control")],
                ["DENY", "nosniff", "no-referrer", "no-store"], path)

    def test_nothing_is_inline_and_nothing_comes_from_elsewhere(self):
        for path, answer in self.all_files().items():
            text = answer.body.decode()
            self.assertIsNone(re.search(
                r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), path)
            if path == PAGE:
                self.assertNotRegex(text, r"<style|style=|\son\w+=|<script(?![^>]* src=)")
                self.assertNotRegex(text, r"(?:src|href)=\"(?:https?:)?//")
            else:
                self.assertIsNone(re.search(r'url\(|@import|import\(|^import .* from "(?!\./)', text,
                                            re.MULTILINE), path)

    def test_a_path_without_its_slash_leads_to_the_page(self):
        answer = self.mock.ask("GET", "/_sandbox")
        self.assertEqual((answer.status, answer.headers["location"]), (308, PAGE))

    def test_methods_and_paths_that_it_has_not(self):
        for method, path, status in (("POST", PAGE, 405), ("DELETE", PAGE + "page/main.js", 405),
                                     ("PUT", "/_sandbox", 405), ("OPTIONS", PAGE, 200),
                                     ("HEAD", PAGE + "page/main.js", 200),
                                     ("GET", PAGE + "page/", 404), ("GET", PAGE + "page/no.js", 404),
                                     ("GET", PAGE + "page/../page/main.js", 404),
                                     ("GET", PAGE + "index.html", 404),
                                     ("GET", PAGE + "page/index.html", 404)):
            answer = self.mock.ask(method, path)
            self.assertEqual(answer.status, status, (method, path))
            if status != 404:
                self.assertEqual(answer.headers["allow"], "GET, HEAD, OPTIONS")

    def test_what_is_asked_for_it_stands_in_no_journal(self):
        self.read(PAGE)
        self.assertEqual(self.mock.control.take("GET", "/journal")["entries"], [])


class Protection(unittest.TestCase):
    def test_its_files_need_no_token_where_all_else_does(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--public-url", "https://sandbox.example.com") as mock:
            for path in (PAGE, PAGE + "page/main.js"):
                self.assertEqual(mock.ask("GET", path).status, 200)
            self.assertEqual(mock.ask("GET", PAGE + "partners").status, 401)
            mock.stop()

    def test_without_the_control_api_there_is_no_page(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--no-control") as mock:
            for path in (PAGE, "/_sandbox", PAGE + "page/main.js"):
                self.assertEqual(mock.ask("GET", path).status, 404)
            mock.stop()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
