#!/usr/bin/env python3
"""What somebody does at the connection portal, without a browser: reads the form, and sends it.

Usage: portal.py URL, as programs call what $BROWSER names. PORTAL_BROKER is the brokerage to choose
where there is a choice, and PORTAL_LOG, if it is there, a file that tells what went wrong: what opens a
browser shows nothing of what that writes.
"""
import html.parser
import os
import sys
import traceback
import urllib.error
import urllib.request
from urllib.parse import urlencode, urljoin

DEADLINE = 30


class Page(html.parser.HTMLParser):
    """Its forms, each with what it sends anyway and what can be chosen; and where its links lead."""

    def __init__(self, url, text):
        super().__init__()
        self.url, self.forms, self.links = url, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self.forms.append({"action": has["action"], "method": has["method"], "sends": {},
                               "choices": {}})
        elif tag == "a":
            self.links.append(has["href"])
        elif tag == "input" and has["type"] == "hidden":
            self.forms[-1]["sends"][has["name"]] = has["value"]
        elif tag == "input" and has["type"] == "radio" and "disabled" not in has:
            self.forms[-1]["choices"].setdefault(has["name"], []).append(has["value"])

    def post(self, **chosen):
        """Where the form that has these choices leads to at once, and the page that it leads to."""
        [form] = [form for form in self.forms if chosen.keys() <= form["choices"].keys()]
        for name, value in chosen.items():
            assert value in form["choices"][name], f"no {name} {value}: {form['choices'][name]}"
        assert form["method"] == "post" and form["choices"].keys() == chosen.keys(), form
        return fetch(urljoin(self.url, form["action"]), {**form["sends"], **chosen})


class Stay(urllib.request.HTTPRedirectHandler):
    """A redirect ends the visit: where it leads is the program's affair."""

    def redirect_request(self, *_):
        return None


def fetch(url, fields=None):
    data = None if fields is None else urlencode(fields).encode()
    try:
        answer = urllib.request.build_opener(Stay).open(url, data, timeout=DEADLINE)
    except urllib.error.HTTPError as error:
        if not 300 <= error.code < 400:
            raise AssertionError(f"the portal answered {error.code}: {error.read()!r}") from error
        answer = error
    with answer:
        return answer.headers.get("Location"), Page(url, answer.read().decode())


def visit(url, outcome="success", **chosen):
    """Where the portal redirects to in the end, else None, and its last page."""
    _, page = fetch(url)
    return page.post(outcome=outcome, **chosen)


def main():
    chosen = {"broker": os.environ["PORTAL_BROKER"]} if "PORTAL_BROKER" in os.environ else {}
    try:
        visit(sys.argv[1], **chosen)
    except Exception:
        if "PORTAL_LOG" in os.environ:
            with open(os.environ["PORTAL_LOG"], "a", encoding="utf-8") as log:
                traceback.print_exc(file=log)
        raise


if __name__ == "__main__":
    main()
