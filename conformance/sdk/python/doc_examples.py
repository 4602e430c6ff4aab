#!/usr/bin/env python3
"""The four examples of SnapTrade's page for ConnectionsApi, with its sample values.

Only host and credentials differ from the page: the server of the SNAPTRADE_* variables.
"""
import os
from importlib.metadata import version
from pprint import pprint

from snaptrade_client import SnapTrade

snaptrade = SnapTrade(
    host=os.environ["SNAPTRADE_BASE_URL"],
    consumer_key=os.environ["SNAPTRADE_CONSUMER_KEY"],
    client_id=os.environ["SNAPTRADE_CLIENT_ID"],
)
USER = {"user_id": "John.doe@snaptrade.com", "user_secret": "USERSECRET123"}
AUTHORIZATION = "2bcd7cc3-e922-4976-bce1-9858296801c3"
IDS = "917c8734-8470-4a3e-a18f-57c3f2ee6631,65e839a3-9103-4cfb-9b72-2071ef80c5f2"


def detail():
    answer = snaptrade.connections.detail_brokerage_authorization(
        authorization_id=AUTHORIZATION, **USER)
    assert answer.status == 200 and answer.body["id"] == AUTHORIZATION
    return answer


def list_all():
    answer = snaptrade.connections.list_brokerage_authorizations(**USER)
    assert answer.status == 200 and len(answer.body) == 3
    return answer


def session_events():
    answer = snaptrade.connections.session_events(
        partner_client_id="PASSIVTEST", user_id=IDS, session_id=IDS)
    assert answer.status == 200 and len(answer.body) > 0
    return answer


def remove():
    answer = snaptrade.connections.remove_brokerage_authorization(
        authorization_id=AUTHORIZATION, **USER)
    assert answer.status == 204
    return answer


for example in (detail, list_all, session_events, remove):
    received = example()
    pprint(received.body, depth=1)
    print(f"python {version('snaptrade-python-sdk')}: doc example {example.__name__}: ok, "
          f"{received.status} in {received.round_trip_time:.3f} s", flush=True)
