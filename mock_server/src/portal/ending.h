/* How a visit to the connection portal can end, and how the partner's app hears of it: by a
 * redirect, or by messages to the page that has framed or opened the portal. Pure.
 *
 * Source: SnapTrade's pages on the portal and its messages (2026-08), and snaptrade-react, whose
 * error codes are texts. Which error has which of the documented codes is assumed. */
#ifndef ENDING_H
#define ENDING_H

#include "../buffer.h"
#include "attempt.h"

struct ending {
    const char *value;                             /* of the form's field "outcome" */
    const char *label;                             /* of the choice */
    const char *title;                             /* of the page that tells of it */
    const char *error_code, *status_code, *detail; /* of an error; NULL: it is none */
};
extern const struct ending endings[ATTEMPT_OUTCOMES]; /* by enum attempt_outcome */

/* A link that may not be used, any more or at all. */
extern const struct ending ending_bad_link;

/* Appends customRedirect with what became of it: its own query and fragment stay, and what may not
 * stand in a header is escaped. */
void ending_redirect(const struct ending *ending, const char *custom_redirect,
                     const char *connection_id, struct buffer *out);

/* Appends a JSON array of messages. */
void ending_messages(const struct ending *ending, const char *connection_id, struct buffer *out);

#endif
