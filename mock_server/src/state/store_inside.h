/* What the files of the store share: the store from inside. For nobody else. */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "../request_locks.h"
#include "contents.h"

/* A brokerage by its slug, a scenario by its name. */
struct catalogue_entry {
    UT_hash_handle hh;
    size_t length;    /* of the JSON */
    const char *name; /* both in one allocation with the entry */
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
    struct read_lock lock;
    struct partner *partners;
    struct catalogue_entry *brokerages, *scenarios;
    store_observer *observer; /* NULL: nobody */
    void *observer_context;
};

/* Of a text its letters alone: most are much shorter than their room. */
static inline void store_copy_text(char copy[STORE_TEXT_SIZE], const char *text)
{
    memcpy(copy, text, strlen(text) + 1);
}

/* Under the lock. NULL: there is none. */
static inline struct partner *store_partner_of(const struct store *store, const char *client_id)
{
    struct partner *partner;
    HASH_FIND_STR(store->partners, client_id, partner);
    return partner;
}

/* Under the lock: these find nothing in nothing. */
static inline struct user *store_user_of(const struct partner *partner, const char *user_id)
{
    return partner != NULL ? contents_user(partner->contents, user_id) : NULL;
}

/* NULL `user_id`: whoever owns it. */
struct authorization *store_authorization_of(const struct partner *partner, const char *user_id,
                                             const struct snaptrade_uuid *id);

/* The partner's contents, fit to be changed: what a reset may bring back is copied before. NULL: no
 * memory. Under the lock for writing. */
struct contents *store_changeable(struct partner *partner);

/* Takes the lock for writing, whatever it returns. */
enum store_result store_lock_contents(struct store *store, const char *client_id,
                                      struct contents **contents);

/* Without the lock. */
void store_tell(const struct store *store, const struct store_change *change);

void store_free_catalogue(struct catalogue_entry **table);

/* With the contents given, which are then held, or with empty ones (NULL). NULL: no memory. */
struct partner *store_new_partner(const struct store_partner *data, struct contents *contents);
void store_free_partner(struct partner *partner);

/* Under the lock; takes the partner over when it returns STORE_OK. NULL is STORE_NO_MEMORY. */
enum store_result store_insert_partner(struct store *store, struct partner *partner);

#endif
