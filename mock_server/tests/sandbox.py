"""A spawned snaptrade-mock and signed raw requests to it, for the tests of the program."""
import base64
import errno
import hashlib
import hmac
import json
import select
import socket
import subprocess
import time
from urllib.parse import quote

DEADLINE = 10
KEY = "sandbox-consumer-key"
LIST = "/api/v1/authorizations"
ID = "2bcd7cc3-e922-4976-bce1-9858296801c3"


def user_query(client_id="PASSIVTEST", user_id="John.doe@snaptrade.com", secret="USERSECRET123"):
    return (f"clientId={client_id}&timestamp={int(time.time())}&userId={quote(user_id, safe='')}"
            f"&userSecret={quote(secret, safe='')}")


def sign(path, query, key=KEY, content=None):
    """`content` is the JSON of a body as it is signed."""
    text = json.dumps({"path": path, "query": query}, separators=(",", ":"))
    text = f'{{"content":{(content or "").strip() or "null"},{text[1:]}'
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def request(method="GET", path="/", query="", headers=(), body=b"", close=True, version="1.1",
            key=KEY, host="localhost", content=None):
    """The bytes of a request; signed when it has a query and a key. `content` becomes its body: text
    as it stands, or what becomes JSON."""
    lines = [f"{method} {path}{'?' + query if query else ''} HTTP/{version}", f"Host: {host}"]
    if content is not None:
        content = content if isinstance(content, str) else json.dumps(content, separators=(",", ":"))
        body = content.encode()
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    if query and key:
        lines.append(f"Signature: {sign(path, query, key, content)}")
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
    def __init__(self, port, address="127.0.0.1"):
        self.socket = socket.create_connection((address, port), DEADLINE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """All of it, unless the server closes meanwhile: what it has said is there to be read."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def fileno(self):
        return self.socket.fileno()

    def end(self):
        """No more is sent; a server that has closed meanwhile needs not be told."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError as error:
            if error.errno != errno.ENOTCONN:
                raise

    def read_all(self):
        """Until the server closes; a reset after an answer is a close too."""
        data = b""
        try:
            while chunk := self.socket.recv(65536):
                data += chunk
        except ConnectionResetError:
            pass
        return data

    def read_some(self, most):
        """What has arrived, at most so many bytes; an error when the server has closed."""
        data = self.socket.recv(most)
        if not data:
            raise ConnectionError("closed in the middle of an answer")
        return data

    def read_answer(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.read_some(1)
        head = data[:-4]
        length = int(Answer(head, b"").headers.get("content-length", 0))
        body = b""
        while len(body) < length:
            body += self.read_some(length - len(body))
        return Answer(head, body)


class Control:
    """The control API below a path of a mock."""
    def __init__(self, mock, root="/_sandbox", token=None):
        self.mock, self.root, self.token = mock, root, token

    def request(self, method, path, body=None, query="", headers=(), **keywords):
        """The bytes of a request; `body` is text as it stands, or becomes JSON."""
        lines = list(headers)
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        data = b""
        if body is not None:
            data = (body if isinstance(body, str) else json.dumps(body)).encode()
            lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        return request(method, self.root + path, query, lines, data, key=None, **keywords)

    def ask(self, *arguments, **keywords):
        return parse(self.mock.raw(self.request(*arguments, **keywords)))[0]

    def take(self, *arguments, **keywords):
        """What a call answers that must succeed."""
        answer = self.ask(*arguments, **keywords)
        assert answer.status < 300, (arguments, answer.status, answer.body)
        return answer.json() if answer.body else None

    def problems(self, *arguments, **keywords):
        """The JSON pointers of what is wrong with a call that must be refused with 400."""
        answer = self.ask(*arguments, **keywords)
        assert answer.status == 400, (arguments, answer.status, answer.body)
        return {problem["pointer"] for problem in answer.json()["problems"]}


    def break_with(self, *rules, **others):
        """Replaces the fault rules; an action alone becomes a rule called x."""
        rules = [rule if "action" in rule else {"name": "x", "action": rule} for rule in rules]
        self.take("PUT", "/faults", {"rules": rules, **others})

    def counts(self):
        """Of each rule, by name: matched, applied, byName."""
        return {rule["name"]: tuple(rule["counts"].values())
                for rule in self.take("GET", "/faults")["rules"]}


class Partner(Control):
    """A partner that the control API has made, its control calls and its calls of the API."""
    def __init__(self, mock, **options):
        control = Control(mock, token=options.pop("token", None))
        self.made = control.take("POST", "/partners", options or None)
        self.client_id, self.key = self.made["clientId"], self.made["consumerKey"]
        super().__init__(mock, f"/_sandbox/partners/{self.client_id}", control.token)

    def signed(self, method="GET", path=LIST, user="John.doe@snaptrade.com", query="", **keywords):
        """The bytes of a user's signed call of the API."""
        secrets = {one["userId"]: one["userSecret"] for one in self.made["users"]}
        signed = user_query(self.client_id, user, secrets.get(user, "?")) + query
        return request(method, path, signed, key=self.key, **keywords)

    def call(self, *arguments, **keywords):
        """The answer to a user's signed call of the API."""
        return parse(self.mock.raw(self.signed(*arguments, **keywords)))[0]

    def own(self, method, path, query="", **keywords):
        """The answer to a signed call that no user makes."""
        signed = f"clientId={self.client_id}&timestamp={int(time.time())}{query}"
        return self.mock.ask(method, path, signed, key=self.key, **keywords)

    def events(self, query=""):
        """The answer to a signed call for its session events."""
        return self.own("GET", "/api/v1/sessionEvents", f"&PartnerClientId={self.client_id}{query}")


def wait_until(condition, what):
    """Until it holds; looks again and again, up to the deadline."""
    end = time.monotonic() + DEADLINE
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(what)
        select.select([], [], [], 0.02)
    return value


class Mock:
    def __init__(self, program, *options, listen="127.0.0.1:0", **popen):
        self.process = subprocess.Popen(
            [program, "--listen", listen, *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, **popen)
        self.ready_line = self.process.stdout.readline()
        self.port = int(self.ready_line.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Told to end, it ends, and leaves nothing behind that a sanitizer would name."""
        if (running := self.process.poll() is None):
            self.process.terminate()
        try:
            said = self.process.communicate(timeout=DEADLINE)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        if running and self.process.returncode != 0 and not any(error):
            raise AssertionError(f"snaptrade-mock ended with {self.process.returncode}: {said}")

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

    @property
    def control(self):
        return Control(self)

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
