# Needs the package snaptrade-python-sdk.
import os
import time

from snaptrade_client import SnapTrade
from snaptrade_client.auth import SnapTradeAuth

auth = SnapTradeAuth.commercial_api_key(client_id="PASSIVTEST", consumer_key="sandbox-consumer-key")
host = os.environ.get("SNAPTRADE_BASE_URL", "http://127.0.0.1:7627/api/v1")
api = SnapTrade(auth=auth, host=host)
made = api.authentication.register_snap_trade_user(user_id=f"somebody-{time.time()}").body
user = {"user_id": made["userId"], "user_secret": made["userSecret"]}
print("Open", api.authentication.login_snap_trade_user(**user).body["redirectURI"], flush=True)
while not (found := api.connections.list_brokerage_authorizations(**user).body):
    time.sleep(1)
for account in api.connections.list_brokerage_authorization_accounts(found[0]["id"], **user).body:
    print(account["institution_name"], account["name"], account["balance"]["total"]["amount"])
