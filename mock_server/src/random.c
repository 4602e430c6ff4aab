#include "random.h"

#include <openssl/rand.h>
#include <string.h>

void random_hex(struct random_stock *stock, size_t count, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    if (stock->left < count) {
        if (RAND_bytes(stock->bytes, sizeof stock->bytes) != 1)
            memset(stock->bytes, 0, sizeof stock->bytes);
        stock->left = sizeof stock->bytes;
    }
    stock->left -= count;
    for (const unsigned char *byte = stock->bytes + stock->left; count > 0; count--, byte++) {
        *hex++ = digits[*byte >> 4];
        *hex++ = digits[*byte & 0xF];
    }
    *hex = '\0';
}
