#include "name_ending.h"

#include <ctype.h>

#include "snaptrade/percent.h"

/* Reads the character before *end, decoded, and moves *end before it. */
static int previous(const char *start, const char **end)
{
    const char *p = *end;
    int byte = p - start >= 3 && p[-3] == '%' ? snaptrade_percent_byte(p - 2) : -1;
    *end = byte >= 0 ? p - 3 : p - 1;
    return byte >= 0 ? byte : (unsigned char)p[-1];
}

static bool is_passed_over(int byte)
{
    return byte == '-' || byte == '_' || byte == '.';
}

int name_last_letter(const char *name, size_t length)
{
    const char *end = name + length;
    while (end > name) {
        int byte = previous(name, &end);
        if (!is_passed_over(byte))
            return tolower(byte);
    }
    return 0;
}

bool name_ends_in(const char *name, size_t length, const struct name_ending *ending)
{
    const char *end = name + length;
    for (size_t left = ending->count; left > 0;) {
        if (end == name)
            return false;
        int byte = previous(name, &end);
        if (is_passed_over(byte))
            continue;
        if (tolower(byte) != ending->letters[--left])
            return false;
    }
    return true;
}
