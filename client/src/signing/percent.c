#include "snaptrade/percent.h"

#include <string.h>

static int digit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    return -1;
}

int snaptrade_percent_byte(const char *digits)
{
    int high = digit(digits[0]);
    int low = high >= 0 ? digit(digits[1]) : -1;
    return low >= 0 ? high * 16 + low : -1;
}

bool snaptrade_percent_decode(const char *text, char *out, size_t *length)
{
    const char *start = out;
    while (*text != '\0') {
        if (*text != '%') {
            *out++ = *text++;
            continue;
        }
        int byte = snaptrade_percent_byte(text + 1);
        if (byte < 0)
            return false;
        *out++ = (char)byte;
        text += 3;
    }
    *out = '\0';
    *length = (size_t)(out - start);
    return true;
}

char *snaptrade_percent_encode(char *out, const char *text, const char *kept)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (strchr(kept, byte) != NULL) {
            *out++ = *text;
        } else {
            *out++ = '%';
            *out++ = digits[byte >> 4];
            *out++ = digits[byte & 0xF];
        }
    }
    *out = '\0';
    return out;
}
