"""The parts of the benchmark. Each makes rounds of its own; a new one is a row of PARTS."""
import dataclasses
import typing

import contenders as c
import once
import play
from measure import (AT_REST, CLOSE_8, CLOSE_64, DETAIL_8, DETAIL_64, KEEP_8, KEEP_64, LIST_64, ONCE)

SCENARIOS = (AT_REST, KEEP_8, KEEP_64, CLOSE_8, CLOSE_64)
TURNS, TURN_SECONDS = 12, 5  # x those asked for; the page asks for all that it shows as often


def in_turn(setting, part, backwards):
    """Contenders within a scenario, so that what is compared is close in time."""
    order = part.who[::-1] if backwards else part.who
    return {scenario: {name: play.alone(setting, c.ALL[name], scenario) for name in order}
            for scenario in part.scenarios}


def one_after_the_other(setting, part, backwards):
    order = part.who[::-1] if backwards else part.who
    samples = {name: play.together(setting, c.ALL[name], part.scenarios) for name in order}
    return {scenario: {name: samples[name][scenario] for name in order}
            for scenario in part.scenarios}


def in_turns_of_one_server(setting, part, _):
    """The turns go back and forth by themselves."""
    contenders = [c.ALL[name] for name in part.who]
    return {scenario: play.taking_turns(setting, contenders, scenario, TURNS, TURN_SECONDS)
            for scenario in part.scenarios}


def each_once(measure):
    """`measure` of the setting, whether backwards, gives {who: sample}."""
    return lambda setting, part, backwards: {ONCE: measure(setting, part.who, backwards)}


@dataclasses.dataclass(frozen=True)
class Part:
    name: str
    title: str
    base: str  # what the others are a multiple of
    who: tuple
    scenarios: tuple
    rounds: float = 1  # share of those that are asked for
    play: typing.Callable = in_turn  # one round: of the setting, the part, whether backwards

    def names(self):
        return self.who


PARTS = (
    Part("servers", "Servers", c.BARE, (c.BARE, c.EPOLL, c.NGINX, c.MOCK, c.MOCK_TEXT_LOG), SCENARIOS),
    Part("work", "Instructions of a request, in user space, with SHA-256 in plain code", c.BARE,
         (c.BARE, c.MOCK, c.MOCK_TEXT_LOG), (ONCE,), rounds=0.2, play=each_once(once.instructions)),
    Part("options", "Options of the mock", c.MOCK,
         (c.MOCK, c.NO_JOURNAL, c.NO_HINTS, c.RATE_LIMIT, c.MOCK_JSON_LOG, c.REFUSED),
         (KEEP_8, KEEP_64)),
    Part("stores", "Sizes of the store", c.STORE_3, (c.STORE_3, c.STORE_1000, c.STORE_100000),
         (AT_REST, DETAIL_8, DETAIL_64, LIST_64), rounds=0.7),
    Part("page", f"The sandbox page, {TURNS} turns under one load, {TURN_SECONDS} x as long", c.UNSEEN,
         (c.UNSEEN, c.PAGE_ELSEWHERE, c.PAGE_EMPTY, c.PAGE_OPEN), (KEEP_8, KEEP_64), rounds=0.2,
         play=in_turns_of_one_server),
    Part("peers", "What others would take", c.MOCK,
         (c.MOCK, c.PRISM, c.MOCKOON, c.WIREMOCK, c.JSON_SERVER, c.NODE), SCENARIOS, rounds=0.4,
         play=one_after_the_other),
    Part("client", "Calls of a client, one after the other", c.CURL,
         (c.CURL, c.CLIENT, c.CLIENT_PARSED), (ONCE,), play=each_once(once.client_calls)),
    Part("loading", f"Loading {once.EVENTS:,} session events", c.OLDEST_FIRST,
         (c.OLDEST_FIRST, c.NEWEST_FIRST, c.SHUFFLED), (ONCE,), play=each_once(once.loading)),
    Part("partners", "Making partners, in the mock", c.PARTNER, (c.PARTNER, c.PARTNER_NEW_IDS), (ONCE,),
         rounds=0.4, play=each_once(once.partners)),
    Part("size", "Size of the program", c.PROGRAM, (c.PROGRAM, c.CODE, c.CONSTANTS), (ONCE,), rounds=0,
         play=each_once(once.size)),
)

# What --gate plays: what has a floor.
GATE = (dataclasses.replace(PARTS[0], who=(c.BARE, c.EPOLL, c.MOCK, c.MOCK_TEXT_LOG),
                            scenarios=(KEEP_8, KEEP_64)),
        dataclasses.replace(PARTS[0], title="Servers, whose clients close", who=(c.BARE, c.MOCK),
                            scenarios=(CLOSE_8,)),
        PARTS[1])
