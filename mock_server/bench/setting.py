"""What contenders need: programs, files, the answer that all of them give, and signed requests."""
import datetime
import functools
import json
import pathlib
import shutil
import sys
import time
import uuid

from server import Server, read_answer, status_of

ROOT = pathlib.Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures/default"
sys.path.insert(0, str(ROOT / "mock_server/tests"))
import sandbox  # noqa: E402  how the tests sign

OWN = 3  # authorizations of each user in a generated store
EVENTS = 30000


def number(kind, index):
    return str(uuid.UUID(int=(kind << 96) + index))


def user_id(index):
    return f"user-{index}"


def authorizations(count):
    return [{
        "clientId": "PASSIVTEST", "userId": user_id(index // OWN), "id": number(1, index),
        "created_date": "2024-08-20T21:56:19.123935Z", "updated_date": "2024-08-20T21:56:19.123935Z",
        "brokerage": "QUESTRADE", "name": f"Connection-{index}", "type": "trade", "disabled": False,
        "disabled_date": None, "meta": {"identifier": index}, "is_eligible_for_payout": True,
        "data_freshness_mode": "realtime"} for index in range(count)]


def users(count):
    """Those of the default fixtures too: a personal partner must have its own."""
    default = json.loads((FIXTURES / "users.json").read_text(encoding="utf-8"))["users"]
    return default + [
        {"clientId": "PASSIVTEST", "userId": user_id(index), "userSecret": f"secret-{index}"}
        for index in range((count + OWN - 1) // OWN)]


def session_events(count):
    start = datetime.datetime(2024, 1, 1)
    return [{
        "clientId": "PASSIVTEST", "id": number(2, index), "session_id": number(3, index // 4),
        "session_event_type": "DISCLAIMER_ACCEPTED", "user_id": "John.doe@snaptrade.com",
        "created_date": (start + datetime.timedelta(seconds=index)).isoformat() + ".000000Z",
        "brokerage_status_code": None} for index in range(count)]


class Setting:
    """One run of the benchmark: where the programs are, and a folder that goes with it."""
    key = sandbox.KEY

    def __init__(self, build, peers, folder, seconds):
        self.build, self.peers, self.seconds = build.resolve(), peers.resolve(), seconds
        self.folder = folder
        folder.chmod(0o755)  # nginx, started by root, works as nobody
        self.log = open(folder / "log", "wb")  # of all contenders

    def close(self):
        self.log.close()

    def program(self, name):
        return self.build / "bin" / name

    def helper(self, name):
        return self.build / "bench" / name

    def node(self, script):
        return ["node", self.peers / "node_modules" / script]

    def write(self, name, document):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document), encoding="utf-8")
        return file

    def fixtures(self, name, **files):
        """A folder of fixtures, with some of the default ones' files written anew."""
        folder = self.folder / name
        if not folder.exists():
            shutil.copytree(FIXTURES, folder)
            for kind, entries in files.items():
                member = {"session_events": "sessionEvents"}.get(kind, kind)
                (folder / f"{kind}.json").write_text(json.dumps({member: entries}), encoding="utf-8")
        return folder

    @functools.cache
    def store(self, count):
        return self.fixtures(f"store-{count}", authorizations=authorizations(count),
                             users=users(count), accounts=[], session_events=[])

    @staticmethod
    def path_of(contender, path=""):
        """Of what the contender is asked for: the detail of one authorization, or a list."""
        if path == "list":
            return sandbox.LIST
        store = getattr(contender, "store", 3)
        return contender.path + (sandbox.ID if store == 3 else number(1, store - 1))

    def request(self, contender, path="", close=False):
        """The target and the headers of a request, signed anew."""
        path = self.path_of(contender, path)
        owner = (contender.store - 1) // OWN
        query = sandbox.user_query() if contender.store == 3 else sandbox.user_query(
            user_id=user_id(owner), secret=f"secret-{owner}")
        key = self.key if contender.signed_well else self.key + "!"
        headers = [f"Signature: {sandbox.sign(path, query, key)}"]
        return f"{path}?{query}", headers + ["Connection: close"] * close

    def raw(self, contender, **keywords):
        """The bytes of a request."""
        target, headers = self.request(contender, **keywords)
        lines = [f"GET {target} HTTP/1.1", "Host: localhost", *headers, "", ""]
        return "\r\n".join(lines).encode()

    def start(self, contender, port=None):
        wanted = 200 if contender.signed_well else 401
        return Server(contender.command(self, port), self.raw(contender, close=True), wanted, self.log,
                      port)

    @functools.cache
    def of_mock(self):
        """What the mock says: its answers to a client that keeps its connection and to one that does
        not, and the document of its API."""
        import contenders
        mock = contenders.ALL[contenders.MOCK]
        with self.start(mock) as server:
            with server.connect() as connection:
                connection.sendall(self.raw(mock))
                keeping = read_answer(connection)
            closing = server.ask(self.raw(mock, close=True))
            document = server.ask(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert status_of(document) == 200, document[:300]
        return keeping, closing, document.partition(b"\r\n\r\n")[2]

    @functools.cache
    def answers(self):
        """Files of the same bytes that the mock answers with, so that reading them costs the same."""
        files = [self.folder / "keeping", self.folder / "closing"]
        for file, data in zip(files, self.of_mock()):
            file.write_bytes(data)
        return files

    def body(self):
        return self.of_mock()[0].partition(b"\r\n\r\n")[2]

    def openapi(self):
        return self.of_mock()[2]
