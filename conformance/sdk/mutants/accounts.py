"""Mutants of what is asked of accounts, and what the caller is given of them."""
import struct

from answers import (ACCOUNT, ACCOUNTS, BALANCES, DISABLE, REFRESH, called, client_error, failed,
                     objects, success)
from table import EVERY_DISABLING, EVERY_REFRESH, asked, given, sent

FIELDS = {"id", "brokerage_authorization", "name", "number", "institution_account_id",
          "institution_name", "created_date", "funding_date", "opening_date", "sync_status",
          "balance", "status", "raw_type", "account_category", "meta", "portfolio_group",
          "cash_restrictions", "is_paper"}


def accounts_of(answer, request):
    """Those that the caller is given."""
    return objects(answer) if called(request, ACCOUNTS, answer) else []


@sent("ACCOUNTS 1 4 5")
def accounts_are_those_of_newer_apis(request, call):
    """list accounts is GET /accounts/all."""
    if called(call, ACCOUNTS):
        request.path += "/all"


@sent("ACCOUNTS 3 16")
def balances_are_those_of_newer_apis(request, call):
    """balances are GET /accounts/{id}/balances/v2."""
    if called(call, BALANCES):
        request.path += "/v2"


@asked("ACCOUNTS 2 7 15")
def account_is_that_of_the_fixtures(request):
    """It is always the same account that is asked for."""
    if called(request, ACCOUNT):
        request["accountId"] = "0cab9e0c-7015-4b96-9819-e59f32cd0700"


@sent("ACCOUNTS 1 4 5")
def accounts_have_the_user_twice(request, call):
    """list accounts has the userId twice in the query."""
    if called(call, ACCOUNTS):
        request.query += [item for item in request.query if item[0] == "userId"]


@given("ACCOUNTS 5")
def accounts_end_at_the_first(answer, request):
    """Only the first account is given."""
    return success(answer["body"][:1]) if called(request, ACCOUNTS, answer) else None


@given("ACCOUNTS 6")
def no_accounts_are_null(answer, request):
    """An empty list of accounts is null."""
    return success(None) if called(request, ACCOUNTS) and answer.get("body") == [] else None


@given("ACCOUNTS 7")
def account_has_no_id(answer, request):
    """The id of an account is missing in a detail."""
    if called(request, ACCOUNT, answer):
        answer["body"].pop("id")


@given("ACCOUNTS 8")
def account_has_no_portfolio_group(answer, request):
    """The portfolio_group of an account is not given."""
    for one in accounts_of(answer, request):
        one.pop("portfolio_group", None)


@given("ACCOUNTS 9")
def account_needs_a_name(answer, request):
    """An account whose name is null is an error."""
    return client_error("name is null") \
        if any(one["name"] is None for one in accounts_of(answer, request)) else None


@given("ACCOUNTS 10")
def account_needs_a_total(answer, request):
    """An account whose balance has no total is an error."""
    return client_error("total is null") \
        if any(one["balance"]["total"] is None for one in accounts_of(answer, request)) else None


@given("ACCOUNTS 11")
def unknown_field_of_an_account_is_an_error(answer, request):
    """A field of an account that the model does not have is an error."""
    return client_error("unexpected field") \
        if any(set(one) - FIELDS for one in accounts_of(answer, request)) else None


@given("ACCOUNTS 12")
def statuses_are_those_of_today(answer, request):
    """A status of an account that no document has yet is an error."""
    known = ("open", "closed", "archived", "unavailable", None)
    return client_error("no such status") \
        if any(one.get("status") not in known for one in accounts_of(answer, request)) else None


@given("ACCOUNTS 24")
def account_needs_a_status(answer, request):
    """An account without a status is an error."""
    return client_error("status is missing") \
        if any("status" not in one for one in accounts_of(answer, request)) else None


def amounts_of(answer, request):
    """The balances that the caller is given."""
    return objects(answer) if called(request, BALANCES, answer) else []


@given("ACCOUNTS 13")
def amounts_have_32_bits(answer, request):
    """Amounts are floating-point numbers of single precision."""
    for one in amounts_of(answer, request):
        one.update({name: struct.unpack("f", struct.pack("f", one[name]))[0]
                    for name in ("cash", "buying_power") if one[name] is not None})


@given("ACCOUNTS 14")
def unknown_amount_is_zero(answer, request):
    """An amount that is null is 0."""
    for one in amounts_of(answer, request):
        one.update({name: 0 for name, value in one.items() if value is None})


@given("ACCOUNTS 15")
def missing_account_is_empty(answer, request):
    """A detail of an account that was answered with 404 is an empty success."""
    return success(None) if called(request, ACCOUNT) and failed(answer, 404) else None


@given("ACCOUNTS 16")
def balances_of_nothing_are_empty(answer, request):
    """Balances that were answered with 404 are none."""
    return success([]) if called(request, BALANCES) and failed(answer, 404) else None


@sent(EVERY_REFRESH)
def refresh_is_a_get(request, call):
    """A connection is refreshed with GET."""
    if called(call, REFRESH):
        request.method = "GET"


@given("ACCOUNTS 18")
def refresh_says_nothing(answer, request):
    """The caller of refresh is given nothing."""
    return success(None) if called(request, REFRESH, answer) else None


@given("ACCOUNTS 19")
def refresh_swallows_402(answer, request):
    """A refresh of a disabled connection is a success."""
    return success(None) if called(request, REFRESH) and failed(answer, 402) else None


@given("ACCOUNTS 20")
def refresh_swallows_429(answer, request):
    """A refresh that comes too soon is a success."""
    return success(None) if called(request, REFRESH) and failed(answer, 429) else None


@sent(EVERY_DISABLING)
def disabling_is_a_put(request, call):
    """A connection is disabled with PUT."""
    if called(call, DISABLE):
        request.method = "PUT"


@given("ACCOUNTS 22")
def disabling_says_nothing(answer, request):
    """The caller of disable is given nothing."""
    return success(None) if called(request, DISABLE, answer) else None


@given("ACCOUNTS 23")
def disabling_again_is_a_success(answer, request):
    """Disabling a second time is a success."""
    return success(None) if called(request, DISABLE) and failed(answer, 402) else None
