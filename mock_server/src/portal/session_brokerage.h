/* The brokerage that a session of the connection portal is about, and what of it. */
#ifndef SESSION_BROKERAGE_H
#define SESSION_BROKERAGE_H

#include <cjson/cJSON.h>

#include "../state/offer.h"
#include "sessions.h"

/* That of the connection to be repaired, else that of the slug. The caller deletes it; NULL: there
 * is none, or no memory. */
cJSON *session_brokerage(struct store *store, const struct portal_session *session,
                         const char *slug);

/* May it be chosen? */
bool session_allows(const struct portal_session *session, const struct offer *offer);

/* The type of the connection to be; NULL: nobody has asked for one. */
const char *session_type(const struct portal_session *session, const struct offer *offer);

#endif
