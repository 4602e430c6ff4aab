#include "base64.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdlib.h>

/* How many of the characters are padding. */
static size_t padding_of(const char *text, size_t length)
{
    return length < 2 || text[length - 1] != '=' ? 0 : text[length - 2] == '=' ? 2 : 1;
}

/* OpenSSL decodes more than base64 is (white space, bits that are left over): what it does not
 * encode to the same text is none. */
static bool decode(const char *text, size_t length, unsigned char *bytes, unsigned char *again)
{
    int decoded = EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)length);
    if (decoded < 0)
        return false;
    EVP_EncodeBlock(again, bytes, decoded - (int)padding_of(text, length));
    return strcmp((const char *)again, text) == 0;
}

bool base64_read(const char *text, struct buffer *out)
{
    size_t length = strlen(text);
    if (length % 4 != 0 || length > INT_MAX)
        return false;
    unsigned char *bytes = malloc(length + 1), *again = malloc(length + 1);
    bool memory = bytes != NULL && again != NULL;
    bool good = memory && decode(text, length, bytes, again);
    if (good)
        buffer_append(out, bytes, length / 4 * 3 - padding_of(text, length));
    out->failed = out->failed || !memory;
    free(bytes);
    free(again);
    return good;
}
