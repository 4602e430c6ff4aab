"""What an account has, as the calls show it."""
import re
import time

from errors import Refusal
from moment import moment

DAY = 24 * 60 * 60
PAGE = 1000
DATE = re.compile(r"\d{4}-\d\d-\d\d([Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))?", re.ASCII)
DONE = {"NONE", "FAILED", "REJECTED", "CANCELED", "PARTIAL_CANCELED", "EXECUTED", "REPLACED", "STOPPED",
        "SUSPENDED", "EXPIRED"}
STATES = {"all": lambda status: True, "open": lambda status: status not in DONE,
          "executed": lambda status: status == "EXECUTED"}
KINDS = {"cs": "stock", "ps": "stock", "ad": "adr", "et": "etf", "oef": "mutualfund", "cef": "cef",
         "crypto": "crypto"}


def number(given, name, usual, least, most):
    """The parameter's number, cut to the most there may be."""
    text = given.get(name)
    if text is None:
        return usual
    if not re.fullmatch("[0-9]+", text) or int(text) < least:
        raise Refusal("parameter", name)
    return min(int(text), most)


def day(given, name):
    """The parameter's day, of which it may be a time."""
    text = given.get(name)
    if text is None:
        return None
    try:
        if DATE.fullmatch(text):
            moment(text if text[10:] else text + "T00:00:00Z")
            return text[:10]
    except ValueError:
        pass
    raise Refusal("parameter", name)


def orders(given):
    """What to keep of an account's orders."""
    days = number(given, "days", None, 1, 90)
    state = STATES.get(given.get("state", "all"))
    if state is None:
        raise Refusal("parameter", "state")
    since = None if days is None else time.time() - days * DAY

    def kept(account):
        return [one for one in account["orders"] if state(one["status"])
                and (since is None or moment(one["time_placed"])[0] >= since)]
    return kept


def activities(given):
    """What page to show of an account's activities."""
    start, end = day(given, "startDate"), day(given, "endDate")
    offset, limit = number(given, "offset", 0, 0, 10 ** 9), number(given, "limit", PAGE, 1, PAGE)
    types = given["type"].split(",") if "type" in given else None

    def is_wanted(one):
        traded = (one["trade_date"] or "")[:10]
        return ((start is None or traded >= start) and (end is None or "" < traded <= end)
                and (types is None or one["type"] in types))

    def page(account):
        found = sorted(filter(is_wanted, account["activities"]), reverse=True,
                       key=lambda one: moment(one["trade_date"]) if one["trade_date"] else (0, ""))
        return {"data": found[offset:offset + limit],
                "pagination": {"offset": offset, "limit": limit, "total": len(found)}}
    return page


def all_positions(account):
    """As newer SDKs ask for them: flat, and with strings for numbers."""
    results = []
    for one in account["positions"]:
        symbol = one["symbol"]["symbol"]
        kind = KINDS.get(symbol["type"]["code"], "other")
        instrument = {"kind": kind}
        instrument |= {name: symbol[name] for name in ("id", "symbol", "raw_symbol", "description")}
        instrument["currency"] = symbol["currency"]["code"]
        if kind != "crypto":
            instrument["exchange"] = symbol["exchange"]["mic_code"]
        instrument["figi_instrument"] = symbol["figi_instrument"]
        result = {"instrument": instrument, "units": str(one["units"]), "price": str(one["price"]),
                  "cost_basis": str(one["average_purchase_price"]),
                  "currency": one["currency"]["code"]}
        if one["cash_equivalent"] or kind == "mutualfund":
            result["cash_equivalent"] = one["cash_equivalent"]
        results.append(result)
    as_of = account["served"]["sync_status"]["holdings"]["last_successful_sync"]
    return {"results": results, "data_freshness": {"as_of": as_of}}


def holdings(account):
    served = account["served"]
    if not served["sync_status"]["holdings"]["initial_sync_completed"]:
        raise Refusal("not synced")
    total = served["balance"]["total"]
    return {"account": served, "balances": account["balances"], "positions": account["positions"],
            "option_positions": [], "orders": account["orders"],
            "total_value": {"value": total["amount"], "currency": total["currency"]}}
