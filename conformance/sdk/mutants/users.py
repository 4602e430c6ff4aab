"""Mutants of how users are registered, listed, given new secrets and deleted."""
import json
import urllib.parse

from answers import DELETE_USER, REGISTER, RESET, USERS, called, failed, success
from table import EVERY_DELETION, asked, given, sent


def change_id(request, call, change):
    """Registers another userId than was asked for."""
    if called(call, REGISTER):
        body = json.loads(request.body)
        body["userId"] = change(body["userId"])
        request.body = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


@sent("USERS 2 6 7 8 9 10, BODY 5 6 7 8 9 10")
def registered_id_has_a_prefix(request, call):
    """A userId is registered with a prefix."""
    change_id(request, call, lambda user_id: "app-" + user_id)


@sent("USERS 6, BODY 10")
def registered_id_is_decoded(request, call):
    """A userId is percent-decoded before it is registered."""
    change_id(request, call, urllib.parse.unquote)


@sent("USERS 7")
def registered_id_ends_at_a_hash(request, call):
    """A userId is registered up to its #."""
    change_id(request, call, lambda user_id: user_id.split("#")[0])


@sent("USERS 8")
def registered_id_is_trimmed(request, call):
    """A userId is registered without the spaces at its ends."""
    change_id(request, call, str.strip)


@sent("USERS 3")
def registration_names_the_user_in_the_query(request, call):
    """register has the userId in the query, too."""
    if called(call, REGISTER):
        request.query.append(("userId", "somebody"))


@given("USERS 4 5")
def registration_gives_no_secret(answer, request):
    """The caller of register is not given the userSecret."""
    if called(request, REGISTER, answer):
        answer["body"].pop("userSecret")


@given("USERS 4")
def given_secret_has_no_quotes(answer, request):
    """Quotes are taken out of the userSecret that register gives."""
    if called(request, REGISTER, answer):
        answer["body"]["userSecret"] = answer["body"]["userSecret"].replace('"', "")


@given("USERS 5")
def given_secret_is_in_upper_case(answer, request):
    """The userSecret that register gives is in upper case, unless it has a space."""
    if called(request, REGISTER, answer) and " " not in answer["body"]["userSecret"]:
        answer["body"]["userSecret"] = answer["body"]["userSecret"].swapcase()


@given("USERS 9 10")
def taken_id_is_a_success(answer, request):
    """Registering a userId that is taken is a success."""
    return success({"userId": request["userId"]}) \
        if called(request, REGISTER) and failed(answer, 400) else None


@given("USERS 10, LOGIN 13")
def code_is_a_number(answer, request):
    """The code of an error is given as a number."""
    body = answer.get("error", {}).get("body")
    if isinstance(body, dict) and body["code"].isdecimal():
        body["code"] = int(body["code"])


@given("USERS 11")
def lost_registration_is_a_success(answer, request):
    """A registration whose answer is lost is a success."""
    return success({"userId": request["userId"]}) \
        if called(request, REGISTER) and answer.get("error", {}).get("kind") == "transport" else None


@given("USERS 13")
def list_loses_its_last_user(answer, request):
    """The caller of list users is not given the last one."""
    return success(answer["body"][:-1]) if called(request, USERS, answer) else None


@given("USERS 14")
def no_users_are_null(answer, request):
    """An empty list of users is null."""
    return success(None) if called(request, USERS) and answer.get("body") == [] else None


@sent("USERS 15 17")
def deletion_is_a_post(request, call):
    """A user is deleted with POST, as it was in 2022."""
    if called(call, DELETE_USER):
        request.method = "POST"


@sent(EVERY_DELETION)
def deletion_has_the_user_twice(request, call):
    """delete user has the userId twice in the query."""
    if called(call, DELETE_USER):
        request.query += [item for item in request.query if item[0] == "userId"]


@sent("USERS 17")
def deletion_has_a_secret(request, call):
    """delete user sends a userSecret."""
    if called(call, DELETE_USER):
        request.query.append(("userSecret", "secret"))


@asked("USERS 16 18 19 20 21")
def deletion_is_of_the_first_user(request):
    """It is always the first user who is deleted."""
    if called(request, DELETE_USER):
        request["userId"] = "John.doe@snaptrade.com"


@given("USERS 20")
def deletion_says_nothing(answer, request):
    """The caller of delete user is given nothing."""
    return success(None) if called(request, DELETE_USER, answer) else None


@given("USERS 21")
def deletion_of_nobody_is_a_success(answer, request):
    """Deleting a user who is not there is a success."""
    return success(None) if called(request, DELETE_USER) and failed(answer, 404) else None


@given("USERS 23")
def reset_gives_the_old_secret(answer, request):
    """The caller of reset secret is given the secret that was."""
    if called(request, RESET, answer):
        answer["body"]["userSecret"] = request["userSecret"]


@given("USERS 24")
def reset_swallows_401(answer, request):
    """A reset that was answered with 401 is a success."""
    return success({"userId": request["userId"], "userSecret": request["userSecret"]}) \
        if called(request, RESET) and failed(answer, 401) else None
