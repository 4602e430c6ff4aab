#include "snaptrade/signing.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "snaptrade/utf8.h"

enum {
    DIGEST_SIZE = 32,
    /* A control character grows from 1 byte to the 6 of \u001f; nothing grows more. */
    LONGEST_ESCAPE = 6
};

struct snaptrade_signer {
    EVP_MAC *mac;
    EVP_MAC_CTX *context;
    char *key;     /* that the context has; NULL: none */
    bool restarts; /* starting anew with the same key works without giving it again */
};

static char *append(char *out, const char *text)
{
    size_t length = strlen(text);
    memcpy(out, text, length);
    return out + length;
}

static char *append_hex_escape(char *out, unsigned code_unit)
{
    static const char digits[] = "0123456789abcdef";
    *out++ = '\\';
    *out++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *out++ = digits[(code_unit >> shift) & 0xF];
    return out;
}

static char *append_code_point(char *out, uint32_t code_point)
{
    if (code_point < 0x10000)
        return append_hex_escape(out, code_point);
    code_point -= 0x10000;
    out = append_hex_escape(out, 0xD800 + (code_point >> 10));
    return append_hex_escape(out, 0xDC00 + (code_point & 0x3FF));
}

/* The short escapes of JSON; every SDK uses them where they exist. */
static char short_escape(unsigned char byte)
{
    switch (byte) {
    case '"':
        return '"';
    case '\\':
        return '\\';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return '\0';
    }
}

/* A text that goes into a JSON string. */
struct text {
    const char *bytes;
    size_t length;
    bool plain; /* nothing in it is escaped */
};

/* Most texts are plain; a loop without branches finds that out fast. */
static struct text read_text(const char *bytes)
{
    struct text text = {.bytes = bytes, .length = strlen(bytes)};
    unsigned char special = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        special |= (byte < 0x20) | (byte >= 0x7F) | (byte == '"') | (byte == '\\');
    }
    text.plain = special == 0;
    return text;
}

static size_t most_room(const struct text *text)
{
    return text->plain ? text->length : LONGEST_ESCAPE * text->length;
}

/* Appends it as the inside of a JSON string; NULL when it must be ASCII and is not UTF-8. */
static char *append_json_text(char *out, const struct text *source, enum snaptrade_escape escape)
{
    const char *text = source->bytes, *end = text + source->length;
    if (source->plain) {
        memcpy(out, text, source->length);
        return out + source->length;
    }
    while (text < end) {
        unsigned char byte = (unsigned char)*text;
        char letter = short_escape(byte);
        uint32_t code_point = byte;
        if (letter != '\0') {
            *out++ = '\\';
            *out++ = letter;
            text++;
        } else if (byte >= 0x20 && (byte < 0x7F || escape == SNAPTRADE_ESCAPE_UTF8)) {
            *out++ = *text++;
        } else if (snaptrade_utf8_next(&text, end, &code_point)) {
            out = append_code_point(out, code_point);
        } else {
            return NULL;
        }
    }
    return out;
}

char *snaptrade_canonical_string(const struct snaptrade_signed_request *request,
                                 enum snaptrade_escape escape)
{
    const char *content = request->content != NULL ? request->content : "null";
    const struct text path = read_text(request->path);
    const struct text query = read_text(request->query != NULL ? request->query : "");
    size_t size = sizeof "{\"content\":,\"path\":\"\",\"query\":\"\"}" + strlen(content) +
                  most_room(&path) + most_room(&query);
    char *canonical = malloc(size);
    if (canonical == NULL)
        return NULL;
    char *out = append(canonical, "{\"content\":");
    out = append(out, content);
    out = append(out, ",\"path\":\"");
    out = append_json_text(out, &path, escape);
    if (out != NULL) {
        out = append(out, "\",\"query\":\"");
        out = append_json_text(out, &query, escape);
    }
    if (out == NULL) {
        free(canonical);
        return NULL;
    }
    out = append(out, "\"}");
    *out = '\0';
    return canonical;
}

static void forget_key(snaptrade_signer *signer)
{
    if (signer->key != NULL)
        OPENSSL_cleanse(signer->key, strlen(signer->key));
    free(signer->key);
    signer->key = NULL;
}

/* Makes the context ready for a message. A key that it has already is not set up again, which is
 * half the cost of a short message; it is compared, so that there is nothing to invalidate. */
static bool start(snaptrade_signer *signer, const char *key)
{
    if (signer->restarts && signer->key != NULL && strcmp(signer->key, key) == 0)
        return EVP_MAC_init(signer->context, NULL, 0, NULL) == 1;
    forget_key(signer);
    if (EVP_MAC_init(signer->context, (const unsigned char *)key, strlen(key), NULL) != 1)
        return false;
    signer->key = strdup(key); /* without memory the next message just costs more */
    return true;
}

bool snaptrade_signer_sign(snaptrade_signer *signer, const char *key, const char *canonical,
                           char signature[SNAPTRADE_SIGNATURE_SIZE])
{
    unsigned char digest[DIGEST_SIZE];
    size_t length = 0;
    signature[0] = '\0';
    if (!start(signer, key) ||
        EVP_MAC_update(signer->context, (const unsigned char *)canonical, strlen(canonical)) != 1 ||
        EVP_MAC_final(signer->context, digest, &length, sizeof digest) != 1 ||
        length != sizeof digest)
        return false;
    EVP_EncodeBlock((unsigned char *)signature, digest, DIGEST_SIZE);
    return true;
}

/* The first releases of OpenSSL 3.0 say that they start anew without a key, and do not. */
static bool can_restart(snaptrade_signer *signer)
{
    char first[SNAPTRADE_SIGNATURE_SIZE], second[SNAPTRADE_SIGNATURE_SIZE];
    signer->restarts = true;
    bool can = snaptrade_signer_sign(signer, "key", "text", first) &&
               snaptrade_signer_sign(signer, "key", "text", second) && strcmp(first, second) == 0;
    forget_key(signer);
    return can;
}

snaptrade_signer *snaptrade_signer_new(void)
{
    snaptrade_signer *signer = calloc(1, sizeof *signer);
    if (signer == NULL)
        return NULL;
    char digest[] = "SHA256"; /* OSSL_PARAM wants it writable, and only reads it */
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    signer->mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    signer->context = signer->mac != NULL ? EVP_MAC_CTX_new(signer->mac) : NULL;
    if (signer->context == NULL || EVP_MAC_CTX_set_params(signer->context, parameters) != 1) {
        snaptrade_signer_free(signer);
        return NULL;
    }
    signer->restarts = can_restart(signer);
    return signer;
}

void snaptrade_signer_free(snaptrade_signer *signer)
{
    if (signer == NULL)
        return;
    forget_key(signer);
    EVP_MAC_CTX_free(signer->context);
    EVP_MAC_free(signer->mac);
    free(signer);
}

bool snaptrade_sign(const char *consumer_key, const struct snaptrade_signed_request *request,
                    char signature[SNAPTRADE_SIGNATURE_SIZE])
{
    signature[0] = '\0';
    char *canonical = snaptrade_canonical_string(request, SNAPTRADE_ESCAPE_UTF8);
    snaptrade_signer *signer = canonical != NULL ? snaptrade_signer_new() : NULL;
    bool signed_it =
        signer != NULL && snaptrade_signer_sign(signer, consumer_key, canonical, signature);
    snaptrade_signer_free(signer);
    free(canonical);
    return signed_it;
}

bool snaptrade_secret_equal(const char *received, const char *expected)
{
    size_t length = strlen(expected);
    return strlen(received) == length && CRYPTO_memcmp(received, expected, length) == 0;
}

bool snaptrade_signature_equal(const char *received, const char *expected)
{
    return strlen(expected) == SNAPTRADE_SIGNATURE_SIZE - 1 &&
           snaptrade_secret_equal(received, expected);
}
