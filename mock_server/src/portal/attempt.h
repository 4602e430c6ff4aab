/* One attempt of a user to connect a brokerage, or to repair a connection: the session events that
 * the connection portal writes, the connection with its accounts, and the webhooks. The portal's
 * page and the control API both make attempts, and nobody else.
 *
 * Whoever makes one holds the lock of changes (see control.h): then nothing falls between its
 * steps but what the API removes. */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include <cjson/cJSON.h>

#include "../control/webhooks.h"

enum attempt_outcome {
    ATTEMPT_SUCCESS,
    ATTEMPT_FAILURE, /* of the credentials */
    ATTEMPT_ACCOUNT_LOCKED,
    ATTEMPT_MFA, /* asked for, and passed */
    ATTEMPT_RATE_LIMITED,
    ATTEMPT_ABANDONMENT,
    ATTEMPT_OUTCOMES
};

/* As the control API calls them; ends with a NULL. */
extern const char *const attempt_outcome_names[ATTEMPT_OUTCOMES + 1];

/* Whether a connection is made or repaired. */
bool attempt_connects(enum attempt_outcome outcome);
/* Whether somebody at the portal is done then; whoever has failed may try again. */
bool attempt_is_last(enum attempt_outcome outcome);

/* Whose it is, and when: all borrowed. */
struct attempt_place {
    struct store *store;
    struct webhooks *webhooks;
    struct tenant *tenant;
    int64_t now; /* microseconds since 1970 on the partner's clock */
};

struct attempt {
    const char *user_id;
    const char *brokerage; /* slug; NULL: that of the connection to be repaired */
    const char *type;      /* of the connection; NULL: read, or unchanged */
    const char *scenario;  /* which accounts a new connection gets; NULL: the first's */
    const char *result;    /* connectionAttemptedResult of the webhook; NULL: the outcome's */
    enum attempt_outcome outcome;
    bool reconnects;
    int64_t code;                                  /* brokerage_status_code; 0: the outcome's */
    char session_id[SNAPTRADE_UUID_LENGTH + 1];    /* "": a random one, which is put here */
    char connection_id[SNAPTRADE_UUID_LENGTH + 1]; /* to be repaired; else "", or what was made */
    cJSON *events;                                 /* those that were written */
    struct json_text *before;                      /* the connection that was repaired */
};

/* What there is not, or not any more: bits. */
enum attempt_flaw {
    ATTEMPT_NO_USER = 1,
    ATTEMPT_NO_BROKERAGE = 2,
    ATTEMPT_NO_CONNECTION = 4, /* of this user */
    ATTEMPT_NO_SCENARIO = 8
};
unsigned attempt_flaws(const struct attempt_place *place, const struct attempt *attempt);

/* Makes one that has no flaws. False: it has some by now, or there is no memory; nothing was made.
 * attempt_end() follows in any case. */
bool attempt_make(const struct attempt_place *place, struct attempt *attempt);

/* Unmakes it, for want of memory to tell of it; the webhook has been told. */
void attempt_undo(const struct attempt_place *place, const struct attempt *attempt);

void attempt_end(struct attempt *attempt);

#endif
