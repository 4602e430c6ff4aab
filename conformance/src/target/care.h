/* What may be sent to a server that is not ours to use up: live SnapTrade, or any URL unless it is
 * said to be disposable. There
 * - nothing is removed but one connection that somebody named, and
 * - no more than CARE_REQUESTS_A_MINUTE requests go out.
 * A server of our own, or a disposable one, gets whatever a test sends. */
#ifndef CARE_H
#define CARE_H

#include <stdbool.h>

enum { CARE_REQUESTS_A_MINUTE = 200, CARE_MINUTE_SECONDS = 60 };

/* False: no memory. `removable` is the id of the connection that may go; NULL: none may. */
bool care_start(bool careful, const char *removable);

bool care_is_on(void);

/* The connection that may go; NULL: none, or, without care, any. */
const char *care_removable(void);

/* Whether a request may be sent: only a DELETE may not. What cannot name a connection may be
 * deleted once anything may: an id that is no UUID, or UNKNOWN_ID. */
bool care_allows(const char *method, const char *path);

/* Waits until another request may go out. */
void care_wait(void);

/* An authorizationId that no connection has. */
#define UNKNOWN_ID "00000000-0000-4000-8000-000000000000"

#endif
