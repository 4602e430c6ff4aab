"""What the report of a failure has to show, whatever failed."""


def lacking(result):
    """What a failed result of a report in JSON leaves out."""
    exchange = result.get("exchange") or {}
    answered = exchange.get("error") or exchange.get("status") and exchange.get("headers")
    command = exchange.get("command") or ""
    parts = {
        "sentence": result.get("sentence"),
        "source": result.get("source"),
        "message": result.get("message"),
        "expected": (result.get("expected") or "").strip(),
        "received": (result.get("received") or "").strip(),
        "difference": result.get("expected") != result.get("received"),
        "request": exchange.get("method") and exchange.get("url"),
        "command": "curl -i" in command and (not exchange.get("signed") or "openssl" in command),
        "answer": answered,
    }
    return [name for name, there in parts.items() if not there]
