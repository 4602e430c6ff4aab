"""Does a Signature fit a request as it was received? All that official SDKs sign, or only what was sent."""
import hashlib
import hmac
import json
from base64 import b64encode

PREFIX = "/api/v1"
LENGTH = 44  # of 32 bytes in padded base64
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


def expected(key, path, query):
    """The signatures of one candidate: its string in UTF-8 and in ASCII."""
    for ascii_only in (False, True):
        text = json.dumps({"content": None, "path": path, "query": query},
                          separators=(",", ":"), ensure_ascii=ascii_only)
        yield b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest())


def fits(signatures, key, path, query, strict):
    """Whether the values of the Signature headers, exactly one, are right for the raw path and query."""
    if len(signatures) != 1:
        return False
    given = signatures[0].strip().encode("latin-1")
    if len(given) != LENGTH:
        return False
    return any(hmac.compare_digest(given, one)
               for candidate in candidates(key, path, query, strict) for one in expected(*candidate))
