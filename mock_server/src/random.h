/* Random bytes from OpenSSL. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>

/* A stock of random bytes of one thread: one call to OpenSSL serves many requests.
 * Zero-initialise it. */
struct random_stock {
    unsigned char bytes[1024];
    size_t left;
};

/* Writes 2 * `count` lower-case hex digits and a NUL. When OpenSSL has no random bytes (it has,
 * once it has started) they are zeros: they identify, they protect nothing. */
void random_hex(struct random_stock *stock, size_t count, char *hex);

#endif
