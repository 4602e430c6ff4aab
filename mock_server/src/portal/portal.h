/* The connection portal: the page to which login's link leads, /snapTrade/redeemToken.
 *
 * It lives beside the API and knows no signature: who has a link may use it, once. It answers a
 * browser: HTML that needs no JavaScript and nothing from elsewhere, may be framed by any page, and
 * goes back to the partner's app by a redirect, or tells the page that framed or opened it by
 * messages. It is not subject to faults and limits, and stands in no journal. */
#ifndef PORTAL_H
#define PORTAL_H

#include <pthread.h>

#include "attempt.h"
#include "sessions.h"

/* All borrowed. */
struct portal {
    struct store *store;
    struct tenants *tenants;
    struct webhooks *webhooks;
    struct portal_sessions *sessions;
    pthread_mutex_t *changes; /* held while an attempt is made; see control.h */
};

bool portal_owns(const char *path);

/* Fills the response that mock_start() has started; `now` is the real time in microseconds since
 * 1970. */
void portal_handle(const struct portal *portal, const struct http_request *request, int64_t now,
                   struct http_response *response);

#endif
