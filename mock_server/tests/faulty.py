"""Fault rules, and a mock for tests of them."""
import unittest

import sandbox

DETAIL = f"{sandbox.LIST}/{sandbox.ID}"
OUTAGE = {"type": "status", "status": 503}


def rule(name="x", action=None, **others):
    match = {key: others.pop(key) for key in ("method", "path", "userId", "nth", "probability",
                                              "times") if key in others}
    return {"name": name, "action": action or OUTAGE, **({"match": match} if match else {}),
            **others}


def status(number, **others):
    return rule(f"status-{number}", {"type": "status", "status": number}, **others)


class WithMock(unittest.TestCase):
    PROGRAM = ""
    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(cls.PROGRAM, "--log", "none", *cls.OPTIONS)

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        errors = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert errors == "", errors

    def setUp(self):
        self.partner = sandbox.Partner(self.mock)

    def statuses(self, count, **keywords):
        return [self.partner.call(**keywords).status for _ in range(count)]


class Faulty(unittest.TestCase):
    """One request at a time that meets one action, byte by byte."""
    PROGRAM = ""
    OPTIONS = ()

    def setUp(self):
        self.mock = sandbox.Mock(self.PROGRAM, "--log", "none", *self.OPTIONS)
        self.addCleanup(self.end, self.mock)
        self.partner = sandbox.Partner(self.mock)

    def end(self, mock):
        """A sanitizer's report is an error."""
        mock.stop()
        errors = mock.process.stderr.read()
        mock.__exit__()
        self.assertEqual((mock.process.returncode, errors), (0, ""))

    def send(self, action=None, **keywords):
        """A connection with one request on its way, of a client that would keep it."""
        if action is not None:
            self.partner.break_with(action)
        connection = self.mock.connect()
        self.addCleanup(connection.socket.close)
        connection.send(self.partner.signed(close=False, **keywords))
        return connection

    def end_of(self, connection):
        """What came until the connection ended, and how it did."""
        data = b""
        try:
            while chunk := connection.socket.recv(65536):
                data += chunk
            return data, "closed"
        except ConnectionResetError:
            return data, "reset"

    def is_kept(self, connection):
        """Whether the connection is fit for another request."""
        self.partner.take("DELETE", "/faults")
        connection.send(self.partner.signed())
        return connection.read_answer().status == 200

    def is_there(self):
        """Whether the connection of DETAIL has not been removed; reads its state, not the API."""
        return self.partner.ask("GET", f"/connections/{sandbox.ID}").status == 200

    def remove(self, action):
        """The answer to a removal, as bytes, and how its connection ended."""
        action = {**action, "delayMs": 1}
        self.partner.take("POST", "/reset")
        connection = self.send(action, method="DELETE", path=DETAIL)
        if action["type"] in ("noAnswer", "reset", "truncate"):
            return self.end_of(connection)
        return connection.read_answer(), "kept"
