"""What is measured: each a name, its unit in the table, and how many digits it deserves."""
import collections

Measure = collections.namedtuple("Measure", "name digits")

RATE = Measure("req/s", 0)
ERROR = Measure("+-", 3)  # standard error of the multiple of the base, of turns under one load
P99 = Measure("p99 ms", 2)
CPU = Measure("us CPU", 2)  # per request, user and system, of the server alone
RSS = Measure("RSS MB", 1)
START = Measure("start ms", 1)  # from exec to the first 200
STOP = Measure("stop ms", 1)  # from SIGTERM to the exit, with no connection
STOP_IDLE = Measure("stop ms, 60 idle", 1)  # the same, with 60 clients that keep theirs open
BESIDE = Measure("CPU ms/s beside", 1)  # of what runs beside the server, a browser for one
INSTRUCTIONS = Measure("instructions", 0)
TIME = Measure("ms each", 3)
SIZE = Measure("KB", 0)

COLUMNS = (RATE, ERROR, P99, CPU, RSS, START, STOP, STOP_IDLE, BESIDE, INSTRUCTIONS, TIME, SIZE)


class Scenario(collections.namedtuple("Scenario", "name connections close path", defaults=(0, False, ""))):
    """How a server is asked. Without connections it is only started and stopped."""


AT_REST = Scenario("at rest")
KEEP_8 = Scenario("8 connections", 8)
KEEP_64 = Scenario("64 connections", 64)
CLOSE_8 = Scenario("8, closing each", 8, True)
CLOSE_64 = Scenario("64, closing each", 64, True)
DETAIL_8 = Scenario("detail, 8 connections", 8)
DETAIL_64 = Scenario("detail, 64 connections", 64)
LIST_64 = Scenario("list, 64 connections", 64, path="list")
ONCE = Scenario("once")
