#include "store_inside.h"

#include <stdlib.h>

#include <utlist.h>

struct partner *store_new_partner(const struct store_partner *data, struct contents *contents)
{
    struct partner *partner = calloc(1, sizeof *partner);
    if (partner == NULL)
        return NULL;
    partner->data = *data;
    partner->contents = contents != NULL ? contents_hold(contents) : contents_new();
    if (partner->contents != NULL)
        return partner;
    free(partner);
    return NULL;
}

void store_free_partner(struct partner *partner)
{
    if (partner == NULL)
        return;
    contents_release(partner->contents);
    contents_release(partner->start);
    free(partner);
}

enum store_result store_insert_partner(struct store *store, struct partner *partner)
{
    if (partner == NULL)
        return STORE_NO_MEMORY;
    if (store_partner_of(store, partner->data.client_id) != NULL)
        return STORE_DUPLICATE;
    HASH_ADD_STR(store->partners, data.client_id, partner);
    return partner->hh.tbl != NULL ? STORE_OK : STORE_NO_MEMORY;
}

static void hold_start(struct partner *partner)
{
    contents_release(partner->start);
    partner->start = contents_hold(partner->contents);
}

void store_settle(struct store *store)
{
    read_lock_write(&store->lock);
    for (struct partner *partner = store->partners; partner != NULL; partner = partner->hh.next)
        hold_start(partner);
    read_lock_written(&store->lock);
}

static void reset(struct partner *partner)
{
    struct contents *changed = partner->contents;
    partner->contents = contents_hold(partner->start);
    contents_release(changed);
}

enum store_result store_reset_partner(struct store *store, const char *client_id)
{
    read_lock_write(&store->lock);
    struct partner *partner = store_partner_of(store, client_id);
    if (partner != NULL)
        reset(partner);
    read_lock_written(&store->lock);
    return partner != NULL ? STORE_OK : STORE_NOT_FOUND;
}

void store_reset(struct store *store)
{
    read_lock_write(&store->lock);
    for (struct partner *partner = store->partners; partner != NULL; partner = partner->hh.next)
        if (!partner->copied)
            reset(partner);
    read_lock_written(&store->lock);
}

enum store_result store_copy_partner(struct store *store, const char *model,
                                     const struct store_partner *partner)
{
    struct partner *added = NULL;
    enum store_result result = STORE_NOT_FOUND;
    read_lock_write(&store->lock);
    const struct partner *copied = store_partner_of(store, model);
    if (copied != NULL) {
        added = store_new_partner(partner, copied->start);
        result = store_insert_partner(store, added);
    }
    if (result == STORE_OK) {
        added->copied = true;
        hold_start(added);
        added = NULL;
    }
    read_lock_written(&store->lock);
    store_free_partner(added);
    return result;
}

enum store_result store_remove_partner(struct store *store, const char *client_id)
{
    read_lock_write(&store->lock);
    struct partner *partner = store_partner_of(store, client_id);
    if (partner != NULL)
        HASH_DEL(store->partners, partner);
    read_lock_written(&store->lock);
    store_free_partner(partner);
    return partner != NULL ? STORE_OK : STORE_NOT_FOUND;
}

static struct contents *contents_of(struct store *store, const char *client_id)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store_partner_of(store, client_id);
    struct contents *contents = partner != NULL ? contents_hold(partner->contents) : NULL;
    pthread_rwlock_unlock(reading);
    return contents;
}

enum store_result store_take_contents(struct store *store, const char *client_id,
                                      struct store *other, bool as_start)
{
    struct contents *taken = contents_of(other, client_id);
    if (taken == NULL)
        return STORE_NOT_FOUND;
    read_lock_write(&store->lock);
    struct partner *partner = store_partner_of(store, client_id);
    if (partner != NULL) {
        struct contents *before = partner->contents;
        partner->contents = taken;
        taken = before;
        if (as_start)
            hold_start(partner);
    }
    read_lock_written(&store->lock);
    contents_release(taken);
    return partner != NULL ? STORE_OK : STORE_NOT_FOUND;
}

static void visit_accounts(const struct authorization *authorization,
                           const struct store_visitor *visitor, void *context)
{
    const struct account *account;
    DL_FOREACH(authorization->accounts, account)
    {
        struct store_account data = {.id = account->id, .authorization = authorization->id};
        for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
            data.json[part] = account->parts[part]->bytes;
        if (visitor->account != NULL)
            visitor->account(context, &data);
    }
}

static void visit_contents(const struct contents *contents, const struct store_visitor *visitor,
                           void *context)
{
    for (const struct user *user = contents->users; user != NULL; user = user->hh.next) {
        if (visitor->user != NULL)
            visitor->user(context, &user->data);
        const struct authorization *authorization;
        DL_FOREACH(user->authorizations, authorization)
        {
            if (visitor->authorization != NULL)
                visitor->authorization(context, user->data.user_id, &authorization->id,
                                       authorization->json->bytes, authorization->json->length);
            visit_accounts(authorization, visitor, context);
        }
    }
    for (size_t i = 0; i < contents->event_count && visitor->event != NULL; i++) {
        const struct event *event = contents->events[i];
        const struct store_session_event data = {event->user_id, event->session_id, event->created,
                                                 event->json->bytes, event->id};
        visitor->event(context, &data);
    }
}

/* What several hold does not change: no lock is needed while it is read. */
enum store_result store_visit(struct store *store, const char *client_id,
                              const struct store_visitor *visitor, void *context)
{
    struct contents *contents = contents_of(store, client_id);
    if (contents == NULL)
        return STORE_NOT_FOUND;
    visit_contents(contents, visitor, context);
    contents_release(contents);
    return STORE_OK;
}

size_t store_other_keys(struct store *store, const char *but, char (*keys)[STORE_TEXT_SIZE],
                        size_t most)
{
    size_t count = 0;
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    for (const struct partner *partner = store->partners; partner != NULL && count < most;
         partner = partner->hh.next)
        if (strcmp(partner->data.client_id, but) != 0)
            memcpy(keys[count++], partner->data.consumer_key, STORE_TEXT_SIZE);
    pthread_rwlock_unlock(reading);
    return count;
}

void store_visit_keys(struct store *store, store_key_visitor *visit, void *context)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    for (const struct partner *partner = store->partners; partner != NULL;
         partner = partner->hh.next)
        visit(context, partner->data.consumer_key);
    pthread_rwlock_unlock(reading);
}

enum store_result store_visit_partners(struct store *store, store_partner_visitor *visit,
                                       void *context)
{
    size_t count = 0;
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    struct store_partner *copies = calloc(HASH_COUNT(store->partners) + 1, sizeof *copies);
    for (const struct partner *partner = store->partners; partner != NULL && copies != NULL;
         partner = partner->hh.next)
        copies[count++] = partner->data;
    pthread_rwlock_unlock(reading);
    if (copies == NULL)
        return STORE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        visit(context, &copies[i]);
    free(copies);
    return STORE_OK;
}

/* Copied partners get a twin in the other store, so that without memory nothing has moved. */
static bool add_twins(const struct store *store, struct store *other)
{
    for (struct partner *partner = store->partners; partner != NULL; partner = partner->hh.next) {
        if (!partner->copied)
            continue;
        struct partner *twin = store_new_partner(&partner->data, partner->contents);
        if (store_insert_partner(other, twin) != STORE_OK) {
            store_free_partner(twin);
            return false;
        }
        twin->start = contents_hold(partner->start);
        twin->copied = true;
    }
    return true;
}

bool store_exchange(struct store *store, struct store *other)
{
    read_lock_write(&store->lock);
    bool good = add_twins(store, other);
    if (good) {
        struct partner *partners = store->partners;
        struct catalogue_entry *brokerages = store->brokerages, *scenarios = store->scenarios;
        store->partners = other->partners;
        store->brokerages = other->brokerages;
        store->scenarios = other->scenarios;
        other->partners = partners;
        other->brokerages = brokerages;
        other->scenarios = scenarios;
    }
    read_lock_written(&store->lock);
    return good;
}
