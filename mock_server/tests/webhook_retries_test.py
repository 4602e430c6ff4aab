#!/usr/bin/env python3
"""Webhooks that are not delivered: bad receivers, and when they are posted again.

Usage: webhook_retries_test.py SNAPTRADE_MOCK
"""
import contextlib
import socket
import sys
import unittest

from webhook_case import NONE_LEFT, Delivery


class Retries(Delivery):
    def test_four_statuses_are_delivered_and_all_others_are_retried(self):
        good = (200, 201, 202, 204)
        bad = (203, 205, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 404, 410, 425, 429, 500,
               503)
        receiver = self.receive()
        for status in good + bad:
            with self.subTest(status):
                partner = self.partner(receiver.url)
                receiver.answers.put(status)
                self.fire(partner)
                expected = [(status, 1, None)] + ([(200, 2, None)] if status in bad else [])
                self.assertEqual(self.outcomes(partner, len(expected)), expected)
                self.wait_for_counts(partner, delivered=1, **NONE_LEFT)

    def test_it_is_given_up_after_three_retries_with_the_same_body(self):
        receiver = self.receive(usual=500)
        partner = self.partner(receiver.url)
        self.fire(partner)
        self.assertEqual(self.outcomes(partner, 4),
                         [(500, attempt, None) for attempt in (1, 2, 3, 4)])
        self.wait_for_counts(partner, failed=1, delivered=0, **NONE_LEFT)
        posts = [receiver.take() for _ in range(4)]
        self.assertEqual({(post.raw, post.headers["Signature"]) for post in posts},
                         {(posts[0].raw, posts[0].headers["Signature"])})
        self.assertTrue(receiver.posts.empty())
        self.assertEqual(partner.ask("GET", "/journal/last-failure").status, 404)

    def test_a_redirect_is_not_followed(self):
        elsewhere = self.receive()

        def redirect(handler):
            handler.send_response(307)
            handler.send_header("Location", elsewhere.url)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        partner = self.partner(self.receive(usual=redirect).url)
        self.fire(partner)
        self.assertEqual([status for status, _, _ in self.outcomes(partner, 4)], [307] * 4)
        self.assertTrue(elsewhere.posts.empty())

    def test_a_receiver_that_is_down_is_told_from_one_that_answers(self):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        partner = self.partner(f"http://127.0.0.1:{port}/")
        self.fire(partner)
        for number, (status, attempt, error) in enumerate(self.outcomes(partner, 4), 1):
            self.assertEqual((status, attempt), (0, number))
            self.assertRegex(error, "onnect")
        self.wait_for_counts(partner, failed=1)

    def test_a_receiver_that_closes_too_early_has_not_got_it(self):
        def close(handler):
            handler.close_connection = True

        def stop_in_the_middle(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "100")
            handler.end_headers()
            handler.wfile.write(b"x")
            handler.close_connection = True

        def babble(handler):
            handler.wfile.write(b"this is no HTTP\r\n\r\n")
            handler.close_connection = True
        partner = self.partner(self.receive(close, stop_in_the_middle, babble).url)
        self.fire(partner)
        statuses, _, errors = zip(*self.outcomes(partner, 4))
        self.assertEqual(statuses, (0, 200, 0, 200))
        self.assertEqual([error is None for error in errors], [False, False, False, True])

    def test_a_receiver_has_ten_seconds_to_answer(self):
        receiver = self.receive()
        receiver.answers.put(receiver.hang)
        partner = self.partner(receiver.url)
        self.fire(partner)
        first, second = receiver.take(), receiver.take()
        self.assertGreater(second.time - first.time, 9)
        (status, _, error), again = self.outcomes(partner, 2)
        self.assertEqual((status, again), (0, (200, 2, None)))
        self.assertRegex(error, "imeout")

    def test_an_answer_without_end_is_read_up_to_a_bound(self):
        def flood(handler):
            handler.send_response(200)
            handler.end_headers()
            with contextlib.suppress(OSError):
                while True:
                    handler.wfile.write(b"x" * 65536)
            handler.close_connection = True
        partner = self.partner(self.receive(flood).url)
        self.fire(partner)
        self.assertEqual(self.outcomes(partner, 1), [(200, 1, None)])
        self.wait_for_counts(partner, delivered=1, **NONE_LEFT)


class Backoff(Delivery):
    options = ("--webhook-retry-delay", "0.05")

    def test_each_retry_waits_twice_as_long(self):
        receiver = self.receive(usual=500)
        partner = self.partner(receiver.url)
        self.fire(partner)
        times = [receiver.take().time for _ in range(4)]
        for earlier, later, least in zip(times, times[1:], (0.05, 0.1, 0.2)):
            self.assertGreater(later - earlier, least * 0.9)


class Patience(Delivery):
    options = ()  # half an hour

    def test_a_waiting_retry_holds_up_no_later_event(self):
        receiver = self.receive(500)
        partner = self.partner(receiver.url)
        ids = [self.fire(partner) for _ in range(3)]
        self.assertEqual([receiver.take().body["webhookId"] for _ in ids], ids)
        self.wait_for_counts(partner, delivered=2, retrying=1, waiting=0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
