#include "occurrence.h"

#include <stdint.h>
#include <string.h>

#include "snaptrade/mask.h"
#include "snaptrade/percent.h"

/* The four digits behind \u; -1: there are not four. */
static int32_t code_unit(const char *text)
{
    if (text[0] != '\\' || text[1] != 'u')
        return -1;
    int high = snaptrade_percent_byte(text + 2);
    int low = high >= 0 ? snaptrade_percent_byte(text + 4) : -1;
    return low >= 0 ? high * 256 + low : -1;
}

static void put_utf8(uint32_t code_point, struct occurrence_unit *unit)
{
    static const struct {
        uint32_t below;
        unsigned char lead;
    } forms[] = {{0x80, 0x00}, {0x800, 0xC0}, {0x10000, 0xE0}, {0x110000, 0xF0}};
    unsigned more = 0;
    while (code_point >= forms[more].below)
        more++;
    unit->size = more + 1;
    for (unsigned i = more; i > 0; i--, code_point >>= 6)
        unit->bytes[i] = (char)(0x80 | (code_point & 0x3F));
    unit->bytes[0] = (char)(forms[more].lead | code_point);
}

static bool decode_code_unit(const char *text, struct occurrence_unit *unit)
{
    int32_t first = code_unit(text);
    if (first < 0)
        return false;
    int32_t second = first >= 0xD800 && first < 0xDC00 ? code_unit(text + 6) : -1;
    bool pair = second >= 0xDC00 && second < 0xE000;
    unit->length = pair ? 12 : 6;
    put_utf8(pair ? (uint32_t)(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
                  : (uint32_t)first,
             unit);
    return true;
}

static bool decode_json(const char *text, struct occurrence_unit *unit)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *letter = text[1] != '\0' ? strchr(letters, text[1]) : NULL;
    if (letter == NULL)
        return decode_code_unit(text, unit);
    *unit = (struct occurrence_unit){.bytes = {meanings[letter - letters]}, .size = 1, .length = 2};
    return true;
}

bool occurrence_decode(const char *text, struct occurrence_unit *unit)
{
    if (*text == '\\')
        return decode_json(text, unit);
    int byte = *text == '%' ? snaptrade_percent_byte(text + 1) : -1;
    if (byte < 0)
        return false;
    *unit = (struct occurrence_unit){.bytes = {(char)byte}, .size = 1, .length = 3};
    return true;
}

static const char *end_of(const char *text, const char *secret);

/* A '+' may be a space that was encoded before. */
static const char *end_behind(const char *text, const char *secret,
                              const struct occurrence_unit *unit)
{
    bool space = unit->size == 1 && unit->bytes[0] == '+' && *secret == ' ';
    return space || strncmp(secret, unit->bytes, unit->size) == 0
               ? end_of(text + unit->length, secret + unit->size)
               : NULL;
}

/* Tries the readings of a %XX that may be encoded several times (%25XX, %2525XX), the deepest
 * first. Only one of them can go on for long, since a '%' in the secret is followed by the same
 * digits in each: the search stays linear. */
static const char *end_of_percent(const char *text, const char *secret)
{
    size_t levels = 0;
    const char *end = NULL;
    while (strncmp(text + 1 + 2 * levels, "25", 2) == 0)
        levels++;
    for (size_t more = levels + 1; end == NULL && more-- > 0;) {
        int byte = snaptrade_percent_byte(text + 1 + 2 * more);
        const struct occurrence_unit unit = {
            .bytes = {(char)byte}, .size = 1, .length = 3 + 2 * more};
        if (byte >= 0)
            end = end_behind(text, secret, &unit);
    }
    return end;
}

static const char *end_of_backslash(const char *text, const char *secret)
{
    struct occurrence_unit unit;
    return decode_json(text, &unit) ? end_behind(text, secret, &unit) : NULL;
}

/* Where the secret that `text` starts with ends; NULL: it does not. */
static const char *end_of(const char *text, const char *secret)
{
    for (; *secret != '\0'; text++, secret++) {
        const char *end = *text == '%'    ? end_of_percent(text, secret)
                          : *text == '\\' ? end_of_backslash(text, secret)
                                          : NULL;
        if (end != NULL)
            return end;
        if (*text != *secret && !(*text == '+' && *secret == ' '))
            return NULL;
    }
    return text;
}

bool occurrence_possible(const char *text, const char *secret)
{
    if (secret == NULL)
        return false;
    return strpbrk(text, "%\\") != NULL || strstr(text, secret) != NULL ||
           (strchr(secret, ' ') != NULL && strchr(text, '+') != NULL);
}

/* What a secret can begin with; nearly every place of a text is none. */
static bool may_begin(const char *text, const char *secret)
{
    return *text == *secret || *text == '%' || *text == '\\' || *text == '+';
}

size_t occurrence_length(const char *text, const char *secret)
{
    const char *end = secret != NULL && may_begin(text, secret) ? end_of(text, secret) : NULL;
    if (end == NULL || strnlen(secret, SNAPTRADE_SHORTEST_SECRET) < SNAPTRADE_SHORTEST_SECRET)
        return 0;
    return (size_t)(end - text);
}
