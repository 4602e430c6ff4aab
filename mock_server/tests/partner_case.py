"""A mock for all tests of a class, which must not complain, and a partner of its own for each."""
import sys
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""


class WithMock(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "none")

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        errors = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert errors == "", errors


class WithPartner(WithMock):
    def setUp(self):
        self.partner = sandbox.Partner(self.mock)
