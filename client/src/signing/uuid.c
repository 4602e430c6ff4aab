#include "snaptrade/uuid.h"

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

static const char shape[SNAPTRADE_UUID_LENGTH + 1] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

bool snaptrade_uuid_parse(const char *text, size_t length, struct snaptrade_uuid *uuid)
{
    struct snaptrade_uuid result;
    size_t digits = 0;
    if (length != SNAPTRADE_UUID_LENGTH)
        return false;
    for (size_t i = 0; i < SNAPTRADE_UUID_LENGTH; i++) {
        int value = hex_value(text[i]);
        if (shape[i] == '-') {
            if (text[i] != '-')
                return false;
        } else if (value < 0) {
            return false;
        } else {
            unsigned char *byte = &result.bytes[digits / 2];
            *byte = (unsigned char)(digits % 2 == 0 ? value << 4 : *byte | value);
            digits++;
        }
    }
    *uuid = result;
    return true;
}

void snaptrade_uuid_format(const struct snaptrade_uuid *uuid, char text[SNAPTRADE_UUID_LENGTH + 1])
{
    static const char digits[] = "0123456789abcdef";
    size_t digit = 0;
    for (size_t i = 0; i < SNAPTRADE_UUID_LENGTH; i++) {
        text[i] = '-';
        if (shape[i] == '-')
            continue;
        unsigned char byte = uuid->bytes[digit / 2];
        text[i] = digits[digit % 2 == 0 ? byte >> 4 : byte & 0xF];
        digit++;
    }
    text[SNAPTRADE_UUID_LENGTH] = '\0';
}
