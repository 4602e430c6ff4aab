"""The official Python SDK that is installed, with what differs between its versions hidden."""
from importlib.metadata import version
from typing import NamedTuple

import snaptrade_client
import urllib3

VERSION = version("snaptrade-python-sdk")
NUMBERS = tuple(int(part) for part in VERSION.split("."))
MAJOR = NUMBERS[0]
ApiException = snaptrade_client.ApiException


class Cannot(Exception):
    """The SDK has no way to do it."""


class Answer(NamedTuple):
    """What the SDK gives its caller; a body of None: none."""
    status: int
    headers: dict
    body: object


def is_unset(body):
    """Whether it is the mark for no body of the versions from 2023 on."""
    return type(body).__name__ == "Unset"


def as_json(model):
    """A model of 1.x by the names of the wire; anything else as it is."""
    if not hasattr(model, "to_dict"):
        return getattr(model, "value", model)  # a list is a model of its own
    from snaptrade_client.model_utils import model_to_dict
    return model_to_dict(model, serialize=True)


def join_headers(headers):
    return {name: headers[name] for name in headers}


class Generated:
    """1.x: the API of openapi-generator. Names are those of the paths."""

    def __init__(self, host, client_id, consumer_key, timeout=None):
        from snaptrade_client.api.account_information_api import AccountInformationApi
        from snaptrade_client.api.api_status_api import APIStatusApi
        from snaptrade_client.api.authentication_api import AuthenticationApi
        from snaptrade_client.api.connections_api import ConnectionsApi
        configuration = snaptrade_client.Configuration(
            host=host, client_id=client_id, consumer_key=consumer_key)
        client = snaptrade_client.ApiClient(configuration)
        self.connections, self.status_api = ConnectionsApi(client), APIStatusApi(client)
        self.users, self.accounts = AuthenticationApi(client), AccountInformationApi(client)
        self.options = {"_return_http_data_only": False, "_request_timeout": timeout}

    def call(self, function, *arguments, **more):
        body, status, headers = function(*arguments, **self.options, **more)
        if isinstance(body, list):
            body = [as_json(item) for item in body]
        return Answer(status, join_headers(headers), as_json(body))

    def status(self):
        return self.call(self.status_api.root_get)

    def list(self, user_id, user_secret):
        return self.call(self.connections.authorizations_get, user_id, user_secret)

    def detail(self, authorization_id, user_id, user_secret):
        return self.call(self.connections.authorizations_authorization_id_get, authorization_id,
                         user_id, user_secret)

    def remove(self, authorization_id, user_id, user_secret):
        return self.call(self.connections.authorizations_authorization_id_delete,
                         authorization_id, user_id, user_secret)

    def events(self, partner, **filters):
        raise Cannot("this version has no session events yet")

    def register(self, user_id):
        from snaptrade_client.models import SnapTradeRegisterUserRequestBody
        return self.call(self.users.snap_trade_register_user_post,
                         SnapTradeRegisterUserRequestBody(user_id=user_id))

    def users_list(self):
        return self.call(self.users.snap_trade_list_users_get)

    def users_delete(self, user_id):
        return self.call(self.users.snap_trade_delete_user_delete, user_id)

    def users_reset(self, user_id, user_secret):
        raise Cannot("this version resets no secrets yet")

    def login(self, user_id, user_secret, **options):
        from snaptrade_client.models import SnapTradeLoginUserRequestBody
        body = {"snap_trade_login_user_request_body": SnapTradeLoginUserRequestBody(**options)}
        return self.call(self.users.snap_trade_login_post, user_id, user_secret,
                         **(body if options else {}))

    def accounts_list(self, user_id, user_secret):
        return self.call(self.accounts.accounts_get, user_id, user_secret)

    def account(self, account_id, user_id, user_secret):
        return self.call(self.accounts.accounts_account_id_get, user_id, user_secret, account_id)

    def balances(self, account_id, user_id, user_secret):
        return self.call(self.accounts.accounts_account_id_balances_get, user_id, user_secret,
                         account_id)

    def refresh(self, authorization_id, user_id, user_secret):
        raise Cannot("this version neither refreshes nor disables connections yet")

    disable = refresh


class Konfig:
    """From 2023: keyword arguments and an answer with a body. There is no timeout to be set."""

    def __init__(self, host, client_id, consumer_key, timeout=None):
        credentials = {"client_id": client_id, "consumer_key": consumer_key}
        if MAJOR >= 12:
            from snaptrade_client.auth import SnapTradeAuth
            credentials = {"auth": SnapTradeAuth.commercial_api_key(**credentials)}
        self.client = snaptrade_client.SnapTrade(host=host, **credentials)

    def call(self, name, api="connections", **arguments):
        if not hasattr(getattr(self.client, api), name):
            raise Cannot("this version does not have it")
        answer = getattr(getattr(self.client, api), name)(**arguments)
        body = None if is_unset(answer.body) else answer.body
        return Answer(answer.status, join_headers(answer.headers), body)

    def status(self):
        answer = self.client.api_status.check()
        return Answer(answer.status, join_headers(answer.headers), answer.body)

    def list(self, user_id, user_secret):
        return self.call("list_brokerage_authorizations", user_id=user_id, user_secret=user_secret)

    def detail(self, authorization_id, user_id, user_secret):
        return self.call("detail_brokerage_authorization", authorization_id=authorization_id,
                         user_id=user_id, user_secret=user_secret)

    def remove(self, authorization_id, user_id, user_secret):
        return self.call("remove_brokerage_authorization", authorization_id=authorization_id,
                         user_id=user_id, user_secret=user_secret)

    def delete_connection(self, connection_id, user_id, user_secret):
        return self.call("delete_connection", connection_id=connection_id, user_id=user_id,
                         user_secret=user_secret)

    def events(self, partner, **filters):
        return self.call("session_events", partner_client_id=partner, **filters)

    def register(self, user_id):
        return self.call("register_snap_trade_user", "authentication", user_id=user_id)

    def users_list(self):
        return self.call("list_snap_trade_users", "authentication")

    def users_delete(self, user_id):
        return self.call("delete_snap_trade_user", "authentication", user_id=user_id)

    def users_reset(self, user_id, user_secret):
        return self.call("reset_snap_trade_user_secret", "authentication", user_id=user_id,
                         user_secret=user_secret)

    def login(self, user_id, user_secret, **options):
        return self.call("login_snap_trade_user", "authentication", user_id=user_id,
                         user_secret=user_secret, **options)

    def accounts_list(self, user_id, user_secret):
        return self.call("list_user_accounts", "account_information", user_id=user_id,
                         user_secret=user_secret)

    def account(self, account_id, user_id, user_secret):
        return self.call("get_user_account_details", "account_information", account_id=account_id,
                         user_id=user_id, user_secret=user_secret)

    def balances(self, account_id, user_id, user_secret):
        return self.call("get_user_account_balance", "account_information", account_id=account_id,
                         user_id=user_id, user_secret=user_secret)

    def refresh(self, authorization_id, user_id, user_secret):
        return self.call("refresh_brokerage_authorization", authorization_id=authorization_id,
                         user_id=user_id, user_secret=user_secret)

    def disable(self, authorization_id, user_id, user_secret):
        return self.call("disable_brokerage_authorization", authorization_id=authorization_id,
                         user_id=user_id, user_secret=user_secret)


Client = Generated if MAJOR < 2 else Konfig


def kind_of(error):
    """What its caller can tell from an error: api, transport or client."""
    if isinstance(error, ApiException) and error.status:
        return "api"
    if isinstance(error, (ApiException, urllib3.exceptions.HTTPError)):
        return "transport"
    return "client"
