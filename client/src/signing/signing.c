#include "snaptrade/signing.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "json_text.h"

enum { DIGEST_SIZE = 32 };

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

char *snaptrade_canonical_string(const struct snaptrade_signed_request *request,
                                 enum snaptrade_escape escape)
{
    const char *content = request->content != NULL ? request->content : "null";
    const unsigned escapes = escape == SNAPTRADE_ESCAPE_ASCII ? JSON_ASCII : JSON_UTF8;
    const struct json_text path = json_text_read(request->path);
    const struct json_text query = json_text_read(request->query != NULL ? request->query : "");
    size_t size = sizeof "{\"content\":,\"path\":\"\",\"query\":\"\"}" + strlen(content) +
                  json_text_room(&path, escapes) + json_text_room(&query, escapes);
    char *canonical = malloc(size);
    if (canonical == NULL)
        return NULL;
    char *out = append(canonical, "{\"content\":");
    out = append(out, content);
    out = append(out, ",\"path\":\"");
    out = json_text_append(out, &path, escapes);
    if (out != NULL) {
        out = append(out, "\",\"query\":\"");
        out = json_text_append(out, &query, escapes);
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
