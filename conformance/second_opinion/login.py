"""What the connection portal may be opened for, and the link to it."""
import re
import secrets
import uuid
from urllib.parse import quote

from errors import Refusal

TYPES = ("read", "trade", "trade-if-available")
# Schemes that run code, or open what is on the user's machine.
REFUSED = ("javascript", "data", "vbscript", "blob", "file", "about")
MOST_REDIRECT = 2048


def text(body, name):
    """The member's text; null and "" are as good as nothing."""
    value = body.get(name)
    if value is not None and type(value) is not str:
        raise Refusal("member", name)
    return value or None


def check_flag(body, name):
    if body.get(name) is not None and not isinstance(body[name], bool):
        raise Refusal("member", name)


def check_redirect(url):
    scheme = re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x1f\x7f]*", url)
    if not scheme or scheme[1].lower() in REFUSED or len(url.encode()) > MOST_REDIRECT:
        raise Refusal("no portal", "customRedirect")


def check_broker(brokerages, slug, connection_type):
    """There is such a brokerage, it lets users in, and they may do what is asked for."""
    found = [one for one in brokerages if one["slug"] == slug]
    if not found or not found[0]["enabled"] or found[0]["maintenance_mode"]:
        raise Refusal("no portal", "broker")
    if connection_type == "trade" and not found[0]["allows_trading"]:
        raise Refusal("no portal", "connectionType")


def login(state, owner, body, host):
    broker, reconnect, redirect, connection_type = (
        text(body, name) for name in ("broker", "reconnect", "customRedirect", "connectionType"))
    for name in ("immediateRedirect", "showCloseButton", "darkMode"):
        check_flag(body, name)
    if connection_type and connection_type not in TYPES:
        raise Refusal("no portal", "connectionType")
    if redirect:
        check_redirect(redirect)
    if reconnect and not state.connection(owner, reconnect):
        raise Refusal("no portal", "reconnect")
    if broker:
        check_broker(state.brokerages, broker, connection_type)
    session = str(uuid.uuid4())
    return {"redirectURI": f"http://{host}/snapTrade/redeemToken?token={secrets.token_hex(32)}"
                           f"&clientId={quote(owner[0], safe='')}&sessionId={session}",
            "sessionId": session}
