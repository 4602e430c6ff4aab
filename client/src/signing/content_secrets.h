/* The secrets that a body holds: texts of members whose name says so, as mask.h has it. Pure. */
#ifndef SIGNING_CONTENT_SECRETS_H
#define SIGNING_CONTENT_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

enum { CONTENT_MOST_SECRETS = 12 };

/* Each as it is, and as it stands in JSON where that differs: JSON may stand in a string again.
 * Those beyond the most are left out. */
struct content_secrets {
    char *values[CONTENT_MOST_SECRETS];
    size_t count;
};

/* `body` may be NULL, and what is no JSON has none. False: no memory. content_secrets_free() after
 * both. */
bool content_secrets_read(const char *body, struct content_secrets *secrets);

/* Wipes them, too. */
void content_secrets_free(struct content_secrets *secrets);

#endif
