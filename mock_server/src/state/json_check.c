#include "json_check.h"

#include <stdint.h>
#include <string.h>

#include "snaptrade/utf8.h"

struct scan {
    const char *start, *next, *end;
    const char *problem;
    uint64_t objects; /* bit n: the container at depth n is an object */
    int depth;
};

static bool fail(struct scan *scan, const char *problem)
{
    if (scan->problem == NULL)
        scan->problem = problem;
    return false;
}

static int peek(const struct scan *scan)
{
    return scan->next < scan->end ? (unsigned char)*scan->next : -1;
}

static void skip_space(struct scan *scan)
{
    while (peek(scan) == ' ' || peek(scan) == '\n' || peek(scan) == '\r' || peek(scan) == '\t')
        scan->next++;
}

static bool skip_digits(struct scan *scan)
{
    const char *first = scan->next;
    while (peek(scan) >= '0' && peek(scan) <= '9')
        scan->next++;
    return scan->next > first || fail(scan, "a digit is missing");
}

static bool scan_number(struct scan *scan)
{
    if (peek(scan) == '-')
        scan->next++;
    if (peek(scan) == '0') {
        scan->next++;
        if (peek(scan) >= '0' && peek(scan) <= '9')
            return fail(scan, "a number does not start with 0");
    } else if (!skip_digits(scan)) {
        return false;
    }
    if (peek(scan) == '.') {
        scan->next++;
        if (!skip_digits(scan))
            return false;
    }
    if (peek(scan) != 'e' && peek(scan) != 'E')
        return true;
    scan->next++;
    if (peek(scan) == '+' || peek(scan) == '-')
        scan->next++;
    return skip_digits(scan);
}

/* The four digits behind \u; -1: there are not four. */
static long unit_of(const struct scan *scan, const char *digits)
{
    long value = 0;
    for (int i = 0; i < 4; i++) {
        const char *set = "0123456789abcdefABCDEF";
        const char *found =
            digits + i < scan->end && digits[i] != '\0' ? strchr(set, digits[i]) : NULL;
        if (found == NULL)
            return -1;
        value = value * 16 + (found - set < 16 ? found - set : found - set - 6);
    }
    return value;
}

/* Behind "\u". */
static bool scan_unicode_escape(struct scan *scan)
{
    long unit = unit_of(scan, scan->next);
    if (unit < 0)
        return fail(scan, "\\u needs four hexadecimal digits");
    if (unit == 0)
        return fail(scan, "\\u0000 is not accepted");
    scan->next += 4;
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    bool pair = unit < 0xDC00 && scan->end - scan->next >= 6 && scan->next[0] == '\\' &&
                scan->next[1] == 'u';
    long low = pair ? unit_of(scan, scan->next + 2) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return fail(scan, "half a surrogate pair");
    scan->next += 6;
    return true;
}

static bool scan_escape(struct scan *scan)
{
    scan->next++;
    if (peek(scan) == 'u') {
        scan->next++;
        return scan_unicode_escape(scan);
    }
    if (peek(scan) < 1 || strchr("\"\\/bfnrt", peek(scan)) == NULL)
        return fail(scan, "unknown escape in a string");
    scan->next++;
    return true;
}

/* At a string's opening quote. The text is known to be UTF-8. */
static bool scan_string(struct scan *scan)
{
    for (scan->next++; peek(scan) != '"';) {
        if (peek(scan) < 0)
            return fail(scan, "a string does not end");
        if (peek(scan) < 0x20)
            return fail(scan, "control character in a string");
        if (peek(scan) != '\\')
            scan->next++;
        else if (!scan_escape(scan))
            return false;
    }
    scan->next++;
    return true;
}

static bool scan_word(struct scan *scan, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(scan->end - scan->next) < length || memcmp(scan->next, word, length) != 0)
        return fail(scan, "expected a value");
    scan->next += length;
    return true;
}

static bool in_object(const struct scan *scan)
{
    return scan->depth > 0 && (scan->objects >> (scan->depth - 1) & 1U) != 0;
}

/* A member's name and colon. */
static bool scan_name(struct scan *scan)
{
    skip_space(scan);
    if (peek(scan) != '"')
        return fail(scan, "expected a member's name in quotes");
    if (!scan_string(scan))
        return false;
    skip_space(scan);
    if (peek(scan) != ':')
        return fail(scan, "expected ':'");
    scan->next++;
    return true;
}

/* True also when a container was opened that has something in it: its first value comes next. */
static bool open_container(struct scan *scan, bool *value_next)
{
    bool object = peek(scan) == '{';
    if (scan->depth == JSON_MAX_DEPTH)
        return fail(scan, "nested too deep");
    scan->next++;
    skip_space(scan);
    if (peek(scan) == (object ? '}' : ']')) {
        scan->next++;
        return true;
    }
    uint64_t bit = UINT64_C(1) << scan->depth++;
    scan->objects = object ? scan->objects | bit : scan->objects & ~bit;
    *value_next = true;
    return !object || scan_name(scan);
}

static bool scan_value(struct scan *scan, bool *value_next)
{
    *value_next = false;
    skip_space(scan);
    switch (peek(scan)) {
    case '{':
    case '[':
        return open_container(scan, value_next);
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, "true");
    case 'f':
        return scan_word(scan, "false");
    case 'n':
        return scan_word(scan, "null");
    case -1:
        return fail(scan, "the text ends where a value is expected");
    default:
        return peek(scan) == '-' || (peek(scan) >= '0' && peek(scan) <= '9')
                   ? scan_number(scan)
                   : fail(scan, "expected a value");
    }
}

/* Behind a value: closes what ends here; *value_next when a comma asks for another. */
static bool after_value(struct scan *scan, bool *value_next)
{
    while (scan->depth > 0) {
        bool object = in_object(scan);
        skip_space(scan);
        if (peek(scan) == ',') {
            scan->next++;
            *value_next = true;
            return !object || scan_name(scan);
        }
        if (peek(scan) != (object ? '}' : ']'))
            return fail(scan, object ? "expected ',' or '}'" : "expected ',' or ']'");
        scan->next++;
        scan->depth--;
    }
    return true;
}

static bool scan_text(struct scan *scan)
{
    bool value_next = true;
    while (value_next)
        if (!scan_value(scan, &value_next) || (!value_next && !after_value(scan, &value_next)))
            return false;
    skip_space(scan);
    return peek(scan) < 0 || fail(scan, "there is more behind the value");
}

/* Nobody sees it, so that any other message would puzzle. */
static bool check_mark(struct scan *scan)
{
    static const char mark[] = {'\xEF', '\xBB', '\xBF'};
    bool marked = (size_t)(scan->end - scan->start) >= sizeof mark &&
                  memcmp(scan->start, mark, sizeof mark) == 0;
    return !marked || fail(scan, "starts with a byte order mark");
}

static bool check_utf8(struct scan *scan)
{
    uint32_t code_point;
    while (scan->next < scan->end) {
        if ((unsigned char)*scan->next < 0x80)
            scan->next++; /* nearly all of it */
        else if (!snaptrade_utf8_next(&scan->next, scan->end, &code_point))
            return fail(scan, "not UTF-8");
    }
    scan->next = scan->start;
    return true;
}

bool json_check(const char *text, size_t length, struct json_problem *problem)
{
    struct scan scan = {.start = text, .next = text, .end = text + length};
    if (check_mark(&scan) && check_utf8(&scan) && scan_text(&scan))
        return true;
    *problem = (struct json_problem){.line = 1, .column = 1, .what = scan.problem};
    for (const char *p = text; p < scan.next; p++) {
        problem->column = *p == '\n' ? 1 : problem->column + 1;
        problem->line += *p == '\n' ? 1 : 0;
    }
    return false;
}
