"""A spawned snaptrade-mock and signed raw requests to it, for the tests of the program."""
import base64
import hashlib
import hmac
import json
import socket
import subprocess
import time

DEADLINE = 10
KEY = "sandbox-consumer-key"
LIST = "/api/v1/authorizations"
ID = "2bcd7cc3-e922-4976-bce1-9858296801c3"


def user_query():
    return (f"clientId=PASSIVTEST&timestamp={int(time.time())}"
            "&userId=John.doe%40snaptrade.com&userSecret=USERSECRET123")


def sign(path, query, key=KEY):
    text = json.dumps({"content": None, "path": path, "query": query}, separators=(",", ":"))
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def request(method="GET", path="/", query="", headers=(), body=b"", close=True, version="1.1"):
    """The bytes of a request; signed when it has a query."""
    lines = [f"{method} {path}{'?' + query if query else ''} HTTP/{version}", "Host: localhost"]
    if query:
        lines.append(f"Signature: {sign(path, query)}")
    if close:
        lines.append("Connection: close")
    return "\r\n".join([*lines, *headers, "", ""]).encode("latin-1") + body


class Answer:
    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = {}
        for line in lines[1:]:
            name, value = line.split(": ", 1)
            self.headers[name.lower()] = value
        self.body = body

    def json(self):
        return json.loads(self.body)


def parse(data):
    """All answers in what a connection gave; interim ones too."""
    answers = []
    while data:
        head, data = data.split(b"\r\n\r\n", 1)
        length = int(Answer(head, b"").headers.get("content-length", 0))
        answers.append(Answer(head, data[:length]))
        data = data[length:]
    return answers


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), DEADLINE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def end(self):
        self.socket.shutdown(socket.SHUT_WR)

    def read_all(self):
        """Until the server closes; a reset after an answer is a close too."""
        data = b""
        try:
            while chunk := self.socket.recv(65536):
                data += chunk
        except ConnectionResetError:
            pass
        return data

    def read_answer(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.socket.recv(1)
        head = data[:-4]
        length = int(Answer(head, b"").headers.get("content-length", 0))
        body = b""
        while len(body) < length:
            body += self.socket.recv(length - len(body))
        return Answer(head, body)


class Mock:
    def __init__(self, program, *options, **popen):
        self.process = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, **popen)
        self.ready_line = self.process.stdout.readline()
        self.port = int(self.ready_line.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=DEADLINE)

    def connect(self):
        return Connection(self.port)

    def raw(self, data, end=False):
        """Everything the server answers until it closes."""
        with self.connect() as connection:
            connection.send(data)
            if end:
                connection.end()
            return connection.read_all()

    def ask(self, *arguments, **keywords):
        return parse(self.raw(request(*arguments, **keywords)))[0]

    def wait_until_refused(self):
        """Until nothing listens any more."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            try:
                self.connect().socket.close()
            except ConnectionError:
                return
        raise TimeoutError("still listening")

    def stop(self):
        """Seconds from SIGTERM to the end; stdout and stderr stay to be read."""
        start = time.monotonic()
        self.process.terminate()
        self.process.wait(DEADLINE)
        return time.monotonic() - start
