"""Who is measured: a name, how it is started, and how it is asked."""
import dataclasses
import json
import pathlib
import typing

import page

MOCK, BARE, EPOLL, NGINX = "mock", "bare civetweb", "epoll, 1 thread", "nginx, static file"
MOCK_TEXT_LOG, MOCK_JSON_LOG = "mock, text log to a file", "mock, JSON log to a file"
NO_JOURNAL, NO_HINTS = "mock, no journal", "mock, diagnosis not told"
RATE_LIMIT = "mock, rate limit on"
REFUSED = "mock, wrong signature"
UNSEEN, PAGE_ELSEWHERE = "mock, nobody looks", "mock, page open elsewhere"
PAGE_OPEN, PAGE_EMPTY = "mock, page open in Chromium here", "mock, empty page open in Chromium here"
STORE_3, STORE_1000, STORE_100000 = ("3 authorizations", "1,000 authorizations",
                                     "100,000 authorizations")
PRISM, MOCKOON, WIREMOCK = "Prism", "Mockoon", "WireMock"
JSON_SERVER, NODE = "json-server", "node http and HMAC"
CURL, CLIENT, CLIENT_PARSED = "libcurl alone", "client library", "client library, parsed"
OLDEST_FIRST, NEWEST_FIRST, SHUFFLED = "oldest first", "newest first", "shuffled"
PROGRAM, CODE, CONSTANTS = "program, stripped", "of it code", "of it constant data"
PARTNER, PARTNER_NEW_IDS = "a partner made", "a partner made, with new ids"

HERE = pathlib.Path(__file__).parent
THREADS = "256"


@dataclasses.dataclass(frozen=True)
class Contender:
    name: str
    command: typing.Callable  # of the bench and a free port: the words of it
    announces: bool = False  # it takes a port of its own, and prints it at the end of a line
    warm_seconds: float = 0  # of load, before it is measured
    is_peer: bool = False  # somebody else's, with settings of its own
    store: int = 3  # authorizations that it has
    signed_well: bool = True  # what is asked; if not, all answers must be refusals
    path: str = "/api/v1/authorizations/"  # of one, before its id
    companion: typing.Callable = None  # of the bench and the server: a context of a page.Companion


def mock(name, *options, store=3, signed_well=True, log="none", **others):
    def command(bench, _):
        fixtures = [] if store == 3 else ["--fixtures", bench.store(store)]
        return [bench.program("snaptrade-mock"), "--listen", "127.0.0.1:0", "--log", log,
                "--threads", THREADS, *fixtures, *options]
    return Contender(name, command, announces=True, store=store, signed_well=signed_well,
                     **others)


def beside(name, companion, warm_seconds):
    """Its load lasts longer than a signature is good for."""
    return mock(name, "--clock-skew", "0", companion=companion, warm_seconds=warm_seconds)


def bare(bench, _):
    return [bench.helper("bare_civetweb"), THREADS, *bench.answers()]


def epoll(bench, _):
    return [bench.helper("constant_epoll"), *bench.answers()]


NGINX_CONF = """
daemon off;
worker_processes auto;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  default_type application/json;
  keepalive_requests 100000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    root {folder}/root;
  }}
}}
"""


def nginx(bench, port):
    folder = bench.folder / "nginx"
    file = folder / "root" / bench.path_of(Contender).lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bench.body())
    (folder / "nginx.conf").write_text(NGINX_CONF.format(folder=folder, port=port), encoding="utf-8")
    return ["nginx", "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]


def prism(bench, port):
    """Its answers are made of the document alone. It finds no path below a relative server."""
    document = json.loads(bench.openapi())
    document["servers"] = [{"url": f"http://127.0.0.1:{port}"}]
    file = bench.write("prism.json", document)
    return [*bench.node("@stoplight/prism-cli/dist/index.js"), "mock", "-p", str(port), file]


def mockoon(bench, port):
    response = {"uuid": "r", "body": bench.body().decode(), "latency": 0, "statusCode": 200,
                "headers": [{"key": "Content-Type", "value": "application/json"}],
                "bodyType": "INLINE", "label": "", "filePath": "", "rules": [],
                "rulesOperator": "OR", "default": True, "databucketID": "", "crudKey": "id",
                "callbacks": [], "disableTemplating": True, "fallbackTo404": False,
                "sendFileAsBody": False}
    route = {"uuid": "a", "type": "http", "documentation": "", "method": "get",
             "endpoint": "api/v1/authorizations/:id", "responses": [response],
             "responseMode": None, "streamingMode": None, "streamingInterval": 0}
    file = bench.write("mockoon.json", {
        "uuid": "e", "lastMigration": 33, "name": "bench", "port": port, "hostname": "127.0.0.1",
        "endpointPrefix": "", "latency": 0, "folders": [], "routes": [route],
        "rootChildren": [{"type": "route", "uuid": "a"}], "proxyMode": False, "proxyHost": "",
        "proxyRemovePrefix": False, "tlsOptions": {"enabled": False}, "cors": False, "headers": [],
        "proxyReqHeaders": [], "proxyResHeaders": [], "data": [], "callbacks": []})
    return [*bench.node("@mockoon/cli/bin/run.js"), "start", "-d", file, "-p", str(port),
            "--repair", "--disable-log-to-file"]


def wiremock(bench, port):
    [jar] = (bench.peers / "node_modules/wiremock/build").glob("wiremock-standalone-*.jar")
    mapping = {"request": {"method": "GET", "urlPathPattern": "/api/v1/authorizations/[^/]+"},
               "response": {"status": 200, "body": bench.body().decode(),
                            "headers": {"Content-Type": "application/json"}}}
    file = bench.write("wiremock/mappings/detail.json", mapping)
    return ["java", "-jar", jar, "--port", str(port), "--bind-address", "127.0.0.1", "--root-dir",
            file.parent.parent]


def json_server(bench, port):
    file = bench.write("db.json", {"authorizations": [json.loads(bench.body())]})
    return [*bench.node("json-server/lib/cli/bin.js"), "--port", str(port), "--host", "127.0.0.1",
            file]


def node(bench, port):
    body = bench.write("connection.json", json.loads(bench.body()))
    return ["node", HERE / "peers/node_hmac.js", str(port), bench.key, body]


ALL = {contender.name: contender for contender in (
    mock(MOCK),
    Contender(BARE, bare, announces=True),
    Contender(EPOLL, epoll, announces=True),
    Contender(NGINX, nginx),
    mock(MOCK_TEXT_LOG, log="text"),
    mock(MOCK_JSON_LOG, log="json"),
    mock(NO_JOURNAL, "--journal", "0"),
    mock(NO_HINTS, "--no-hints"),
    mock(RATE_LIMIT, "--rate-limit", "1000000"),
    mock(REFUSED, signed_well=False),
    # Chromium is busy with its own start for 6 to 9 seconds of load.
    beside(UNSEEN, page.nobody, warm_seconds=2),
    beside(PAGE_ELSEWHERE, page.asked_for, warm_seconds=2),
    beside(PAGE_OPEN, page.open_in_chromium, warm_seconds=12),
    beside(PAGE_EMPTY, page.empty_chromium, warm_seconds=12),
    mock(STORE_3),
    mock(STORE_1000, store=1000),
    mock(STORE_100000, store=100000),
    # With the settings that they start with; a JVM and a JIT are hot after some seconds.
    Contender(PRISM, prism, warm_seconds=2, is_peer=True, path="/authorizations/"),
    Contender(MOCKOON, mockoon, warm_seconds=2, is_peer=True),
    Contender(WIREMOCK, wiremock, warm_seconds=6, is_peer=True),
    Contender(JSON_SERVER, json_server, warm_seconds=2, is_peer=True, path="/authorizations/"),
    Contender(NODE, node, warm_seconds=2, is_peer=True),
)}
