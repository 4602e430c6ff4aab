#include "base64.h"

#include <stdint.h>

enum { PER_GROUP = 4, BITS = 6 };

/* The value of a digit; -1: it is none. */
static int digit(char byte)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = byte != '\0' ? strchr(digits, byte) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* How many of the four are padding, which only the last group may have. */
static int padding_of(const char *group, bool last)
{
    if (!last || group[3] != '=')
        return 0;
    return group[2] == '=' ? 2 : 1;
}

static bool read_group(const char *group, bool last, struct buffer *out)
{
    int padding = padding_of(group, last);
    uint32_t bits = 0;
    for (int i = 0; i < PER_GROUP; i++) {
        int value = i < PER_GROUP - padding ? digit(group[i]) : 0;
        if (value < 0)
            return false;
        bits = bits << BITS | (uint32_t)value;
    }
    const unsigned char bytes[] = {(unsigned char)(bits >> 16), (unsigned char)(bits >> 8),
                                   (unsigned char)bits};
    for (int i = 3 - padding; i < 3; i++)
        if (bytes[i] != 0)
            return false;
    buffer_append(out, bytes, (size_t)(3 - padding));
    return true;
}

bool base64_read(const char *text, struct buffer *out)
{
    size_t length = strlen(text);
    if (length % PER_GROUP != 0)
        return false;
    for (size_t i = 0; i < length; i += PER_GROUP)
        if (!read_group(text + i, i + PER_GROUP == length, out))
            return false;
    return true;
}
