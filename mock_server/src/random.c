#include "random.h"

#include <openssl/rand.h>
#include <string.h>

static void write_hex(const unsigned char *bytes, size_t count, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (; count > 0; count--, bytes++) {
        *hex++ = digits[*bytes >> 4];
        *hex++ = digits[*bytes & 0xF];
    }
    *hex = '\0';
}

void random_hex(struct random_stock *stock, size_t count, char *hex)
{
    if (stock->left < count) {
        if (RAND_bytes(stock->bytes, sizeof stock->bytes) != 1)
            memset(stock->bytes, 0, sizeof stock->bytes);
        stock->left = sizeof stock->bytes;
    }
    stock->left -= count;
    write_hex(stock->bytes + stock->left, count, hex);
}

bool random_uuid(struct snaptrade_uuid *uuid)
{
    if (RAND_bytes(uuid->bytes, sizeof uuid->bytes) != 1)
        return false;
    uuid->bytes[6] = (unsigned char)((uuid->bytes[6] & 0x0F) | 0x40);
    uuid->bytes[8] = (unsigned char)((uuid->bytes[8] & 0x3F) | 0x80);
    return true;
}

bool random_uuid_text(char text[SNAPTRADE_UUID_LENGTH + 1])
{
    struct snaptrade_uuid uuid;
    if (!random_uuid(&uuid))
        return false;
    snaptrade_uuid_format(&uuid, text);
    return true;
}

bool random_secret(char secret[RANDOM_SECRET_SIZE])
{
    unsigned char bytes[RANDOM_SECRET_SIZE / 2];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    write_hex(bytes, sizeof bytes, secret);
    return true;
}
