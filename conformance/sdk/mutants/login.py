"""Mutants of how the connection portal is opened, and of what the caller is given of it."""
import json
import urllib.parse

from answers import LOGIN, called, failed, success
from table import EVERY_LOGIN, given, sent

OPTIONS = ("broker", "immediateRedirect", "customRedirect", "reconnect", "connectionType")


def change_options(request, call, change):
    """Sends others than were asked for; `change` takes and returns a member's value."""
    if called(call, LOGIN) and request.body:
        options = {name: change(name, value) for name, value in request.content().items()}
        request.body = json.dumps(options, separators=(",", ":"), ensure_ascii=False).encode()


def change_one(request, call, wanted, change):
    change_options(request, call, lambda name, value: change(value) if name == wanted else value)


@sent(EVERY_LOGIN)
def login_is_a_get(request, call):
    """The portal is opened with GET."""
    if called(call, LOGIN):
        request.method = "GET"


@sent(EVERY_LOGIN)
def login_has_the_user_twice(request, call):
    """login has the userId twice in the query."""
    if called(call, LOGIN):
        request.query += [item for item in request.query if item[0] == "userId"]


@sent("LOGIN 3 13")
def broker_is_always_the_same(request, call):
    """login names one broker, whichever was asked for."""
    change_one(request, call, "broker", lambda slug: "ALPACA")


@sent("LOGIN 4 5 11")
def flags_are_text(request, call):
    """immediateRedirect is sent as text."""
    change_one(request, call, "immediateRedirect", lambda flag: str(flag).lower())


@sent("LOGIN 5")
def flags_are_always_true(request, call):
    """immediateRedirect is sent as true when it is named."""
    change_one(request, call, "immediateRedirect", lambda flag: True)


@sent("LOGIN 6")
def redirect_is_decoded(request, call):
    """The customRedirect is percent-decoded."""
    change_one(request, call, "customRedirect", urllib.parse.unquote)


@sent("LOGIN 7")
def reconnect_is_in_upper_case(request, call):
    """The id of the connection to reconnect is sent in upper case."""
    change_one(request, call, "reconnect", str.upper)


@sent("LOGIN 8 14")
def type_is_always_read(request, call):
    """login asks for a connection that reads, whatever was asked for."""
    change_one(request, call, "connectionType", lambda kind: "read")


@sent("LOGIN 14")
def types_are_those_of_2023(request, call):
    """A connectionType that is neither read nor trade is sent as trade."""
    change_one(request, call, "connectionType",
               lambda kind: kind if kind in ("read", "trade") else "trade")


@sent("LOGIN 9")
def unset_options_are_null(request, call):
    """Options that the caller leaves out are sent as null."""
    if called(call, LOGIN):
        options = {**dict.fromkeys(OPTIONS), **(request.content() or {})}
        request.body = json.dumps(options, separators=(",", ":"), ensure_ascii=False).encode()


@given("LOGIN 12")
def link_has_no_session(answer, request):
    """The caller of login is not given the sessionId."""
    if called(request, LOGIN, answer):
        answer["body"].pop("sessionId")


@given("LOGIN 12")
def link_is_decoded(answer, request):
    """The redirectURI is percent-decoded."""
    if called(request, LOGIN, answer):
        answer["body"]["redirectURI"] = urllib.parse.unquote(answer["body"]["redirectURI"])


@given("LOGIN 13")
def impossible_broker_is_a_success(answer, request):
    """A login that was answered with 400 is a success."""
    return success(None) if called(request, LOGIN) and failed(answer, 400) else None
