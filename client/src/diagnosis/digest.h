/* Hashes and HMACs of texts, with any key and any of the algorithms that clients confuse. */
#ifndef DIAGNOSIS_DIGEST_H
#define DIAGNOSIS_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum digest_algorithm { DIGEST_SHA1, DIGEST_SHA256, DIGEST_SHA512 };
enum {
    DIGEST_SHA1_SIZE = 20,
    DIGEST_SHA256_SIZE = 32,
    DIGEST_SHA512_SIZE = 64,
    DIGEST_LARGEST = 64
};

struct digest {
    unsigned char bytes[DIGEST_LARGEST];
    size_t size;
};

/* A piece of what is hashed. */
struct digest_part {
    const char *bytes;
    size_t length;
};

/* Hashes, and HMACs with one key at a time. NULL: no memory, or OpenSSL failed. */
struct digester;
struct digester *digester_new(enum digest_algorithm algorithm);
void digester_free(struct digester *digester);

/* On false OpenSSL failed. */
bool digester_set_key(struct digester *digester, const char *key, size_t length);
bool digester_hmac(struct digester *digester, const char *text, size_t length,
                   struct digest *digest);
bool digester_hash(struct digester *digester, const struct digest_part *parts, size_t count,
                   struct digest *digest);

/* In time that does not depend on where they differ. */
bool digest_equal(const struct digest *a, const struct digest *b);

#endif
