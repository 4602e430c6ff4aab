"""Does a Signature fit a request as it was received? All that official SDKs sign, or only what was sent."""
import decimal
import hashlib
import hmac
import json
import math
import re
from base64 import b64encode

PREFIX = "/api/v1"
LENGTH = 44  # of 32 bytes in padded base64
DEEPEST = 1000
DIGITS = frozenset(b"0123456789abcdefABCDEF")
WORD = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
UNRESERVED = frozenset(WORD + b"-._~")
KEPT_BY_ENCODE_URI = frozenset(WORD + b";,/?:@&=+$-_.!~*'()#")
KEPT_IN_IDS = frozenset(WORD + b"-._~!$&'()*+,;=:@/?%#")


def encode(data, kept):
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in data)


def decode(text, kept=frozenset()):
    """%XX as bytes, but for the bytes that stay as they are written; None where that is not UTF-8."""
    data, out, at = text.encode(), bytearray(), 0
    while at < len(data):
        digits = data[at + 1:at + 3]
        if data[at] == 0x25 and len(digits) == 2 and DIGITS.issuperset(digits):
            byte = int(digits, 16)
            out += data[at:at + 3] if byte in kept else bytes([byte])
            at += 3
        else:
            out.append(data[at])
            at += 1
    try:
        return out.decode()
    except UnicodeDecodeError:
        return None


def other_prefix(path):
    if path == PREFIX or path.startswith(PREFIX + "/"):
        return path[len(PREFIX):]
    return PREFIX + path


def re_encoded(query):
    pairs = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        value = decode(value.replace("+", " "))
        if value is None:
            return None
        pairs.append(name + equals + encode(value.encode(), UNRESERVED))
    return "&".join(pairs)


def candidates(key, path, query, strict):
    """(key, path, query) as they may have been signed; what costs the fewest deviations first."""
    keys = [(0, key.encode()), (1, encode(key.encode(), KEPT_BY_ENCODE_URI).encode())]
    paths, queries = [(0, path)], [(0, query)]
    if not strict:
        other = other_prefix(path)
        paths += [(1, other), (1, decode(path)), (2, decode(other))]
        queries += [(1, decode(query, KEPT_IN_IDS)), (1, re_encoded(query))]
    found = [(of_key + of_path + of_query, k, p, q)
             for of_key, k in keys for of_path, p in paths for of_query, q in queries
             if p is not None and q is not None]
    return [one[1:] for one in sorted(found, key=lambda one: one[0])]


class Number(str):
    """One of a body, as it was sent."""


def parsed(body):
    """What the body says; an error when it is no JSON."""
    return json.loads(body, parse_int=Number, parse_float=Number, parse_constant=int)


def printed(value, ascii_only, sorted_levels):
    """Compact JSON, with so many levels of sorted keys."""
    def inside(one):
        return printed(one, ascii_only, sorted_levels - 1)
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(map(inside, value))}]"
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=ascii_only)
    pairs = sorted(value.items()) if sorted_levels > 0 else value.items()
    members = (f"{json.dumps(name, ensure_ascii=ascii_only)}:{inside(one)}" for name, one in pairs)
    return f"{{{','.join(members)}}}"


def as_java(value):
    """What Java's SDK makes of it: numbers as doubles, no members that are null."""
    if isinstance(value, Number):
        return Number(java_number(float(value)))
    if isinstance(value, list):
        return [as_java(one) for one in value]
    if isinstance(value, dict):
        return {name: as_java(one) for name, one in value.items() if one is not None}
    return value


def java_number(number):
    """The text of Double.toString(): at least two digits, with an exponent below 0.001 and from 10**7 on."""
    if math.isinf(number):
        raise OverflowError(number)
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        text = f"{decimal.Decimal(repr(number)):f}"
        return text if "." in text else text + ".0"
    digits = next(digits for digits in range(1, 17) if float(f"{number:.{digits}e}") == number)
    mantissa, exponent = f"{number:.{digits}e}".split("e")
    return f"{mantissa}E{int(exponent)}"


def java_content(value):
    """What Java's SDK signs for it; nothing where it has no such number."""
    try:
        return [printed(as_java(value), False, 1)]
    except OverflowError:
        return []


def contents(body, strict=True):
    """What `content` may be for the bytes of a body; nothing when they are no JSON."""
    try:
        body = body.decode()
        if not body.strip(" \t\r\n"):
            return ["null"]
        value = parsed(body)
    except (ValueError, RecursionError):
        return []
    if value == {}:
        return ["null", "{}"]
    strings = r'"(?:[^"\\]|\\.)*"'
    as_sent = re.sub(rf"({strings})|[ \t\r\n]+", lambda found: found[1] or "", body)
    forms = [as_sent, *(printed(value, *form) for form in
                        ((False, DEEPEST), (True, DEEPEST), (False, 1)))]
    return list(dict.fromkeys(forms if strict else forms + java_content(value)))


def expected(key, path, query, body=b"", strict=True):
    """The signatures of one candidate: its string in UTF-8 and in ASCII, with each form of the body."""
    for content in contents(body, strict):
        for ascii_only in (False, True):
            path_text, query_text = (json.dumps(one, ensure_ascii=ascii_only) for one in (path, query))
            text = f'{{"content":{content},"path":{path_text},"query":{query_text}}}'
            yield b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest())


def fits(signatures, key, path, query, body, strict):
    """Whether the values of the Signature headers, exactly one, are right for the raw path and query."""
    if len(signatures) != 1:
        return False
    given = signatures[0].strip().encode("latin-1")
    if len(given) != LENGTH:
        return False
    return any(hmac.compare_digest(given, one)
               for candidate in candidates(key, path, query, strict)
               for one in expected(*candidate, body, strict))
