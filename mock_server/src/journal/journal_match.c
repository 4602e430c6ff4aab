#include "journal_match.h"

#include <string.h>

#include "snaptrade/percent.h"

/* Whether the '*' at `place` takes this byte. */
static bool takes(const char *wanted, size_t place, char byte)
{
    return byte != '/' || wanted[place + 1] == '*' || (place > 0 && wanted[place - 1] == '*');
}

/* One step: at[i] says whether `wanted` up to i can be what the path has been so far. False: none
 * can be. */
static bool step(const char *wanted, bool *at, size_t count, char byte)
{
    bool any = false;
    for (size_t i = count + 1; i-- > 0;) {
        bool stays = at[i] && wanted[i] == '*' && takes(wanted, i, byte);
        at[i] = stays || (i > 0 && at[i - 1] && wanted[i - 1] == byte);
        any = any || at[i];
    }
    return any;
}

/* A '*' may take nothing. */
static void skip_stars(const char *wanted, bool *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        at[i + 1] = at[i + 1] || (at[i] && wanted[i] == '*');
}

static bool matches(const char *wanted, const char *path, size_t length)
{
    bool at[JOURNAL_PATH_MAX + 1] = {true};
    size_t count = strlen(wanted);
    skip_stars(wanted, at, count);
    for (size_t i = 0; i < length; i++) {
        if (!step(wanted, at, count, path[i]))
            return false;
        skip_stars(wanted, at, count);
    }
    return at[count];
}

bool journal_match_path(const char *wanted, const char *path, size_t length)
{
    static const char prefix[] = "/api/v1/";
    const size_t left_out = sizeof prefix - 2; /* without its last '/' */
    return matches(wanted, path, length) || (strncmp(path, prefix, sizeof prefix - 1) == 0 &&
                                             matches(wanted, path + left_out, length - left_out));
}

/* Whether the raw text of `length` bytes decodes to `wanted`. */
static bool decodes_to(const char *text, size_t length, const char *wanted)
{
    const char *end = text + length;
    for (; text < end && *wanted != '\0'; wanted++) {
        int byte = *text == '+' ? ' ' : (unsigned char)*text, taken = 1;
        if (*text == '%' && end - text >= 3) {
            byte = snaptrade_percent_byte(text + 1);
            taken = 3;
        }
        if (byte != (unsigned char)*wanted)
            return false;
        text += taken;
    }
    return text == end && *wanted == '\0';
}

bool journal_match_parameter(const char *query, const char *name, const char *wanted)
{
    while (*query != '\0') {
        size_t length = strcspn(query, "&");
        size_t name_length = strcspn(query, "=&");
        size_t value = name_length < length ? name_length + 1 : length;
        if (decodes_to(query, name_length, name) &&
            decodes_to(query + value, length - value, wanted))
            return true;
        query += length + (query[length] == '&' ? 1 : 0);
    }
    return false;
}
