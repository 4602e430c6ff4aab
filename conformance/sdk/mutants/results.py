"""Mutants of what the caller is given when a call succeeds."""
import datetime
import re

from answers import DETAIL, EVENTS, LIST, REMOVE, called, client_error, objects, success
from table import asked, given

FIELDS = {"id", "created_date", "updated_date", "brokerage", "name", "type", "disabled",
          "disabled_date", "meta", "is_eligible_for_payout", "data_freshness_mode"}
TYPES_OF_2023 = ("DISCLAIMER_ACCEPTED", "BROKERAGE_AUTHENTICATION",
                 "BROKERAGE_CONNECTION_INITIATED", "PARTNER_REDIRECT", "CONNECTION_SUCCESSFUL",
                 "CONNECTION_FAILED")


@given("")
def nothing(answer, request):
    """Nothing is broken."""


# Lists and models.

@given("RESULT 1 2 3")
def list_loses_its_last(answer, request):
    """The caller of list is not given the last connection."""
    if called(request, LIST, answer):
        return success(answer["body"][:-1] or None)
    return None


@given("RESULT 3")
def list_ends_at_1000(answer, request):
    """Only the first 1,000 connections are given."""
    if called(request, LIST, answer):
        return success(answer["body"][:1000])
    return None


@given("RESULT 1")
def list_without_disabled(answer, request):
    """Connections that are disabled are left out of a list."""
    if called(request, LIST, answer):
        return success([one for one in answer["body"] if not one["disabled"]])
    return None


@given("RESULT 2, USERS 5")
def empty_list_is_an_error(answer, request):
    """A list without connections is an error."""
    return client_error("no connections") if called(request, LIST) and answer.get("body") == [] \
        else None


@given("RESULT 16")
def no_events_are_null(answer, request):
    """An empty list of session events is null."""
    return success(None) if called(request, EVENTS) and answer.get("body") == [] else None


@given("CALL 21, RESULT 4 5 7 8")
def detail_has_no_id(answer, request):
    """The id of a connection is missing in a detail."""
    if called(request, DETAIL, answer):
        answer["body"].pop("id")


@given("RESULT 5 8")
def brokerage_is_its_name(answer, request):
    """Of the brokerage, only the name is given."""
    for one in objects(answer):
        if "brokerage" in one:
            one["brokerage"] = one["brokerage"].get("name")


@given("RESULT 15")
def event_has_no_authorization(answer, request):
    """A session event does not have its brokerage_authorization_id."""
    for one in objects(answer):
        one.pop("brokerage_authorization_id", None)


@given("RESULT 7")
def unknown_field_is_an_error(answer, request):
    """A field of a connection that the model does not have is an error."""
    if called(request, DETAIL) and any(set(one) - FIELDS for one in objects(answer)):
        return client_error("unexpected field")
    return None


@given("RESULT 8 19")
def missing_field_is_an_error(answer, request):
    """A connection without a created_date is an error."""
    if called(request, DETAIL, answer) and "created_date" not in answer["body"]:
        return client_error("created_date is missing")
    return None


@given("RESULT 5 9 15, ACCOUNTS 8 9 14")
def null_is_text(answer, request):
    """A null is the text None."""
    for one in objects(answer):
        one.update({name: "None" for name, value in one.items() if value is None})


def unknown_enum(answer, field, known):
    if all(one.get(field) in (None, *known) for one in objects(answer)):
        return None
    return client_error(f"no such {field}")


@given("RESULT 10 11")
def event_types_of_2023(answer, request):
    """A session_event_type that the API document of 2023 does not have is an error."""
    return unknown_enum(answer, "session_event_type", TYPES_OF_2023)


@given("RESULT 11")
def event_types_of_today(answer, request):
    """A session_event_type that no document has yet is an error."""
    return unknown_enum(answer, "session_event_type", (*TYPES_OF_2023, "SESSION_STARTED"))


@given("RESULT 18")
def freshness_modes_of_today(answer, request):
    """A data_freshness_mode that no document has yet is an error."""
    return unknown_enum(answer, "data_freshness_mode", ("realtime", "delayed"))


@given("RESULT 12")
def offset_is_ignored(answer, request):
    """A date's offset is taken for UTC."""
    for one in objects(answer):
        if "created_date" in one:
            one["created_date"] = re.sub(r"\+\d\d:\d\d$", "Z", one["created_date"])


@given("RESULT 13")
def fraction_is_needed(answer, request):
    """A date without a fraction of a second is an error."""
    for one in objects(answer):
        try:
            datetime.datetime.strptime(one.get("created_date", "2024-01-01T00:00:00.0Z"),
                                       "%Y-%m-%dT%H:%M:%S.%f%z")
        except ValueError as error:
            return client_error(str(error))
    return None


@given("RESULT 14")
def utf8_is_read_as_latin1(answer, request):
    """Text is read as Latin-1."""
    for one in objects(answer):
        if isinstance(one.get("name"), str):
            one["name"] = one["name"].encode().decode("latin-1")


@given("RESULT 17")
def disabled_has_no_date(answer, request):
    """disabled_date is not given to the caller."""
    for one in objects(answer):
        one.pop("disabled_date", None)


@given("RESULT 19")
def meta_is_flat(answer, request):
    """Objects in meta are given as text."""
    for one in objects(answer):
        one["meta"] = {name: str(value) if isinstance(value, dict) else value
                       for name, value in one.get("meta", {}).items()}


@given("RESULT 6")
def removal_has_a_body(answer, request):
    """A removal gives the caller the word OK."""
    return success("OK", 204) if called(request, REMOVE, answer) else None


@given("RESULT 6")
def removal_is_200(answer, request):
    """A 204 is a 200 to the caller."""
    return success(None) if called(request, REMOVE, answer) else None


@asked("CALL 21")
def upper_case_is_no_uuid(request):
    """An authorizationId in upper case is refused."""
    if re.search("[A-F]", request.get("authorizationId", "")):
        return client_error("no UUID")
    return None


@given("CALL 20")
def one_event_too_many(answer, request):
    """The caller who names sessions is given an event of another one, too."""
    if called(request, EVENTS, answer) and "sessionIds" in request and answer["body"]:
        answer["body"].append({**answer["body"][0], "session_id": "of nobody"})
