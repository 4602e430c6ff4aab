/* Names of parameters and headers, compared as people vary them. Pure. */
#ifndef SIGNING_NAME_ENDING_H
#define SIGNING_NAME_ENDING_H

#include <stdbool.h>
#include <stddef.h>

/* Lower-case letters. */
struct name_ending {
    const char *letters;
    size_t count;
};

#define NAME_ENDING(literal)                                                                       \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* The last letter of a name in lower case, read as below: what ends in another needs no search. 0:
 * there is none. */
int name_last_letter(const char *name, size_t length);

/* Whether the name ends in these letters: in any case, percent-encoded, and whatever dashes,
 * underscores and dots stand between. */
bool name_ends_in(const char *name, size_t length, const struct name_ending *ending);

#endif
