/* One partner's webhook: where its events go, and those that are on their way.
 *
 * Any thread may call any function. It is there until its last holder has let go of it, also when
 * its partner goes away meanwhile. */
#ifndef WEBHOOK_H
#define WEBHOOK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "../journal/journal.h"
#include "../state/store.h"
#include "webhook_delivery.h"
#include "webhook_url.h"

/* What may be on its way at once; beyond it the oldest are dropped. */
enum { WEBHOOK_MOST_WAITING = 256, WEBHOOK_MOST_BYTES = 1 << 20 };

struct webhook_settings {
    char url[WEBHOOK_URL_SIZE];
    char secret[STORE_TEXT_SIZE]; /* webhookSecret */
    unsigned events;              /* bits: which are told of by themselves */
    bool public_only;             /* not to an address of this machine or a private network */
};

struct webhook_counts {
    size_t waiting, retrying;
    uint64_t delivered;
    uint64_t failed;  /* after their last retry */
    uint64_t dropped; /* because too many waited */
};

struct webhook {
    atomic_uint holders;
    struct journal *journal;
    char client_id[STORE_TEXT_SIZE];

    pthread_mutex_t lock;              /* of what follows */
    struct webhook_settings *settings; /* NULL: off */
    bool decided;                      /* somebody has turned it on or off */
    bool ended;
    unsigned era; /* how often it has been turned off: what was sent before is not posted again */
    struct webhook_delivery *waiting, *retrying; /* oldest first */
    size_t bytes;                                /* of both */
    struct webhook_counts counts;

    struct webhook *prev, *next; /* these are the courier's, under its lock */
    bool listed, posting;
};

/* Held once, by the caller. NULL: no memory. */
struct webhook *webhook_new(const char *client_id, struct journal *journal);
void webhook_hold(struct webhook *webhook);
void webhook_release(struct webhook *webhook);

/* Its partner goes: it is off for good. */
void webhook_end(struct webhook *webhook);

/* Turns it on, or changes it; what waits goes where it now leads. Without a secret it keeps the
 * one it has, or gets a random one. False: no memory. */
bool webhook_turn_on(struct webhook *webhook, const struct webhook_settings *settings);
/* The same, unless somebody has turned it on or off before. */
bool webhook_turn_on_first(struct webhook *webhook, const struct webhook_settings *settings);
/* Forgets what waits. */
void webhook_turn_off(struct webhook *webhook);

/* False: it is off, and *settings is unchanged. */
bool webhook_settings(struct webhook *webhook, struct webhook_settings *settings);
struct webhook_counts webhook_counts(struct webhook *webhook);

/* Takes the delivery over as the last to be posted; appends to *dropped what is no longer to be
 * posted, for the caller to free. False: it is off, and the delivery is still the caller's. */
bool webhook_push(struct webhook *webhook, struct webhook_delivery *delivery,
                  struct webhook_delivery **dropped);

/* Takes the next one out: a retry that is due by now, else the first that waits, and where it goes.
 * NULL: there is none yet; *due is when there will be one, INT64_MAX when nothing waits. */
struct webhook_delivery *webhook_take(struct webhook *webhook, int64_t now,
                                      struct webhook_settings *settings, int64_t *due);

/* What became of one that was taken out; both take it over. A retry is put back until
 * delivery->due, and may drop others as webhook_push() does. */
void webhook_finish(struct webhook *webhook, struct webhook_delivery *delivery, bool delivered);
void webhook_retry(struct webhook *webhook, struct webhook_delivery *delivery,
                   struct webhook_delivery **dropped);

#endif
