/* What may be sent to a server that is not ours to use up: live SnapTrade, or any URL unless it is
 * said to be disposable. There
 * - nothing is removed but one connection that somebody named,
 * - nothing else is sent that might change something, and
 * - no more than CARE_REQUESTS_A_MINUTE requests go out.
 * A server of our own, or a disposable one, gets whatever a test sends. */
#ifndef CARE_H
#define CARE_H

#include <stdbool.h>

enum { CARE_REQUESTS_A_MINUTE = 200, CARE_MINUTE_SECONDS = 60 };

struct care_clock {
    long long (*now_ms)(void);
    void (*wait_ms)(long long ms); /* that long, or less */
};

struct care {
    bool on;
    bool at_any_rate;               /* nothing is really sent */
    const char *removable;          /* the id of the connection that may go; NULL: none may */
    const struct care_clock *clock; /* NULL: the machine's */
};

/* What `care` points to stays. False: no memory. */
bool care_start(const struct care *care);

bool care_is_on(void);

/* The connection that may go; NULL: none, or, without care, any. */
const char *care_removable(void);

/* Whether a request may be sent; the path is the one behind the base path. Of methods that change
 * something only DELETE may be, of one connection, and only when one may go at all: of that one,
 * or by an id that cannot be anybody's: UNKNOWN_ID, also with more behind it, or what is too short
 * to be a UUID however it is written. */
bool care_allows(const char *method, const char *path);

/* Waits until another request may go out. */
void care_wait(void);

/* An authorizationId that no connection has. */
#define UNKNOWN_ID "00000000-0000-4000-8000-000000000000"

#endif
