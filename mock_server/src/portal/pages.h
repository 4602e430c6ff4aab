/* The pages of the connection portal, in HTML. Whatever comes from outside is escaped. Pure.
 *
 * Each appends a whole page; out->failed says that there was no memory. */
#ifndef PAGES_H
#define PAGES_H

#include <cjson/cJSON.h>

#include "../state/offer.h"
#include "ending.h"
#include "sessions.h"

/* `brokerages` is an array of them, or the one that there is to choose (an object); `scenarios` an
 * array, of which a new connection gets the accounts. */
void pages_choose(struct buffer *out, const struct portal_session *session, const cJSON *brokerages,
                  const cJSON *scenarios);

/* What an attempt has come to. `redirect` is where the user goes back to; NULL: nowhere. */
void pages_result(struct buffer *out, const struct portal_session *session,
                  const struct attempt *attempt, const char *brokerage, const char *redirect);

/* Why there is nothing to choose. */
struct pages_problem {
    const char *title, *text;
    const struct ending *ending; /* what the app is told; NULL: nothing */
    const char *redirect;        /* NULL: nowhere */
    const char *token;           /* of a session in which one can try again; NULL: one cannot */
    bool is_dark;
};
void pages_problem(struct buffer *out, const struct pages_problem *problem);

#endif
