#!/usr/bin/env python3
"""Webhooks on their way: order, many partners, bounds, and the end.

Usage: webhook_delivery_test.py SNAPTRADE_MOCK
"""
import concurrent.futures
import contextlib
import os
import pathlib
import re
import socket
import sys
import time
import unittest

import sandbox
from receiver import Receiver
from webhook_case import NONE_LEFT, PROGRAM, Delivery

INSTRUMENTED = bool(PROGRAM) and re.search(b"__([at]san|gcov)_init", pathlib.Path(PROGRAM).read_bytes())
PROMPT = 3.0 if INSTRUMENTED else 0.1


class Order(Delivery):
    def test_a_partners_events_arrive_in_order_one_at_a_time(self):
        receiver = self.receive()
        partner = self.partner(receiver.url)
        ids = [self.fire(partner) for _ in range(50)]
        self.assertEqual([receiver.take().body["webhookId"] for _ in ids], ids)
        self.wait_for_counts(partner, delivered=50, **NONE_LEFT)
        self.assertEqual([entry["webhook"]["webhookId"] for entry in self.journal(partner, 50)],
                         ids)

    def test_libcurl_is_loaded_for_the_first_post_and_not_before(self):
        maps = pathlib.Path(f"/proc/{self.mock.process.pid}/maps")
        receiver = self.receive()
        partner = self.partner(receiver.url)
        self.assertNotIn("libcurl", maps.read_text())
        self.fire(partner)
        receiver.take()
        self.assertIn("libcurl", maps.read_text())

    def test_a_slow_receiver_holds_up_its_own_partner_only(self):
        slow, quick = self.receive(), self.receive()
        slow.usual = slow.hang
        one, other = self.partner(slow.url), self.partner(quick.url)
        self.fire(one)
        self.fire(one, "USER_DELETED")
        slow.take()
        self.fire(other)
        quick.take()
        self.assertTrue(slow.posts.empty())
        slow.usual = 200
        slow.released.set()
        self.wait_for_counts(one, delivered=2, **NONE_LEFT)

    def test_fifty_partners_get_their_own_and_nothing_else(self):
        with contextlib.ExitStack() as stack:
            receivers = [stack.enter_context(Receiver()) for _ in range(50)]
            partners = [self.partner(receiver.url) for receiver in receivers]
            for _ in range(3):
                for partner in partners:
                    self.fire(partner)
            for partner, receiver in zip(partners, receivers):
                for _ in range(3):
                    post = receiver.take()
                    self.assertEqual(post.body["clientId"], partner.client_id)
                    self.assertTrue(post.is_signed(partner.key))
                self.wait_for_counts(partner, delivered=3)
                self.assertEqual({entry["clientId"] for entry in self.journal(partner, 3)},
                                 {partner.client_id})
            self.assertEqual([receiver.posts.qsize() for receiver in receivers], [0] * 50)

    def test_a_partner_that_goes_takes_its_events_along(self):
        receiver = self.receive()
        receiver.usual = receiver.hang
        partner = self.partner(receiver.url)
        for _ in range(3):
            self.fire(partner)
        receiver.take()
        partner.take("DELETE", "")
        receiver.released.set()
        other = self.partner(receiver.url)
        self.fire(other)
        self.assertEqual(receiver.take().body["clientId"], other.client_id)

    def test_what_waits_is_forgotten_when_the_webhook_is_turned_off(self):
        receiver = self.receive()
        receiver.usual = receiver.hang
        partner = self.partner(receiver.url)
        for _ in range(3):
            self.fire(partner)
        receiver.take()
        partner.take("DELETE", "/webhooks")
        self.assertEqual(partner.take("GET", "/webhooks")["waiting"], 0)
        receiver.released.set()
        receiver.usual = 200
        partner.take("PUT", "/webhooks", {"url": receiver.url})
        last = self.fire(partner)
        self.assertEqual(receiver.take().body["webhookId"], last)

    def test_what_waits_goes_to_the_new_url(self):
        first, second = self.receive(), self.receive()
        first.usual = first.hang
        partner = self.partner(first.url)
        self.fire(partner)
        waiting = self.fire(partner, "USER_DELETED")
        first.take()
        partner.take("PUT", "/webhooks", {"url": second.url})
        first.released.set()
        ids = {second.take().body["webhookId"] for _ in range(2)}
        self.assertIn(waiting, ids)


class Together(Delivery):
    options = ("--webhook-retry-delay", "0.001")

    def trouble(self, urls, rounds):
        """Webhooks that come, change and go while their events are on their way."""
        for number in range(rounds):
            partner = self.partner(urls[number % 3])
            for _ in range(3):
                self.fire(partner)
            partner.take("POST", f"/connections/{sandbox.ID}/disable")
            partner.take("PUT", "/webhooks", {"url": urls[(number + 1) % 3]})
            self.fire(partner)
            partner.take("DELETE", ("", "/webhooks")[number % 2])

    def test_everything_moves_at_once_and_a_new_partner_is_still_served(self):
        quick, failing, hanging = self.receive(), self.receive(usual=500), self.receive()
        hanging.usual = hanging.hang
        urls = (quick.url, failing.url, hanging.url)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for done in [pool.submit(self.trouble, urls, 10) for _ in range(8)]:
                done.result()
        last = self.receive()
        fired = self.fire(self.partner(last.url))
        self.assertEqual(last.take().body["webhookId"], fired)
        self.assertLess(self.mock.stop(), PROMPT)


class Bounds(Delivery):
    options = ()

    def test_of_too_many_that_wait_the_oldest_are_dropped_and_the_journal_says_so(self):
        receiver = self.receive()
        receiver.usual = receiver.hang
        partner, other = self.partner(receiver.url), self.partner(self.receive().url)
        self.fire(partner)
        receiver.take()
        ids = [self.fire(partner) for _ in range(260)]
        entries = self.journal(partner, 4)
        self.assertEqual([entry["webhook"]["webhookId"] for entry in entries], ids[:4])
        for entry in entries:
            self.assertEqual((entry["status"], entry["webhook"]["attempt"]), (0, 0))
            self.assertIn("too many", entry["webhook"]["error"])
        self.wait_for_counts(partner, waiting=256, dropped=4)
        self.fire(other)
        self.wait_for_counts(other, delivered=1, dropped=0)

    def test_what_is_retried_is_older_than_what_waits(self):
        partner = self.partner(self.receive(usual=500).url)
        first = self.fire(partner)
        self.wait_for_counts(partner, retrying=1)
        for _ in range(256):
            self.fire(partner)
        self.wait_for_counts(partner, dropped=1)
        [dropped] = [entry for entry in self.journal(partner, 258)
                     if entry["webhook"]["error"] is not None]
        self.assertEqual((dropped["webhook"]["webhookId"], dropped["webhook"]["attempt"]),
                         (first, 1))

    def test_large_bodies_count_by_their_bytes(self):
        receiver = self.receive()
        receiver.usual = receiver.hang
        partner = self.partner(receiver.url)
        details = {"a": "x" * 64000}
        self.fire(partner, "ACCOUNT_HOLDINGS_UPDATED", details=details)
        receiver.take()
        for _ in range(17):
            self.fire(partner, "ACCOUNT_HOLDINGS_UPDATED", details=details)
        self.wait_for_counts(partner, waiting=16, dropped=1)


class Shutdown(Delivery):
    options = ("--webhook-retry-delay", "3600")

    def assert_prompt(self):
        self.assertLess(self.mock.stop(), PROMPT)

    def test_it_does_not_wait_for_a_post_that_hangs(self):
        receiver = self.receive()
        receiver.usual = receiver.hang
        for _ in range(20):
            self.fire(self.partner(receiver.url))
        for _ in range(20):
            receiver.take()
        self.assert_prompt()

    def test_it_does_not_wait_for_retries_and_what_waits_behind_a_post(self):
        receiver = self.receive(500)
        receiver.usual = receiver.hang
        partner = self.partner(receiver.url)
        for _ in range(5):
            self.fire(partner)
        receiver.take()
        receiver.take()
        self.assert_prompt()

    def test_it_does_not_wait_for_a_receiver_that_does_not_accept(self):
        with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
            url = f"http://127.0.0.1:{full.getsockname()[1]}/"
            for _ in range(8):
                self.fire(self.partner(url))
            self.assert_prompt()


class Surroundings(unittest.TestCase):
    def test_proxies_of_the_environment_are_not_asked(self):
        with Receiver() as receiver, Receiver() as proxy:
            names = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
            with sandbox.Mock(PROGRAM, "--log", "none", env={
                    **os.environ, **dict.fromkeys(names, proxy.origin)}) as mock:
                partner = sandbox.Partner(mock)
                partner.take("PUT", "/webhooks", {"url": receiver.url})
                partner.take("POST", "/webhooks/fire", {"eventType": "USER_REGISTERED"})
                receiver.take()
                self.assertTrue(proxy.posts.empty())

    def test_a_visitor_does_not_reach_the_network_behind_a_public_sandbox(self):
        with Receiver() as receiver, sandbox.Mock(
                PROGRAM, "--log", "none", "--public-url", "https://sandbox.example.com") as mock:
            [operator] = [line.split()[-1] for line in [mock.process.stderr.readline()]]
            partner = sandbox.Partner(mock, token=operator)
            partner.token = partner.made["token"]
            partner.take("PUT", "/webhooks", {"url": receiver.url})
            partner.take("POST", "/webhooks/fire", {"eventType": "USER_REGISTERED"})
            [entry] = partner.take("GET", "/journal", query="eventType=*&wait=20")["entries"]
            self.assertEqual((entry["status"], entry["webhook"]["error"]),
                             (0, "not a public address"))
            self.assertTrue(receiver.posts.empty())
            partner.token = operator
            partner.take("PUT", "/webhooks", {"url": receiver.url})
            partner.take("POST", "/webhooks/fire", {"eventType": "USER_REGISTERED"})
            receiver.take()

    def test_the_command_that_is_started_does_not_hold_the_mock_up(self):
        with Receiver() as receiver:
            receiver.usual = receiver.hang
            started = time.monotonic()
            command = ("import os, urllib.request as u; u.urlopen(u.Request("
                       "os.environ['SNAPTRADE_BASE_URL'].replace('/api/v1', '/_sandbox/partners/"
                       "PASSIVTEST/connections/" + sandbox.ID + "/disable'), method='POST'))")
            done = sandbox.subprocess.run(
                [PROGRAM, "--webhook-url", receiver.url, "--", sys.executable, "-c", command],
                check=False, timeout=sandbox.DEADLINE)
            self.assertEqual(done.returncode, 0)
            self.assertLess(time.monotonic() - started, 8)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
