"""Mutants of bodies: other than what is signed, or than what a body is."""
import json

from table import EVERY_DISABLING, EVERY_POST, EVERY_REFRESH, LOGIN_WITHOUT, WITH_BODY, sent


def sign_content_as(request, change):
    """What is signed of the body is changed, as text; the rest is as it is."""
    def finish(text):
        content, separator, rest = text.rpartition(',"path":')
        return change(content) + separator + rest
    if request.body:
        request.finish = finish


@sent("")
def bodies_have_spaces(request, call):
    """Bodies are sent with spaces and signed without, as SDKs for Python do it."""
    if request.body:
        request.body = json.dumps(json.loads(request.body), ensure_ascii=False).encode()


@sent("")
def bodies_are_escaped(request, call):
    """Bodies are sent with escapes and signed without, which is the same JSON."""
    if request.body:
        request.body = json.dumps(json.loads(request.body)).encode()


@sent(WITH_BODY)
def bodies_are_not_signed(request, call):
    """A request is signed as if it had no body."""
    sign_content_as(request, lambda content: '{"content":null')


@sent(f"{WITH_BODY}, {LOGIN_WITHOUT}")
def bodies_are_signed_as_text(request, call):
    """A body is signed as a string of JSON in place of an object."""
    if request.body:
        request.signed_content = request.body.decode()


@sent(f"{EVERY_REFRESH}, {EVERY_DISABLING}")
def no_body_is_signed_as_empty_text(request, call):
    """A POST without a body is signed as if it had an empty string."""
    if request.method == "POST" and not request.body:
        request.signed_content = ""


@sent(EVERY_POST)
def posts_are_signed_without_content(request, call):
    """A POST is signed without content."""
    if request.method == "POST":
        request.canonical = lambda parts: json.dumps(
            {"path": parts["path"], "query": parts["query"]}, separators=(",", ":"))


@sent(f"{WITH_BODY}, {LOGIN_WITHOUT}")
def bodies_are_arrays(request, call):
    """A body is an array of one object."""
    if request.body:
        request.body = b"[" + request.body + b"]"


@sent("BODY 3")
def bodies_are_called_forms(request, call):
    """A body is called application/x-www-form-urlencoded."""
    request.content_type = "application/x-www-form-urlencoded"


@sent("LOGIN 11, BODY 5 6")
def bodies_are_signed_in_ascii(request, call):
    """What is not ASCII in a body is signed as a question mark."""
    sign_content_as(request, lambda content: content.encode("ascii", "replace").decode())


@sent("BODY 6")
def bodies_are_signed_up_to_ffff(request, call):
    """A character beyond U+FFFF is left out of what is signed."""
    sign_content_as(request, lambda content: "".join(c for c in content if c <= "\uffff"))


@sent("BODY 7")
def quotes_are_signed_unescaped(request, call):
    """A quote in a body is signed without its backslash."""
    sign_content_as(request, lambda content: content.replace('\\"', '"'))


@sent("USERS 6, LOGIN 6, BODY 8")
def ampersands_are_signed_as_entities(request, call):
    """An ampersand in a body is signed as HTML has it."""
    sign_content_as(request, lambda content: content.replace("&", "&amp;"))


@sent("BODY 8")
def markup_is_signed_without_brackets(request, call):
    """What looks like a tag in a body is not signed."""
    sign_content_as(request, lambda content: content.replace("<a>", ""))


@sent("BODY 9")
def line_breaks_are_signed_as_spaces(request, call):
    """A line break in a body is signed as a space."""
    sign_content_as(request, lambda content: content.replace("\\n", " "))


@sent("LOGIN 6, BODY 10")
def escapes_of_bodies_are_signed_decoded(request, call):
    """What looks like an escape in a body is signed decoded."""
    sign_content_as(request, lambda content: content.replace("%2F", "/"))


@sent("USERS 22 23 24, LOGIN 11, BODY 11")
def members_are_signed_in_reverse(request, call):
    """The members of a body are signed in another order than they are sent in."""
    if request.body:
        request.signed_content = dict(reversed(request.content().items()))
