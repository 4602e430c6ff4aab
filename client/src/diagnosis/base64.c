#include "base64.h"

#include <string.h>

static int value_of(char character)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (character == '-' || character == '_')
        character = character == '-' ? '+' : '/';
    const char *digit = character != '\0' ? strchr(digits, character) : NULL;
    return digit != NULL ? (int)(digit - digits) : -1;
}

bool base64_decode(const char *text, size_t length, unsigned char *out, size_t *size,
                   bool *canonical)
{
    unsigned bits = 0, held = 0;
    *size = 0;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value < 0)
            return false;
        held = (held << 6 | (unsigned)value) & 0xFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out[(*size)++] = (unsigned char)(held >> bits);
        }
    }
    *canonical = bits < 6 && (held & ((1U << bits) - 1)) == 0;
    return true;
}
