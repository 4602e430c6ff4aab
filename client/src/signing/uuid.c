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

bool snaptrade_uuid_parse(const char *text, size_t length, struct snaptrade_uuid *uuid)
{
    static const char shape[SNAPTRADE_UUID_LENGTH + 1] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
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
