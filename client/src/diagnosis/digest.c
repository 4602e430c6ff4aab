#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_BLOCK = 128, INNER_PAD = 0x36, OUTER_PAD = 0x5C };

/* HMAC by its definition (RFC 2104), from states that have the padded key in them already: that is
 * half the work of a short text, and works alike in every release of OpenSSL 3. */
struct digester {
    EVP_MD *md;
    EVP_MD_CTX *inner, *outer, *work;
};

static const char *const names[] = {
    [DIGEST_SHA1] = "SHA1", [DIGEST_SHA256] = "SHA256", [DIGEST_SHA512] = "SHA512"};

struct digester *digester_new(enum digest_algorithm algorithm)
{
    struct digester *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    made->md = EVP_MD_fetch(NULL, names[algorithm], NULL);
    made->inner = EVP_MD_CTX_new();
    made->outer = EVP_MD_CTX_new();
    made->work = EVP_MD_CTX_new();
    if (made->md == NULL || made->inner == NULL || made->outer == NULL || made->work == NULL) {
        digester_free(made);
        return NULL;
    }
    return made;
}

void digester_free(struct digester *digester)
{
    if (digester == NULL)
        return;
    EVP_MD_CTX_free(digester->work); /* which cleanses the key */
    EVP_MD_CTX_free(digester->outer);
    EVP_MD_CTX_free(digester->inner);
    EVP_MD_free(digester->md);
    free(digester);
}

static bool finish(EVP_MD_CTX *context, struct digest *digest)
{
    unsigned size = 0;
    bool done = EVP_DigestFinal_ex(context, digest->bytes, &size) == 1;
    digest->size = size;
    return done;
}

bool digester_hash(struct digester *digester, const struct digest_part *parts, size_t count,
                   struct digest *digest)
{
    if (EVP_DigestInit_ex2(digester->work, digester->md, NULL) != 1)
        return false;
    for (size_t i = 0; i < count; i++)
        if (EVP_DigestUpdate(digester->work, parts[i].bytes, parts[i].length) != 1)
            return false;
    return finish(digester->work, digest);
}

static bool start_padded(const struct digester *digester, EVP_MD_CTX *context,
                         const unsigned char *key, unsigned char pad)
{
    unsigned char block[LARGEST_BLOCK];
    size_t size = (size_t)EVP_MD_get_block_size(digester->md);
    for (size_t i = 0; i < size; i++)
        block[i] = key[i] ^ pad;
    bool done = EVP_DigestInit_ex2(context, digester->md, NULL) == 1 &&
                EVP_DigestUpdate(context, block, size) == 1;
    OPENSSL_cleanse(block, sizeof block);
    return done;
}

bool digester_set_key(struct digester *digester, const char *key, size_t length)
{
    unsigned char block[LARGEST_BLOCK] = {0};
    struct digest hashed = {.size = 0};
    bool done = true;
    if (length <= (size_t)EVP_MD_get_block_size(digester->md)) {
        memcpy(block, key, length);
    } else {
        done = digester_hash(digester, &(struct digest_part){key, length}, 1, &hashed);
        memcpy(block, hashed.bytes, hashed.size);
    }
    done = done && start_padded(digester, digester->inner, block, INNER_PAD) &&
           start_padded(digester, digester->outer, block, OUTER_PAD);
    OPENSSL_cleanse(block, sizeof block);
    return done;
}

bool digester_hmac(struct digester *digester, const char *text, size_t length,
                   struct digest *digest)
{
    return EVP_MD_CTX_copy_ex(digester->work, digester->inner) == 1 &&
           EVP_DigestUpdate(digester->work, text, length) == 1 && finish(digester->work, digest) &&
           EVP_MD_CTX_copy_ex(digester->work, digester->outer) == 1 &&
           EVP_DigestUpdate(digester->work, digest->bytes, digest->size) == 1 &&
           finish(digester->work, digest);
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return a->size == b->size && CRYPTO_memcmp(a->bytes, b->bytes, a->size) == 0;
}
