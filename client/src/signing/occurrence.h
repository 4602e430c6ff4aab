/* Does a secret stand here, in whatever way its bytes are written? Pure. */
#ifndef SIGNING_OCCURRENCE_H
#define SIGNING_OCCURRENCE_H

#include <stdbool.h>
#include <stddef.h>

/* What one escape stands for. */
struct occurrence_unit {
    char bytes[4];
    size_t size;   /* of `bytes` */
    size_t length; /* of the escape in the text */
};

/* Reads the escape that `text` starts with: %XX, or \n, \" and \uXXXX of JSON, a pair of surrogates
 * being one. False: there is none. */
bool occurrence_decode(const char *text, struct occurrence_unit *unit);

/* False: the secret is certainly nowhere in the text. A quick look, before a long one. */
bool occurrence_possible(const char *text, const char *secret);

/* The length of the secret where `text` starts with it, raw or escaped; else 0. A `secret` that is
 * NULL or too short to look for (see mask.h) is never there. */
size_t occurrence_length(const char *text, const char *secret);

#endif
