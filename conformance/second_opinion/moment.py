"""Dates as they stand in JSON."""
from datetime import datetime, timezone


def moment(date):
    """An RFC 3339 date as something that sorts: whole seconds, and the digits of the fraction."""
    date = date.upper().replace("Z", "+00:00")
    offset = date[-6:]
    seconds, _, fraction = date[:-6].partition(".")
    return datetime.fromisoformat(seconds + offset).timestamp(), fraction.rstrip("0")


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
