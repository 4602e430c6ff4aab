"""Mutants of how a request is signed, and of how ids and keys are encoded."""
import json
import re
import time
import urllib.parse

from answers import DETAIL, called
from table import EVERY_CALL, asked, sent

# Nothing verifies.

@sent(EVERY_CALL)
def canonical_has_spaces(request, call):
    """The canonical string has spaces, as Python's json.dumps() makes them."""
    request.canonical = json.dumps


@sent(EVERY_CALL)
def canonical_has_another_order(request, call):
    """The canonical string begins with the path."""
    request.canonical = lambda parts: json.dumps(
        {name: parts[name] for name in ("path", "query", "content")}, separators=(",", ":"))


@sent(EVERY_CALL)
def canonical_has_no_content(request, call):
    """The canonical string has no content where it is null."""
    request.canonical = lambda parts: json.dumps(
        {"path": parts["path"], "query": parts["query"]}, separators=(",", ":"))


@sent(EVERY_CALL)
def signature_is_hex(request, call):
    """The signature is in hexadecimal."""
    request.encode = bytes.hex


@sent(EVERY_CALL)
def signature_is_left_out(request, call):
    """No signature is sent."""
    request.signature_headers = False


@sent(EVERY_CALL + ", ERROR 5 7")
def timestamp_is_in_milliseconds(request, call):
    """The timestamp is in milliseconds."""
    request.change("timestamp", lambda raw: raw + "000")


@sent(EVERY_CALL + ", ERROR 5 7")
def timestamp_is_left_out(request, call):
    """No timestamp is sent."""
    request.query = [item for item in request.query if item[0] != "timestamp"]


@sent("SIGN 25")
def timestamp_is_of_the_last_minute(request, call):
    """The timestamp is that of a minute ago."""
    request.change("timestamp", lambda raw: str(int(time.time()) - 60))


# Other than what is sent.

@sent("SIGN 1 3 5 7, BODY 1", "non-strict")
def base_path_is_not_signed(request, call):
    """The path is signed without /api/v1, whether it has it or not."""
    request.signed_path = request.path.removeprefix("/api/v1")


@sent("SIGN 2 4 6 8, BODY 2", "non-strict")
def base_path_is_always_signed(request, call):
    """The path is signed with /api/v1, whether it has it or not."""
    request.signed_path = "/api/v1" + request.path.removeprefix("/api/v1")


def decoded(escape):
    """The byte that it stands for, unless it is reserved."""
    byte = chr(int(escape[0][1:], 16))
    return escape[0] if byte in "!$&'()*+,;=:@/?%#" else byte


@sent("SIGN 14 16 17 19 21 24, USERS 18", "non-strict")
def values_are_signed_before_they_are_encoded(request, call):
    """What a query must not hold is signed as it is, as SDKs for Python do it."""
    signed = re.sub("%[0-9A-F]{2}", decoded, request.text())
    request.signed_query = signed.encode("latin-1").decode()


@sent("SIGN 22 23")
def secret_is_signed_decoded(request, call):
    """The userSecret is signed before it is encoded."""
    request.signed_query = "&".join(
        f"{name}={urllib.parse.unquote(value) if name == 'userSecret' else value}"
        for name, value in request.query)


@sent("SIGN 27, CALL 11 12 20")
def commas_are_signed_decoded(request, call):
    """Commas are signed as they are, and sent escaped."""
    request.query = [(name, value.replace(",", "%2C")) for name, value in request.query]
    request.signed_query = request.text().replace("%2C", ",")


@sent("SIGN 14 17 24, USERS 18")
def spaces_are_signed_as_plus(request, call):
    """A space is sent as %20, and signed as +."""
    request.query = [(name, value.replace("+", "%20")) for name, value in request.query]
    request.signed_query = request.text().replace("%20", "+")


# Keys.

@asked("SIGN 9")
def key_has_plus_for_space(request):
    """A space in the key becomes +."""
    request["consumerKey"] = request["consumerKey"].replace(" ", "+")


@asked("SIGN 10")
def key_has_no_padding(request):
    """The key is taken for base64, whose padding does not matter."""
    request["consumerKey"] = request["consumerKey"].rstrip("=")


@asked("SIGN 11")
def key_is_decoded(request):
    """The key is percent-decoded."""
    request["consumerKey"] = urllib.parse.unquote(request["consumerKey"])


@asked("SIGN 12")
def key_is_ascii(request):
    """What is not ASCII in the key becomes a question mark."""
    request["consumerKey"] = request["consumerKey"].encode("ascii", "replace").decode()


@asked("SIGN 13")
def key_is_unescaped(request):
    """A backslash in the key is taken for the start of an escape."""
    request["consumerKey"] = request["consumerKey"].replace("\\", "")


KEYS = {}


@asked("SIGN 26")
def key_is_that_of_the_newest_client(request):
    """All clients of a program sign with the key of the one that was made last."""
    if request["clientId"] not in KEYS:
        KEYS.update({request["clientId"]: None, "newest": request["consumerKey"]})
    if not request["consumerKey"].startswith("not-the-key"):
        request["consumerKey"] = KEYS["newest"]


# Values in the query: sent wrong, and signed as they are sent.

@sent("SIGN 14 15 16")
def client_id_is_encoded_twice(request, call):
    """The clientId is percent-encoded twice."""
    request.change("clientId", lambda raw: raw.replace("%", "%25"))


@sent("SIGN 15")
def client_id_is_sent_raw(request, call):
    """& and = in a clientId are sent as they are."""
    request.change("clientId", lambda raw: raw.replace("%26", "&").replace("%3D", "="))


@sent("SIGN 18 22, USERS 19")
def plus_is_sent_raw(request, call):
    """A plus sign is sent as it is, and so means a space."""
    request.query = [(name, value.replace("%2B", "+")) for name, value in request.query]


@sent("SIGN 18 23, USERS 19")
def percent_is_sent_raw(request, call):
    """A percent sign is sent as it is."""
    request.query = [(name, value.replace("%25", "%")) for name, value in request.query]


def as_latin1(raw):
    text = urllib.parse.unquote(raw)
    if text.isascii():
        return raw
    return urllib.parse.quote(text.encode("latin-1", "replace"))


@sent("SIGN 16 19 24, USERS 18")
def values_are_latin1(request, call):
    """Characters beyond ASCII are sent as Latin-1."""
    request.query = [(name, as_latin1(value)) for name, value in request.query]


@sent("SIGN 17 24, USERS 18")
def user_id_is_trimmed(request, call):
    """Spaces in a userId are left out."""
    request.change("userId", lambda raw: raw.replace("%20", "").replace("+", ""))


@sent("SIGN 20")
def user_id_ends_at_a_hash(request, call):
    """A userId is sent up to its #."""
    request.change("userId", lambda raw: raw.split("%23")[0])


@sent("SIGN 21")
def backslash_is_a_slash(request, call):
    """A backslash is sent as a slash, as browsers do it in paths."""
    request.query = [(name, value.replace("%5C", "/")) for name, value in request.query]


@sent("SIGN 22")
def secret_has_no_padding(request, call):
    """The userSecret is sent without = at its end."""
    request.change("userSecret", lambda raw: raw.replace("%3D", "").rstrip("="))


@sent("SIGN 23")
def secret_is_cut_at_an_ampersand(request, call):
    """A userSecret is sent up to its &."""
    request.change("userSecret", lambda raw: raw.split("%26")[0])


@sent("SIGN 24")
def detail_has_an_ascii_user(request, call):
    """detail sends a question mark for what is not ASCII."""
    if called(call, DETAIL):
        request.change("userId", lambda raw: urllib.parse.quote(
            urllib.parse.unquote(raw).encode("ascii", "replace")))


@sent("SIGN 27")
def second_of_a_list_is_not_signed(request, call):
    """Of two lists, what is signed is in lower case."""
    if "userIds" in call and "sessionIds" in call:
        request.signed_query = request.text().lower()
