"""Mutants of what is sent: signed as it is sent, and not what the documents ask for."""
import re

from answers import DETAIL, EVENTS, LIST, REMOVE, called
from table import (ALL_EVENTS, EVERY_CALL, EVERY_DETAIL, EVERY_LINE, EVERY_LIST, EVERY_REMOVAL,
                   sent)


@sent("")
def nothing_on_the_way(request, call):
    """Nothing is broken."""


@sent("")
def letters_are_escaped(request, call):
    """Letters are escaped, which is needless, and allowed."""
    request.query = [(name, re.sub("(?<!%)(?<!%.)[A-Za-z]", lambda letter: f"%{ord(letter[0]):02X}",
                                   value)) for name, value in request.query]


@sent(EVERY_LINE)
def base_path_is_left_out(request, call):
    """The path of the base URL is not sent."""
    request.path = request.path.removeprefix("/api/v1")


@sent(EVERY_LINE)
def every_call_is_made_twice(request, call):
    """Every request is sent a second time when it is answered."""
    request.copies = 1


@sent("CALL 3, RESULT 6")
def remove_is_that_of_newer_apis(request, call):
    """remove is DELETE /connection/{id}."""
    if called(call, REMOVE):
        request.path = request.path.replace("/authorizations/", "/connection/")


@sent(EVERY_LIST + ", ERROR 5")
def list_has_the_secret_twice(request, call):
    """list has the userSecret twice in the query."""
    if called(call, LIST):
        request.query += [item for item in request.query if item[0] == "userSecret"]


@sent(EVERY_DETAIL)
def detail_has_the_user_twice(request, call):
    """detail has the userId twice in the query."""
    if called(call, DETAIL):
        request.query += [item for item in request.query if item[0] == "userId"]


@sent(EVERY_REMOVAL)
def remove_has_the_secret_twice(request, call):
    """remove has the userSecret twice in the query."""
    if called(call, REMOVE):
        request.query += [item for item in request.query if item[0] == "userSecret"]


@sent(EVERY_CALL + ", ERROR 5 7")
def client_id_stands_twice(request, call):
    """clientId stands twice in the query."""
    request.query += [item for item in request.query if item[0] == "clientId"]


@sent(ALL_EVENTS + ", ERROR 7")
def partner_client_id_stands_twice(request, call):
    """PartnerClientId stands twice in the query."""
    request.query += [item for item in request.query if item[0] == "PartnerClientId"]


@sent("CALL 1 2 3 5 6 7, LOGIN 1 2, ACCOUNTS 1 2 3 4 17 21")
def first_try_has_no_user(request, call):
    """A call of a user is tried without userId and userSecret first."""
    if any(name == "userSecret" for name, _ in request.query):
        request.first_query = [item for item in request.query
                               if item[0] not in ("userId", "userSecret")]


@sent("CALL 4 9")
def first_try_has_no_partner_client_id(request, call):
    """Session events are tried without PartnerClientId first."""
    if called(call, EVENTS):
        request.first_query = [item for item in request.query if item[0] != "PartnerClientId"]


@sent(ALL_EVENTS)
def partner_client_id_is_left_out(request, call):
    """Session events do not send PartnerClientId."""
    request.query = [item for item in request.query if item[0] != "PartnerClientId"]


@sent(ALL_EVENTS + ", RESULT 10 11 15 16, ERROR 7")
def events_have_no_client_id(request, call):
    """Session events do not send clientId."""
    if called(call, EVENTS):
        request.query = [item for item in request.query if item[0] != "clientId"]


def split_into(request, name, other):
    items = []
    for item in request.query:
        values = re.split(",|%2C", item[1]) if item[0] == name else [item[1]]
        items += [(other if item[0] == name else item[0], value) for value in values]
    request.query = items


@sent("SIGN 27, CALL 11")
def users_are_repeated_parameters(request, call):
    """Several userIds are several parameters."""
    if called(call, EVENTS):
        split_into(request, "userId", "userId")


@sent("CALL 12 20")
def sessions_are_an_array(request, call):
    """Several sessionIds are several parameters sessionId[]."""
    split_into(request, "sessionId", "sessionId[]")


@sent("CALL 11 19")
def users_are_named_in_plural(request, call):
    """userId of session events is called userIds."""
    if called(call, EVENTS):
        split_into(request, "userId", "userIds")


@sent("CALL 19")
def one_user_is_none(request, call):
    """A list of one userId is left out."""
    if called(call, EVENTS):
        request.query = [item for item in request.query
                         if item[0] != "userId" or re.search(",|%2C", item[1])]


@sent("CALL 13")
def no_users_are_an_empty_parameter(request, call):
    """userId is sent empty when it is not asked for."""
    if called(call, EVENTS) and "userIds" not in call:
        request.query.append(("userId", ""))


@sent("CALL 14")
def no_sessions_are_an_empty_parameter(request, call):
    """sessionId is sent empty when it is not asked for."""
    if called(call, EVENTS) and "sessionIds" not in call:
        request.query.append(("sessionId", ""))


@sent("CALL 15")
def get_has_a_body(request, call):
    """GET is sent with a body."""
    if request.method == "GET":
        request.body = b'{"a":1}'


@sent("CALL 16")
def delete_has_a_body(request, call):
    """DELETE is sent with a body."""
    if request.method == "DELETE":
        request.body = b'{"a":1}'


@sent("CALL 17")
def signature_is_a_parameter_too(request, call):
    """The signature stands in the query as well."""
    request.query.append(("Signature", "c2lnbmF0dXJl"))


@sent("CALL 18")
def key_is_a_header(request, call):
    """A header Authorization is sent, too."""
    request.headers.append(("Authorization", "Bearer abc"))


@sent("CALL 18")
def cookies_are_sent(request, call):
    """A cookie is sent."""
    request.headers.append(("Cookie", "session=1"))


def hide_timeout(call):
    """From the SDK."""
    call["readSeconds"] = call.pop("timeoutSeconds", None)


@sent("FAULT 11", asked=hide_timeout)
def timeout_is_that_of_a_read(request, call):
    """The caller's timeout is for each piece of the answer, and not for all of it."""
    request.read_seconds = call["readSeconds"]
