"""Mutants of what the caller is given when a call fails, of logs, and of whom is trusted."""
import ssl
import sys
import urllib.request

from answers import DETAIL, EVENTS, LIST, REMOVE, called, client_error, failed, success
from table import asked, given
from wire import url_of


def message_of(answer):
    return answer.get("error", {}).get("message", "")


def is_reset(answer):
    return "reset by peer" in message_of(answer)


@asked("ERROR 1")
def bad_id_is_a_success(request):
    """An authorizationId that is no UUID is not asked for, and an empty success."""
    return None if len(request.get("authorizationId", "-" * 36)) == 36 else success(None)


@given("ERROR 2 4, SAFETY 2")
def removal_of_nothing_is_a_success(answer, request):
    """A removal that was answered with 404 is a success."""
    return success(None, 204) if called(request, REMOVE) and failed(answer, 404) else None


@given("ERROR 3 15")
def detail_of_nothing_is_empty(answer, request):
    """A detail that was answered with 404 is an empty success."""
    return success(None) if called(request, DETAIL) and failed(answer, 404) else None


@given("ERROR 10")
def list_of_nothing_is_empty(answer, request):
    """A list that was answered with 404 is an empty one."""
    return success([]) if called(request, LIST) and failed(answer, 404) else None


@given("ERROR 5 6 7, USERS 24")
def unauthorized_is_forbidden(answer, request):
    """The caller is told 403 when it was 401."""
    if failed(answer, 401):
        answer["error"]["status"] = 403


@given("ERROR 7")
def events_swallow_401(answer, request):
    """Session events that were answered with 401 are none."""
    return success([]) if called(request, EVENTS) and failed(answer, 401) else None


@given("ERROR 8 11, ACCOUNTS 19 23")
def rare_statuses_are_successes(answer, request):
    """402 and 425 are no errors."""
    return success([], answer["error"]["status"]) if failed(answer, 402, 425) else None


@given("ERROR 12, FAULT 12 13, ACCOUNTS 20")
def throttled_is_an_empty_list(answer, request):
    """A 429 is an empty list."""
    return success([]) if failed(answer, 429) else None


@given("ERROR 13, SAFETY 3")
def internal_error_is_empty(answer, request):
    """A 500 is an empty success."""
    return success([]) if failed(answer, 500) else None


@given("ERROR 14, FAULT 14")
def unavailable_is_empty(answer, request):
    """A 503 is an empty success."""
    return success([]) if failed(answer, 503) else None


@given("ERROR 2 3 4 5 6 7 9 10 12, USERS 9 10 21 24, LOGIN 13,"
       "ACCOUNTS 15 16 19 20 23")
def detail_is_lost(answer, request):
    """The caller is not given what the API's error says."""
    if "error" in answer:
        answer["error"].update(body=None, message="the call failed")


@given("ERROR 2 3 4 5 6 7 8 9 10 11 12 13 14 15, FAULT 5 12 13 14, USERS 9 10 21 24,"
       "LOGIN 13, ACCOUNTS 15 16 19 20 23")
def status_is_lost(answer, request):
    """The caller is not given the status of an error."""
    if "error" in answer:
        answer["error"].pop("status", None)


@given("ERROR 9")
def forbidden_is_not_said(answer, request):
    """The caller is not given what a 403 says."""
    if failed(answer, 403):
        answer["error"].update(body=None, message="forbidden")


@given("ERROR 15")
def reason_is_lost(answer, request):
    """The caller is not given the reason phrase."""
    if "error" in answer:
        answer["error"].pop("reason", None)


# Bodies and connections.

@given("FAULT 1, SAFETY 6")
def cut_body_is_a_success(answer, request):
    """What came of a body that ends too early is a success."""
    return success([]) if "transfer closed" in message_of(answer) else None


@given("FAULT 2")
def bad_json_is_text(answer, request):
    """A body that is no JSON is given as text where JSON was promised."""
    error = answer.get("error", {})
    return success(error["body"]) if error.get("kind") == "client" and called(request, DETAIL) \
        else None


@given("FAULT 3")
def html_is_a_success(answer, request):
    """A page with status 200 is a success."""
    body = answer.get("error", {}).get("body")
    return success(body) if answer.get("error", {}).get("status") == 200 and \
        str(body).startswith("<html>") else None


@given("FAULT 4")
def empty_body_is_a_success(answer, request):
    """An empty body with status 200 is an empty success."""
    error = answer.get("error", {})
    return success(None) if error.get("kind") == "client" and error.get("status") == 200 and \
        "body" not in error else None


@given("FAULT 5")
def html_error_has_no_status(answer, request):
    """An error whose body is no JSON is one of the SDK, without a status."""
    body = answer.get("error", {}).get("body")
    return client_error("unexpected token <") if str(body).startswith("<html>") and \
        answer["error"]["kind"] == "api" else None


@given("FAULT 6")
def reset_is_an_empty_list(answer, request):
    """A list whose connection is reset before an answer is an empty one."""
    return success([]) if called(request, LIST) and is_reset(answer) and \
        "status" not in answer["error"] else None


@given("FAULT 7")
def reset_body_is_a_success(answer, request):
    """A list whose connection is reset in the middle is an empty one."""
    return success([]) if called(request, LIST) and is_reset(answer) and \
        "status" in answer["error"] else None


@given("FAULT 8")
def lost_removal_is_a_success(answer, request):
    """A removal whose answer is lost is a success."""
    return success(None, 204) if called(request, REMOVE) and is_reset(answer) else None


@asked("FAULT 9 10 11")
def timeout_is_ignored(request):
    """The caller's timeout is not used."""
    if request.get("timeoutSeconds", 60) < 60:
        request.pop("timeoutSeconds")


@given("FAULT 9 10 11, SAFETY 5")
def timeout_is_a_success(answer, request):
    """What took too long is an empty list."""
    return success([]) if "timed out" in message_of(answer) else None


@given("SAFETY 4")
def refused_connection_is_a_success(answer, request):
    """No connection is an empty list."""
    return success([]) if "Failed to connect" in message_of(answer) else None


# Redirects, secrets, certificates.

def open_with(request, *handlers):
    """The same call by urllib, which follows redirects with all headers."""
    url, signature = url_of(request)
    method = "DELETE" if called(request, REMOVE) else "GET"
    own = urllib.request.Request(url, method=method, headers={"Signature": signature})
    try:
        with urllib.request.build_opener(*handlers).open(own, timeout=10) as answer:
            return success(None, answer.status)
    except OSError as error:
        return client_error(str(error))


class FollowRemovals(urllib.request.HTTPRedirectHandler):
    """urllib follows a GET only."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return urllib.request.Request(newurl, method=req.get_method(), headers=req.headers)


@given("FAULT 15")
def redirect_is_followed(answer, request):
    """A list follows a redirect, with its signature."""
    return open_with(request) if failed(answer, 302) else None


@given("FAULT 16")
def redirected_removal_is_followed(answer, request):
    """A removal follows a redirect, with its signature."""
    return open_with(request, FollowRemovals) if failed(answer, 307) else None


@given("FAULT 15 16")
def redirect_is_a_success(answer, request):
    """An answer of the 300s is an empty success."""
    return success(None, answer["error"]["status"]) if failed(answer, 302, 307) else None


@asked("SAFETY 8")
def certificate_is_not_checked(request):
    """Any certificate will do."""
    if request["host"].startswith("https:"):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return open_with(request, urllib.request.HTTPSHandler(context=context))
    return None


@given("SAFETY 8")
def bad_certificate_is_a_success(answer, request):
    """No handshake is an empty list."""
    return success([]) if "certificate" in message_of(answer) else None


def url_for_humans(request):
    return f"{request['host']}/authorizations?userId={request['userId']}" \
           f"&userSecret={request['userSecret']}"


@given("SAFETY 1 2 3")
def error_of_the_api_has_the_url(answer, request):
    """The message of an error of the API has the URL, with the userSecret."""
    if failed(answer, 401, 404, 500) and "userSecret" in request:
        answer["error"]["message"] += " at " + url_for_humans(request)


@given("SAFETY 4 5 6")
def error_of_the_network_has_the_key(answer, request):
    """The message of an error of the network has the consumerKey."""
    if answer.get("error", {}).get("kind") == "transport":
        answer["error"]["message"] += f" (config: {request})"


@given("SAFETY 7")
def success_is_logged(answer, request):
    """A call that succeeds is logged with its URL."""
    if "status" in answer and "userSecret" in request:
        print("GET", url_for_humans(request), file=sys.stderr, flush=True)


@given("SAFETY 1 2 3 4 5 6")
def error_is_logged(answer, request):
    """A call that fails is logged with the consumerKey."""
    if "error" in answer:
        print("failed with", request["consumerKey"], file=sys.stderr, flush=True)
