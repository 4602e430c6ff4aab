"""Answers of adapters, and the calls that they answer."""
LIST, DETAIL = "list_brokerage_authorizations", "detail_brokerage_authorization"
REMOVE, EVENTS = "remove_brokerage_authorization", "session_events"
REGISTER, USERS = "register_snap_trade_user", "list_snap_trade_users"
DELETE_USER, RESET = "delete_snap_trade_user", "reset_snap_trade_user_secret"
ACCOUNTS, ACCOUNT = "list_user_accounts", "get_user_account_details"
LOGIN, BALANCES = "login_snap_trade_user", "get_user_account_balance"
REFRESH, DISABLE = "refresh_brokerage_authorization", "disable_brokerage_authorization"


def success(body, status=200):
    return {"status": status, "body": body}


def client_error(message):
    return {"error": {"kind": "client", "message": message}}


def failed(answer, *statuses):
    """Whether the API answered with one of them."""
    error = answer.get("error")
    return error is not None and error["kind"] == "api" and error.get("status") in statuses


def objects(answer):
    """What the models are made of."""
    body = answer.get("body")
    found = body if isinstance(body, list) else [body]
    return [one for one in found if isinstance(one, dict)]


def called(request, call, answer=None):
    return request["call"] == call and (answer is None or "status" in answer)
