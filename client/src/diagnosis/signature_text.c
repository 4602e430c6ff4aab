#include "signature_text.h"

#include <string.h>

#include "base64.h"
#include "snaptrade/percent.h"

enum { LONGEST = SIGNATURE_TEXT_SIZE - 2 };

static bool is_digest_size(size_t size)
{
    return size == DIGEST_SHA1_SIZE || size == DIGEST_SHA256_SIZE || size == DIGEST_SHA512_SIZE;
}

static bool decode_base64(const char *text, size_t length, struct digest *digest)
{
    unsigned char bytes[LONGEST];
    bool canonical;
    if (!base64_decode(text, length, bytes, &digest->size, &canonical) || !canonical ||
        !is_digest_size(digest->size))
        return false;
    memcpy(digest->bytes, bytes, digest->size);
    return true;
}

static bool decode_hex(const char *text, size_t length, struct digest *digest)
{
    if (length % 2 != 0 || !is_digest_size(length / 2))
        return false;
    digest->size = length / 2;
    for (size_t i = 0; i < digest->size; i++) {
        int byte = snaptrade_percent_byte(text + 2 * i);
        if (byte < 0)
            return false;
        digest->bytes[i] = (unsigned char)byte;
    }
    return true;
}

static enum signature_form read_base64(const char *text, size_t length, struct digest *digest)
{
    size_t padding = 0;
    while (padding < 2 && padding < length && text[length - padding - 1] == '=')
        padding++;
    if (!decode_base64(text, length - padding, digest))
        return SIGNATURE_MALFORMED;
    bool padded = length % 4 == 0;
    if (strcspn(text, "-_") < length)
        return padded || padding == 0 ? SIGNATURE_BASE64URL : SIGNATURE_MALFORMED;
    if (!padded)
        return padding == 0 ? SIGNATURE_UNPADDED : SIGNATURE_MALFORMED;
    struct digest inner;
    if (!decode_hex((const char *)digest->bytes, digest->size, &inner))
        return SIGNATURE_BASE64;
    *digest = inner;
    return SIGNATURE_BASE64_OF_HEX;
}

static enum signature_form read_plain(const char *text, size_t length, struct digest *digest)
{
    return decode_hex(text, length, digest) ? SIGNATURE_HEX : read_base64(text, length, digest);
}

static enum signature_form read_wrapped(const char *text, size_t length, struct digest *digest)
{
    char unwrapped[LONGEST + 1];
    bool quoted = length >= 2 && (text[0] == '"' || text[0] == '\'') && text[length - 1] == text[0];
    enum signature_form form = quoted ? SIGNATURE_QUOTED : SIGNATURE_PERCENT_ENCODED;
    if (quoted) {
        length -= 2;
        memcpy(unwrapped, text + 1, length);
        unwrapped[length] = '\0';
    } else if (strchr(text, '%') == NULL || !snaptrade_percent_decode(text, unwrapped, &length)) {
        return SIGNATURE_MALFORMED;
    }
    return read_plain(unwrapped, length, digest) == SIGNATURE_BASE64 ? form : SIGNATURE_MALFORMED;
}

/* Copies the value without the white space around it; one that is too long is cut, and then none
 * of the forms. */
static void trim(const char *value, char text[SIGNATURE_TEXT_SIZE])
{
    value += strspn(value, " \t");
    size_t length = strlen(value);
    while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
        length--;
    if (length > SIGNATURE_TEXT_SIZE - 1)
        length = SIGNATURE_TEXT_SIZE - 1;
    memcpy(text, value, length);
    text[length] = '\0';
}

void signature_text_read(const char *value, struct signature_text *signature)
{
    trim(value, signature->text);
    size_t length = strlen(signature->text);
    signature->form = SIGNATURE_MALFORMED;
    if (length <= LONGEST)
        signature->form = read_plain(signature->text, length, &signature->digest);
    if (length <= LONGEST && signature->form == SIGNATURE_MALFORMED)
        signature->form = read_wrapped(signature->text, length, &signature->digest);
    if (signature->form == SIGNATURE_MALFORMED)
        signature->digest.size = 0;
}
