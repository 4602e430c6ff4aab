#include "snaptrade/mask.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "name_ending.h"
#include "occurrence.h"

static const char stars[] = "***";
/* '&' as languages write it that escape JSON for use in HTML. */
static const char html_ampersand[] = "\\u0026";

enum { STARS = sizeof stars - 1, HTML_AMPERSAND = sizeof html_ampersand - 1, SIGNATURE_SHOWN = 6 };

/* A text on its way from `in` to `out`. */
struct masking {
    enum snaptrade_text_kind kind;
    const struct snaptrade_secrets *secrets;
    const char *in;
    const char *name; /* where the parameter's name began that `in` may be in */
    char *out;
    const char *mark, *marked; /* a place in the text, and where it came to be; NULL: not yet */
    bool stops[UCHAR_MAX + 1]; /* bytes at which there may be something to do */
};

bool snaptrade_is_secret_name(const char *name, size_t length)
{
    static const struct name_ending endings[] = {
        NAME_ENDING("secret"),     NAME_ENDING("consumerkey"), NAME_ENDING("apikey"),
        NAME_ENDING("privatekey"), NAME_ENDING("signature"),   NAME_ENDING("password"),
        NAME_ENDING("token"),
    };
    int last = name_last_letter(name, length);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (endings[i].letters[endings[i].count - 1] == last &&
            name_ends_in(name, length, &endings[i]))
            return true;
    return false;
}

/* Moves on; `out` is where the `length` bytes are now, or the stars in their place. */
static void pass(struct masking *masking, size_t length, const char *out, bool copied)
{
    if (masking->mark >= masking->in && masking->mark < masking->in + length)
        masking->marked = out + (copied ? masking->mark - masking->in : 0);
    masking->in += length;
}

static void copy(struct masking *masking, size_t length)
{
    memcpy(masking->out, masking->in, length);
    pass(masking, length, masking->out, true);
    masking->out += length;
}

static void put_stars(struct masking *masking)
{
    memcpy(masking->out, stars, STARS);
    masking->out += STARS;
}

/* Passes over what the stars just put stand for. */
static void hide(struct masking *masking, size_t length)
{
    pass(masking, length, masking->out - STARS, false);
}

static bool at_html_ampersand(const struct masking *masking)
{
    return masking->kind == SNAPTRADE_TEXT_JSON &&
           strncmp(masking->in, html_ampersand, HTML_AMPERSAND) == 0;
}

static bool at_end_of_value(const struct masking *masking)
{
    char byte = *masking->in;
    return byte == '\0' || byte == '&' || (byte == '"' && masking->kind == SNAPTRADE_TEXT_JSON) ||
           at_html_ampersand(masking);
}

/* The length of the escape that stands here, 0 when there is none; *letter tells whether it stands
 * for a letter or digit. */
static size_t escape_length(const struct masking *masking, bool *letter)
{
    struct occurrence_unit unit;
    *letter = false;
    if (*masking->in == '+')
        return 1;
    bool escape =
        *masking->in == '%' || (*masking->in == '\\' && masking->kind == SNAPTRADE_TEXT_JSON);
    if (!escape || !occurrence_decode(masking->in, &unit))
        return 0;
    *letter = unit.size == 1 && isalnum((unsigned char)unit.bytes[0]);
    return unit.length;
}

/* The longest of the secrets that stand here. */
static bool mask_secret(struct masking *masking)
{
    size_t length = 0;
    for (size_t i = 0; masking->secrets != NULL && i < masking->secrets->count; i++) {
        size_t found = occurrence_length(masking->in, masking->secrets->values[i]);
        length = found > length ? found : length;
    }
    if (length == 0)
        return false;
    put_stars(masking);
    hide(masking, length);
    return true;
}

/* Everything up to the end of the value: runs as stars, escapes as they are. */
static void mask_value(struct masking *masking)
{
    bool in_run = false, letter;
    while (!at_end_of_value(masking)) {
        size_t escape = escape_length(masking, &letter);
        if (escape > 0 && !letter) {
            if (!mask_secret(masking))
                copy(masking, escape);
            in_run = false;
            continue;
        }
        if (!in_run)
            put_stars(masking);
        in_run = true;
        hide(masking, escape > 0 ? escape : 1);
    }
}

/* Behind the quote that ends a string: the length of what leads into the member's own string. */
static size_t into_member(const char *text)
{
    size_t spaces = strspn(text, " \t\r\n");
    if (text[spaces] != ':')
        return 0;
    size_t length = spaces + 1;
    length += strspn(text + length, " \t\r\n");
    return text[length] == '"' ? length + 1 : 0;
}

static void pass_quote(struct masking *masking)
{
    size_t into = into_member(masking->in + 1);
    bool secret =
        into > 0 && snaptrade_is_secret_name(masking->name, (size_t)(masking->in - masking->name));
    copy(masking, 1 + (secret ? into : 0));
    if (secret)
        mask_value(masking);
    masking->name = masking->in;
}

static void pass_backslash(struct masking *masking)
{
    bool ampersand = at_html_ampersand(masking);
    bool escaped = masking->in[1] == '"' || masking->in[1] == '\\'; /* which begins nothing */
    copy(masking, ampersand ? HTML_AMPERSAND : escaped ? 2 : 1);
    if (ampersand)
        masking->name = masking->in;
}

/* One byte, or what it begins. */
static void pass_stop(struct masking *masking)
{
    bool json = masking->kind == SNAPTRADE_TEXT_JSON;
    if (mask_secret(masking))
        return;
    char byte = *masking->in;
    if (byte == '"' && json) {
        pass_quote(masking);
    } else if (byte == '\\' && json) {
        pass_backslash(masking);
    } else if (byte == '=' && masking->kind != SNAPTRADE_TEXT_PLAIN) {
        bool secret =
            snaptrade_is_secret_name(masking->name, (size_t)(masking->in - masking->name));
        copy(masking, 1);
        if (secret) {
            mask_secret(masking); /* a known one may hold what else would end it */
            mask_value(masking);
        }
    } else {
        copy(masking, 1);
        if (byte == '&' || byte == '?' || byte == ';')
            masking->name = masking->in;
    }
}

static void find_stops(struct masking *masking)
{
    for (const char *stop = "=&?;%+\"\\"; *stop != '\0'; stop++)
        masking->stops[(unsigned char)*stop] = true;
    for (size_t i = 0; masking->secrets != NULL && i < masking->secrets->count; i++)
        if (masking->secrets->values[i] != NULL)
            masking->stops[(unsigned char)masking->secrets->values[i][0]] = true;
    masking->stops[0] = true;
}

/* Nothing in it is a parameter, a member or a secret: so it is with most headers. */
static bool is_plain(const char *text, const struct snaptrade_secrets *secrets)
{
    if (strpbrk(text, "=\"") != NULL)
        return false;
    for (size_t i = 0; secrets != NULL && i < secrets->count; i++)
        if (occurrence_possible(text, secrets->values[i]))
            return false;
    return true;
}

bool snaptrade_holds_secret(const char *text, const struct snaptrade_secrets *secrets)
{
    for (size_t i = 0; secrets != NULL && i < secrets->count; i++)
        if (occurrence_possible(text, secrets->values[i]))
            for (const char *at = text; *at != '\0'; at++)
                if (occurrence_length(at, secrets->values[i]) > 0)
                    return true;
    return false;
}

/* Masks the whole text, and tells what became of its mark. */
static size_t mask_text(struct masking *masking)
{
    const char *out = masking->out;
    find_stops(masking);
    for (;;) {
        const char *stop = masking->in;
        while (!masking->stops[(unsigned char)*stop])
            stop++;
        copy(masking, (size_t)(stop - masking->in));
        if (*stop == '\0')
            break;
        pass_stop(masking);
    }
    *masking->out = '\0';
    if (masking->marked == NULL)
        masking->marked = masking->out;
    return (size_t)(masking->out - out);
}

size_t snaptrade_mask(enum snaptrade_text_kind kind, const char *text,
                      const struct snaptrade_secrets *secrets, char *out)
{
    size_t mark = 0;
    return snaptrade_mask_marked(kind, text, secrets, out, &mark);
}

size_t snaptrade_mask_marked(enum snaptrade_text_kind kind, const char *text,
                             const struct snaptrade_secrets *secrets, char *out, size_t *mark)
{
    if (is_plain(text, secrets)) {
        size_t plain = strlen(text);
        memcpy(out, text, plain + 1);
        return plain;
    }
    struct masking masking = {.kind = kind, .secrets = secrets, .mark = text + *mark};
    masking.in = masking.name = text;
    masking.out = out;
    size_t length = mask_text(&masking);
    *mark = (size_t)(masking.marked - out);
    return length;
}

static size_t mask_whole(const char *value, size_t shown, char *out)
{
    size_t length = strlen(value) > 2 * shown ? shown : 0;
    memcpy(out, value, length);
    if (*value != '\0') {
        memcpy(out + length, stars, STARS);
        length += STARS;
    }
    out[length] = '\0';
    return length;
}

/* Most names differ in their first letter, and need no function call. */
static bool is_hidden_whole(const char *name)
{
    static const char *const whole[] = {"authorization", "proxy-authorization", "cookie",
                                        "set-cookie"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if ((*name | 0x20) == *whole[i] && strcasecmp(name, whole[i]) == 0)
            return true;
    return snaptrade_is_secret_name(name, strlen(name));
}

size_t snaptrade_mask_header(const char *name, const char *value,
                             const struct snaptrade_secrets *secrets, char *out)
{
    /* A confused client may send a secret as its signature: its beginning must not be shown. */
    if (strcasecmp(name, "Signature") == 0)
        return mask_whole(value, snaptrade_holds_secret(value, secrets) ? 0 : SIGNATURE_SHOWN, out);
    return is_hidden_whole(name) ? mask_whole(value, 0, out)
                                 : snaptrade_mask(SNAPTRADE_TEXT_QUERY, value, secrets, out);
}
