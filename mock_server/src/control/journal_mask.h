/* What of a request must not be kept, and what is written instead. Pure.
 *
 * A secret becomes "***", a signature its first characters and "...". Masking errs on the side of
 * hiding: names are read with their escapes decoded, without case and punctuation. */
#ifndef JOURNAL_MASK_H
#define JOURNAL_MASK_H

#include <stdbool.h>
#include <stdint.h>

enum { JOURNAL_MASK_WORDS = 8 };

/* How to mask the texts of one request. */
struct journal_mask {
    const char *key;                           /* the partner's consumerKey; "": unknown */
    bool stops[256];                           /* bytes that need a look; others are copied */
    uint32_t word_letters[JOURNAL_MASK_WORDS]; /* of the words that tell a secret's name */
};

/* Borrows the key; NULL: unknown. */
void journal_mask_init(struct journal_mask *mask, const char *consumer_key);

/* A masked text is at most this many times as long as it was. */
enum { JOURNAL_MASK_GROWTH = 3 };

/* Both write the text, masked and with a NUL, to `out`, and return its end. The key is hidden
 * wherever it stands, escaped or not. */

/* A path, a query, or whatever else may have NAME=VALUE& in it. What is escaped in a hidden value
 * stays visible when it is no letter or digit: "a%2Bb" becomes "***%2B***". */
char *journal_mask_text(const struct journal_mask *mask, char *out, const char *text);

/* The value of the header `name`. */
char *journal_mask_header(const struct journal_mask *mask, char *out, const char *name,
                          const char *value);

#endif
