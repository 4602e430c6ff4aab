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


def join_headers(headers):
    return {name: headers[name] for name in headers}


class Generated:
    """1.x: the API of openapi-generator. Names are those of the paths."""

    def __init__(self, host, client_id, consumer_key, timeout=None):
        from snaptrade_client.api.api_status_api import APIStatusApi
        from snaptrade_client.api.connections_api import ConnectionsApi
        configuration = snaptrade_client.Configuration(
            host=host, client_id=client_id, consumer_key=consumer_key)
        client = snaptrade_client.ApiClient(configuration)
        self.connections, self.status_api = ConnectionsApi(client), APIStatusApi(client)
        self.options = {"_return_http_data_only": False, "_request_timeout": timeout}

    def call(self, function, *arguments):
        body, status, headers = function(*arguments, **self.options)
        if isinstance(body, list):
            body = [item.to_dict() for item in body]
        elif body is not None:
            body = body.to_dict()
        return Answer(status, join_headers(headers), body)

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


class Konfig:
    """From 2023: keyword arguments and an answer with a body. There is no timeout to be set."""

    def __init__(self, host, client_id, consumer_key, timeout=None):
        credentials = {"client_id": client_id, "consumer_key": consumer_key}
        if MAJOR >= 12:
            from snaptrade_client.auth import SnapTradeAuth
            credentials = {"auth": SnapTradeAuth.commercial_api_key(**credentials)}
        self.client = snaptrade_client.SnapTrade(host=host, **credentials)

    def call(self, name, **arguments):
        if not hasattr(self.client.connections, name):
            raise Cannot("this version does not have it any more")
        answer = getattr(self.client.connections, name)(**arguments)
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


Client = Generated if MAJOR < 2 else Konfig


def kind_of(error):
    """What its caller can tell from an error: api, transport or client."""
    if isinstance(error, ApiException) and error.status:
        return "api"
    if isinstance(error, (ApiException, urllib3.exceptions.HTTPError)):
        return "transport"
    return "client"
