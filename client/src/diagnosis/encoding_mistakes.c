/* Mistakes in how the query that was signed is encoded. */
#include "mistakes.h"

#include <ctype.h>
#include <string.h>

#include "parameters.h"
#include "snaptrade/percent.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#define UNRESERVED LETTERS "-._~"

/* A longer value is not written anew. */
enum { LONGEST_VALUE = 1024 };

/* Every `from` of the query replaced by `to`. */
static const char *replace(struct search *search, const char *from, const char *to)
{
    size_t from_length = strlen(from), to_length = strlen(to);
    char *room = search_room(search, strlen(search->query) * to_length + 1), *out = room;
    if (room == NULL)
        return NULL;
    for (const char *p = search->query; *p != '\0';) {
        if (strncmp(p, from, from_length) == 0) {
            memcpy(out, to, to_length);
            out += to_length;
            p += from_length;
        } else {
            *out++ = *p++;
        }
    }
    *out = '\0';
    return room;
}

bool mistake_query_plus_for_space(struct search *search)
{
    return search_query(search, replace(search, "%20", "+"));
}

bool mistake_query_percent_20_for_space(struct search *search)
{
    return search_query(search, replace(search, "+", "%20"));
}

static bool has_hex_case(struct search *search, int (*change)(int))
{
    char *room = search_copy(search, search->query);
    for (char *p = room; p != NULL && (p = strchr(p, '%')) != NULL; p++)
        if (snaptrade_percent_byte(p + 1) >= 0) {
            p[1] = (char)change((unsigned char)p[1]);
            p[2] = (char)change((unsigned char)p[2]);
        }
    return search_query(search, room);
}

bool mistake_query_hex_case(struct search *search)
{
    return has_hex_case(search, tolower) || has_hex_case(search, toupper);
}

static void spaces_for_plus(char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '+')
            *text = ' ';
}

static bool is_decoded(struct search *search, bool plus)
{
    char *room = search_copy(search, search->query);
    size_t length;
    if (room == NULL)
        return false;
    if (plus)
        spaces_for_plus(room);
    return snaptrade_percent_decode(room, room, &length) && strlen(room) == length &&
           search_query(search, room);
}

bool mistake_query_decoded(struct search *search)
{
    return is_decoded(search, true) || is_decoded(search, false);
}

/* How one language or another encodes a value. */
struct encoding {
    const char *kept;
    bool plus; /* a space as '+' */
};

static char *encode(char *out, const char *text, const struct encoding *encoding)
{
    static const char space[] = "%20";
    char *end = snaptrade_percent_encode(out, text, encoding->kept);
    for (char *p = out; encoding->plus && (p = strstr(p, space)) != NULL; end -= sizeof space - 2) {
        *p++ = '+';
        memmove(p, p + sizeof space - 2, strlen(p + sizeof space - 2) + 1);
    }
    return end;
}

/* Writes a value anew and returns the end; `name` says whose it is. */
typedef char *writer(char *out, char *value, const struct parameter *name, const void *context);

static char *write_again(char *out, char *value, const struct parameter *name, const void *context)
{
    (void)name;
    return encode(out, value, context);
}

static char *write_decoded_again(char *out, char *value, const struct parameter *name,
                                 const void *context)
{
    size_t length;
    spaces_for_plus(value);
    return snaptrade_percent_decode(value, value, &length) ? write_again(out, value, name, context)
                                                           : NULL;
}

static char *write_user_decoded(char *out, char *value, const struct parameter *name,
                                const void *context)
{
    size_t length = strlen(value);
    (void)context;
    if (parameter_has_name(name, "userId") || parameter_has_name(name, "userSecret")) {
        spaces_for_plus(value);
        if (!snaptrade_percent_decode(value, value, &length))
            return NULL;
    }
    memcpy(out, value, length);
    return out + length;
}

static char *write_parameter(char *out, const struct parameter *parameter, writer *write,
                             const void *context)
{
    char value[LONGEST_VALUE + 1];
    size_t start = parameter->name_length + (parameter->name_length < parameter->length ? 1 : 0);
    size_t length = parameter->length - start;
    if (length > LONGEST_VALUE)
        return NULL;
    memcpy(out, parameter->text, start);
    memcpy(value, parameter->text + start, length);
    value[length] = '\0';
    return write(out + start, value, parameter, context);
}

static bool is_rewritten(struct search *search, writer *write, const void *context)
{
    struct parameters parameters;
    parameters_read(search->query, &parameters);
    char *room = search_room(search, 3 * strlen(search->query) + 1), *out = room;
    for (size_t i = 0; out != NULL && i < parameters.count; i++) {
        if (i > 0)
            *out++ = '&';
        out = write_parameter(out, &parameters.items[i], write, context);
    }
    if (out == NULL)
        return false;
    *out = '\0';
    return search_query(search, room);
}

/* Bases of their own, and what Python makes of reserved characters. */
bool mistake_query_raw_ids(struct search *search)
{
    return (search->query_index == SEARCH_RAW_IDS && search_base(search)) ||
           is_rewritten(search, write_user_decoded, NULL);
}

bool mistake_query_re_encoded(struct search *search)
{
    static const struct encoding encodings[] = {
        {UNRESERVED "!'()*", false},       /* encodeURIComponent */
        {UNRESERVED "/", false},           /* Python's quote */
        {LETTERS "-._*", true},            /* URLSearchParams, Java's URLEncoder */
        {UNRESERVED, true},                /* Python's urlencode, Go's url.Values */
        {UNRESERVED "!'()*:$,[]", true},   /* axios */
        {UNRESERVED "!$'()*,;:@/?", false} /* only what has to be */
    };
    if (search->query_index == SEARCH_RE_ENCODED && search_base(search))
        return true;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (is_rewritten(search, write_decoded_again, &encodings[i]))
            return true;
    return false;
}

bool mistake_query_encoded_twice(struct search *search)
{
    static const struct encoding values = {UNRESERVED, false};
    static const char *const whole[] = {UNRESERVED "!'()*", UNRESERVED "!'()*;,/?:@&=+$#"};
    if (is_rewritten(search, write_again, &values))
        return true;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        char *room = search_room(search, 3 * strlen(search->query) + 1);
        if (room != NULL)
            snaptrade_percent_encode(room, search->query, whole[i]);
        if (search_query(search, room))
            return true;
    }
    return false;
}
