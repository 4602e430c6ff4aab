"""The table of mutants: each breaks one thing, and its row says which requirements must notice.

A mutant is a function below @asked, @sent or @given. Its name is the mutant's, its docstring says
what is broken, and the decorator has the numbers of the requirements, as "SIGN 9 10, CALL 1".
"""
from dataclasses import dataclass
from typing import Callable

MUTANTS = {}

# What fails when a call of a kind is refused.
EVERY_LIST = ("SIGN 1 2 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 25 26, CALL 1 5 8 15 17 18,"
              "RESULT 1 2 3, ERROR 6, SAFETY 7, USERS 5 23")
EVERY_DETAIL = "SIGN 3 4 24, CALL 2 6 21, RESULT 4 17, ERROR 3 15"
EVERY_REMOVAL = "SIGN 5 6, CALL 3 7 16, RESULT 6, ERROR 2 4"
ALL_EVENTS = "SIGN 7 8 27, CALL 4 9 10 11 12 13 14 19 20"
EVERY_REGISTRATION = "USERS 1 2 3 5 6 7 8 9 10, BODY 1 2 3 4 5 6 7 8 9 10"
EVERY_RESET = "USERS 22 23 24, BODY 11"
EVERY_DELETION = "USERS 15 16 17 18 19 20 21"
EVERY_REFRESH = "ACCOUNTS 17 18 19 20, BODY 12"
EVERY_DISABLING = "ACCOUNTS 21 22 23"
ALL_ACCOUNTS = "ACCOUNTS 1 2 3 4 5 7 15 16"
LOGIN_WITH_OPTIONS, LOGIN_WITHOUT = "LOGIN 3 4 5 6 7 8 11 13 14", "LOGIN 1 2 9 10"
EVERY_LOGIN = f"{LOGIN_WITH_OPTIONS}, {LOGIN_WITHOUT}"
WITH_BODY = f"{EVERY_REGISTRATION}, {EVERY_RESET}, {LOGIN_WITH_OPTIONS}"
EVERY_POST = f"{WITH_BODY}, {EVERY_REFRESH}, {EVERY_DISABLING}, {LOGIN_WITHOUT}"
EVERY_CALL = (f"{EVERY_LIST}, {EVERY_DETAIL}, {EVERY_REMOVAL}, {ALL_EVENTS}, {EVERY_POST}, "
              f"{EVERY_DELETION}, USERS 12 13, {ALL_ACCOUNTS}")
EVERY_LINE = "CALL 1 2 3 4, USERS 1 12 15 22, LOGIN 1, ACCOUNTS 1 2 3 17 21"


@dataclass
class Mutant:
    name: str
    sentence: str
    ids: list           # of the requirements that must not pass
    verdict: str        # that they are given instead
    asked: Callable = None  # (request): before the SDK is asked; an answer, or None to go on
    sent: Callable = None   # (sent, request): on its way to the server
    given: Callable = None  # (answer, request): what the caller is given; an answer, or None


def ids(text):
    """"SIGN 9 10, CALL 1" as whole ids."""
    found = []
    for part in filter(None, text.split(",")):
        area, *numbers = part.split()
        found += [f"SDK-{area}-{int(number):03}" for number in numbers]
    return sorted(set(found))


def row(hook, breaks, verdict="failed", **more):
    def add(function):
        name = function.__name__
        if name in MUTANTS:
            raise ValueError(f"two mutants are called {name}")
        MUTANTS[name] = Mutant(name, function.__doc__, ids(breaks), verdict, **{hook: function},
                               **more)
        return function
    return add


def asked(breaks):
    return row("asked", breaks)


def sent(breaks, verdict="failed", **more):
    return row("sent", breaks, verdict, **more)


def given(breaks):
    return row("given", breaks)
