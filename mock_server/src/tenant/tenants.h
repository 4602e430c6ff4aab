/* What the sandbox keeps for each partner beside its state: its token, its expiry, its journal,
 * clock, rate limit, faults and webhook.
 *
 * Any thread may call any function. A tenant that was found is held until tenant_release(), also
 * when its partner goes away meanwhile. */
#ifndef TENANTS_H
#define TENANTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "../fault/faults.h"
#include "../journal/journal.h"
#include "../random.h"
#include "../state/store.h"
#include "../webhook/webhook.h"
#include "clock.h"
#include "limit.h"

struct tenant {
    atomic_uint holders;
    char client_id[STORE_TEXT_SIZE];
    char token[RANDOM_SECRET_SIZE]; /* opens its subtree of the control API; "": has none */
    int64_t ttl;                    /* microseconds it lives unused; 0: for ever */
    /* Microseconds since 1970, by the real clock and by its own; kept if it can expire. */
    atomic_int_least64_t last_used, last_used_own;
    struct journal *journal;
    struct clock clock;
    struct limit limit;
    struct faults faults;
    struct webhook *webhook;
};

struct tenants;
/* Each tenant starts with a rate limit of `rate_limit` requests (0: none). NULL: no memory. The
 * books outlive it. */
struct tenants *tenants_new(struct journal_book *book, struct fault_book *faults,
                            unsigned rate_limit);
void tenants_free(struct tenants *tenants);

/* Makes one for each partner of the store that has none. False: no memory for some. */
bool tenants_welcome(struct tenants *tenants, struct store *store);
/* Drops those that have no partner in the store. */
void tenants_dismiss(struct tenants *tenants, struct store *store);

/* Adds one, used just now, whose clock is the real one; both times are in microseconds. False: the
 * clientId is taken, or no memory. */
bool tenants_add(struct tenants *tenants, const char *client_id, const char *token, int64_t ttl,
                 int64_t now);
void tenants_remove(struct tenants *tenants, const char *client_id);
/* All, or only those that can expire. */
size_t tenants_count(struct tenants *tenants, bool mortal);

/* NULL: there is none. */
struct tenant *tenants_find(struct tenants *tenants, const char *client_id);
void tenant_release(struct tenant *tenant);

/* In these `now` is the real time. */
void tenant_use(struct tenant *tenant, int64_t now);

/* Microseconds until it expires if nobody uses it; negative: it has; of one that can expire. It
 * does when the real clock or its own, whichever is first, is `ttl` past its last use; but not
 * within a minute of real time after that, if `ttl` is no less: a test that moves the clock ahead
 * keeps its partner. */
int64_t tenant_left(struct tenant *tenant, int64_t now);

/* Removes those that have expired, and calls back for each. */
void tenants_expire(struct tenants *tenants, int64_t now,
                    void (*removed)(void *context, const char *client_id), void *context);

#endif
