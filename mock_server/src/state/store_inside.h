/* What store.c and store_partners.c share: the store from inside. For nobody else. */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include <pthread.h>

#include "contents.h"

struct brokerage {
    UT_hash_handle hh; /* by slug */
    size_t length;     /* of the JSON */
    const char *slug;  /* both in one allocation with the brokerage */
    const char *json;
};

struct partner {
    struct store_partner data;
    struct contents *contents;
    struct contents *start; /* what a reset brings back; often the same; NULL: not settled yet */
    bool copied;            /* made by store_copy_partner() */
    UT_hash_handle hh;
};

struct store {
    pthread_rwlock_t lock;
    struct partner *partners;
    struct brokerage *brokerages;
    store_observer *observer; /* NULL: nobody */
    void *observer_context;
};

/* Under the lock. NULL: there is none. */
static inline struct partner *store_partner_of(const struct store *store, const char *client_id)
{
    struct partner *partner;
    HASH_FIND_STR(store->partners, client_id, partner);
    return partner;
}

/* With the contents given, which are then held, or with empty ones (NULL). NULL: no memory. */
struct partner *store_new_partner(const struct store_partner *data, struct contents *contents);
void store_free_partner(struct partner *partner);

/* Under the lock; takes the partner over when it returns STORE_OK. NULL is STORE_NO_MEMORY. */
enum store_result store_insert_partner(struct store *store, struct partner *partner);

#endif
