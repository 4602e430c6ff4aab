"""A mock whose webhooks a test watches on their way."""
import sys
import unittest

import sandbox
from receiver import Receiver

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
NONE_LEFT = {"waiting": 0, "retrying": 0}


class Delivery(unittest.TestCase):
    options = ("--webhook-retry-delay", "0")

    def setUp(self):
        self.mock = sandbox.Mock(PROGRAM, "--log", "none", *self.options)
        self.addCleanup(self.end)

    def end(self):
        self.mock.stop()
        errors = self.mock.process.stderr.read()
        self.mock.__exit__()
        self.assertEqual(errors, "")
        self.assertEqual(self.mock.process.returncode, 0)

    def receive(self, *answers, usual=200):
        receiver = Receiver(*answers, usual=usual)
        self.addCleanup(receiver.__exit__)
        return receiver

    def partner(self, url, **settings):
        partner = sandbox.Partner(self.mock)
        partner.take("PUT", "/webhooks", {"url": url, **settings})
        return partner

    def fire(self, partner, event="USER_REGISTERED", **fields):
        body = {"eventType": event, **fields}
        return partner.take("POST", "/webhooks/fire", body)["webhookId"]

    def journal(self, partner, count):
        """The entries of the first deliveries, once there are as many."""
        entries, after = [], 0
        while len(entries) < count:
            query = f"eventType=*&limit=1000&after={after}&wait=20"
            listed = partner.take("GET", "/journal", query=query)
            self.assertTrue(listed["entries"], entries)
            entries, after = entries + listed["entries"], listed["last"]
        return entries

    def outcomes(self, partner, count):
        return [(entry["status"], entry["webhook"]["attempt"], entry["webhook"]["error"])
                for entry in self.journal(partner, count)]

    def wait_for_counts(self, partner, **counts):
        def counted():
            shown = partner.take("GET", "/webhooks")
            return all(shown[name] == count for name, count in counts.items())
        sandbox.wait_until(counted, counts)
