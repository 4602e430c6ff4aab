/* Random bytes from OpenSSL. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdbool.h>
#include <stddef.h>

#include "snaptrade/uuid.h"

/* A stock of random bytes of one thread: one call to OpenSSL serves many requests.
 * Zero-initialise it. */
struct random_stock {
    unsigned char bytes[1024];
    size_t left;
};

/* Writes 2 * `count` lower-case hex digits and a NUL. When OpenSSL has no random bytes (it has,
 * once it has started) they are zeros: they identify, they protect nothing. */
void random_hex(struct random_stock *stock, size_t count, char *hex);

/* A random UUID (version 4). False: OpenSSL has no random bytes. */
bool random_uuid(struct snaptrade_uuid *uuid);

/* The same as text. */
bool random_uuid_text(char text[SNAPTRADE_UUID_LENGTH + 1]);

/* What nobody can guess: 256 bits as 64 lower-case hex digits and a NUL. False: as above. */
enum { RANDOM_SECRET_SIZE = 65 };
bool random_secret(char secret[RANDOM_SECRET_SIZE]);

#endif
