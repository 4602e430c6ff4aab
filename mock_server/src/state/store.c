#include "store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A failed insertion leaves hh.tbl NULL and the table as it was. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>
#include <utlist.h>

/* All are owned by what they are listed in: the store its partners, a partner its users,
 * authorizations and events. */
struct authorization {
    struct snaptrade_uuid id;
    struct user *owner;
    struct authorization *prev, *next; /* the owner's, in order */
    UT_hash_handle hh;                 /* the partner's, by id */
    size_t length;
    char json[];
};

struct user {
    struct store_user data;
    struct authorization *authorizations;
    UT_hash_handle hh;
};

struct event {
    int64_t created;
    const char *user_id, *session_id, *json; /* all in one allocation with the event */
};

struct partner {
    struct store_partner data;
    struct user *users;
    struct authorization *authorizations;
    struct event **events; /* by created */
    size_t event_count, event_capacity;
    UT_hash_handle hh;
};

struct store {
    pthread_rwlock_t lock;
    struct partner *partners;
};

/* Readers do not wait for each other, and a writer not for readers that came after it. */
static bool init_lock(pthread_rwlock_t *lock)
{
    pthread_rwlockattr_t attributes;
    if (pthread_rwlockattr_init(&attributes) != 0)
        return false;
    bool good = pthread_rwlockattr_setkind_np(&attributes,
                                              PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) == 0 &&
                pthread_rwlock_init(lock, &attributes) == 0;
    pthread_rwlockattr_destroy(&attributes);
    return good;
}

struct store *store_new(void)
{
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL || !init_lock(&store->lock)) {
        free(store);
        return NULL;
    }
    return store;
}

static void free_partner(struct partner *partner)
{
    struct user *user, *next_user;
    struct authorization *authorization, *next;
    HASH_ITER(hh, partner->authorizations, authorization, next)
    {
        HASH_DEL(partner->authorizations, authorization);
        free(authorization);
    }
    HASH_ITER(hh, partner->users, user, next_user)
    {
        HASH_DEL(partner->users, user);
        free(user);
    }
    for (size_t i = 0; i < partner->event_count; i++)
        free(partner->events[i]);
    free(partner->events);
    free(partner);
}

void store_free(struct store *store)
{
    struct partner *partner, *next;
    if (store == NULL)
        return;
    HASH_ITER(hh, store->partners, partner, next)
    {
        HASH_DEL(store->partners, partner);
        free_partner(partner);
    }
    pthread_rwlock_destroy(&store->lock);
    free(store);
}

/* These look things up under the lock, and find nothing in nothing. */
static struct partner *partner_of(struct store *store, const char *client_id)
{
    struct partner *partner;
    HASH_FIND_STR(store->partners, client_id, partner);
    return partner;
}

static struct user *user_of(struct partner *partner, const char *user_id)
{
    struct user *user = NULL;
    if (partner != NULL)
        HASH_FIND_STR(partner->users, user_id, user);
    return user;
}

static struct authorization *authorization_of(struct partner *partner, const char *user_id,
                                              const struct snaptrade_uuid *id)
{
    struct authorization *authorization = NULL;
    if (partner != NULL)
        HASH_FIND(hh, partner->authorizations, id, sizeof *id, authorization);
    bool owned = authorization != NULL && strcmp(authorization->owner->data.user_id, user_id) == 0;
    return owned ? authorization : NULL;
}

enum store_result store_add_partner(struct store *store, const struct store_partner *partner)
{
    struct partner *added = calloc(1, sizeof *added);
    if (added == NULL)
        return STORE_NO_MEMORY;
    added->data = *partner;
    enum store_result result = STORE_DUPLICATE;
    pthread_rwlock_wrlock(&store->lock);
    if (partner_of(store, partner->client_id) == NULL) {
        HASH_ADD_STR(store->partners, data.client_id, added);
        result = added->hh.tbl != NULL ? STORE_OK : STORE_NO_MEMORY;
    }
    pthread_rwlock_unlock(&store->lock);
    if (result != STORE_OK)
        free(added);
    return result;
}

enum store_result store_add_user(struct store *store, const char *client_id,
                                 const struct store_user *user)
{
    struct user *added = calloc(1, sizeof *added);
    if (added == NULL)
        return STORE_NO_MEMORY;
    added->data = *user;
    enum store_result result = STORE_NOT_FOUND;
    pthread_rwlock_wrlock(&store->lock);
    struct partner *partner = partner_of(store, client_id);
    if (user_of(partner, user->user_id) != NULL) {
        result = STORE_DUPLICATE;
    } else if (partner != NULL) {
        HASH_ADD_STR(partner->users, data.user_id, added);
        result = added->hh.tbl != NULL ? STORE_OK : STORE_NO_MEMORY;
    }
    pthread_rwlock_unlock(&store->lock);
    if (result != STORE_OK)
        free(added);
    return result;
}

static enum store_result add_authorization(struct partner *partner, const char *user_id,
                                           struct authorization *added)
{
    struct authorization *taken;
    struct user *user = user_of(partner, user_id);
    if (user == NULL)
        return STORE_NOT_FOUND;
    HASH_FIND(hh, partner->authorizations, &added->id, sizeof added->id, taken);
    if (taken != NULL)
        return STORE_DUPLICATE;
    HASH_ADD(hh, partner->authorizations, id, sizeof added->id, added);
    if (added->hh.tbl == NULL)
        return STORE_NO_MEMORY;
    added->owner = user;
    DL_APPEND(user->authorizations, added);
    return STORE_OK;
}

enum store_result store_add_authorization(struct store *store, const char *client_id,
                                          const char *user_id, const struct snaptrade_uuid *id,
                                          const char *json)
{
    size_t length = strlen(json);
    struct authorization *added = calloc(1, sizeof *added + length + 1);
    if (added == NULL)
        return STORE_NO_MEMORY;
    added->id = *id;
    added->length = length;
    memcpy(added->json, json, length + 1);
    pthread_rwlock_wrlock(&store->lock);
    enum store_result result = add_authorization(partner_of(store, client_id), user_id, added);
    pthread_rwlock_unlock(&store->lock);
    if (result != STORE_OK)
        free(added);
    return result;
}

static struct event *copy_event(const struct store_session_event *event)
{
    size_t user_size = strlen(event->user_id) + 1, session_size = strlen(event->session_id) + 1;
    size_t json_size = strlen(event->json) + 1;
    struct event *copy = malloc(sizeof *copy + user_size + session_size + json_size);
    if (copy == NULL)
        return NULL;
    char *text = (char *)(copy + 1);
    copy->created = event->created;
    copy->user_id = memcpy(text, event->user_id, user_size);
    copy->session_id = memcpy(text + user_size, event->session_id, session_size);
    copy->json = memcpy(text + user_size + session_size, event->json, json_size);
    return copy;
}

static enum store_result add_event(struct partner *partner, struct event *added)
{
    if (partner == NULL)
        return STORE_NOT_FOUND;
    if (partner->event_count == partner->event_capacity) {
        size_t capacity = partner->event_capacity == 0 ? 64 : partner->event_capacity * 2;
        struct event **events = realloc(partner->events, capacity * sizeof(struct event *));
        if (events == NULL)
            return STORE_NO_MEMORY;
        partner->events = events;
        partner->event_capacity = capacity;
    }
    size_t place = partner->event_count++;
    for (; place > 0 && partner->events[place - 1]->created > added->created; place--)
        partner->events[place] = partner->events[place - 1];
    partner->events[place] = added;
    return STORE_OK;
}

enum store_result store_add_session_event(struct store *store, const char *client_id,
                                          const struct store_session_event *event)
{
    struct event *added = copy_event(event);
    if (added == NULL)
        return STORE_NO_MEMORY;
    pthread_rwlock_wrlock(&store->lock);
    enum store_result result = add_event(partner_of(store, client_id), added);
    pthread_rwlock_unlock(&store->lock);
    if (result != STORE_OK)
        free(added);
    return result;
}

bool store_find_partner(struct store *store, const char *client_id, struct store_partner *copy)
{
    pthread_rwlock_rdlock(&store->lock);
    const struct partner *partner = partner_of(store, client_id);
    if (partner != NULL)
        *copy = partner->data;
    pthread_rwlock_unlock(&store->lock);
    return partner != NULL;
}

bool store_find_user(struct store *store, const char *client_id, const char *user_id,
                     struct store_user *copy)
{
    pthread_rwlock_rdlock(&store->lock);
    const struct user *user = user_of(partner_of(store, client_id), user_id);
    if (user != NULL)
        *copy = user->data;
    pthread_rwlock_unlock(&store->lock);
    return user != NULL;
}

/* A hash's head is what was added first. */
bool store_first_user(struct store *store, const char *client_id, struct store_user *copy)
{
    pthread_rwlock_rdlock(&store->lock);
    const struct partner *partner = partner_of(store, client_id);
    const struct user *user = partner != NULL ? partner->users : NULL;
    if (user != NULL)
        *copy = user->data;
    pthread_rwlock_unlock(&store->lock);
    return user != NULL;
}

bool store_first_partner(struct store *store, struct store_partner *copy)
{
    pthread_rwlock_rdlock(&store->lock);
    const struct partner *partner = store->partners;
    if (partner != NULL)
        *copy = partner->data;
    pthread_rwlock_unlock(&store->lock);
    return partner != NULL;
}

enum store_result store_list_authorizations(struct store *store, const char *client_id,
                                            const char *user_id, struct buffer *out)
{
    pthread_rwlock_rdlock(&store->lock);
    const struct user *user = user_of(partner_of(store, client_id), user_id);
    if (user != NULL) {
        const struct authorization *authorization;
        buffer_append(out, "[", 1);
        DL_FOREACH(user->authorizations, authorization)
        {
            if (authorization != user->authorizations)
                buffer_append(out, ",", 1);
            buffer_append(out, authorization->json, authorization->length);
        }
        buffer_append(out, "]", 1);
    }
    pthread_rwlock_unlock(&store->lock);
    return user != NULL ? STORE_OK : STORE_NOT_FOUND;
}

enum store_result store_get_authorization(struct store *store, const char *client_id,
                                          const char *user_id, const struct snaptrade_uuid *id,
                                          struct buffer *out)
{
    pthread_rwlock_rdlock(&store->lock);
    const struct authorization *authorization =
        authorization_of(partner_of(store, client_id), user_id, id);
    if (authorization != NULL)
        buffer_append(out, authorization->json, authorization->length);
    pthread_rwlock_unlock(&store->lock);
    return authorization != NULL ? STORE_OK : STORE_NOT_FOUND;
}

enum store_result store_remove_authorization(struct store *store, const char *client_id,
                                             const char *user_id, const struct snaptrade_uuid *id)
{
    pthread_rwlock_wrlock(&store->lock);
    struct partner *partner = partner_of(store, client_id);
    struct authorization *authorization = authorization_of(partner, user_id, id);
    if (authorization != NULL) {
        DL_DELETE(authorization->owner->authorizations, authorization);
        HASH_DEL(partner->authorizations, authorization);
    }
    pthread_rwlock_unlock(&store->lock);
    free(authorization);
    return authorization != NULL ? STORE_OK : STORE_NOT_FOUND;
}

typedef int comparison(const char *left, const char *right, size_t length);

/* Whether a comma-separated list lets `id` through. */
static bool lets_through(const char *list, const char *id, comparison *compare)
{
    bool empty = true;
    while (list != NULL && *list != '\0') {
        size_t length = strcspn(list, ",");
        if (length > 0 && strlen(id) == length && compare(list, id, length) == 0)
            return true;
        empty = empty && length == 0;
        list += length + (list[length] == ',' ? 1 : 0);
    }
    return empty;
}

enum store_result store_list_session_events(struct store *store, const char *client_id,
                                            const struct store_event_filter *filter,
                                            struct buffer *out)
{
    pthread_rwlock_rdlock(&store->lock);
    const struct partner *partner = partner_of(store, client_id);
    if (partner != NULL) {
        const char *separator = "[";
        for (size_t i = 0; i < partner->event_count; i++) {
            const struct event *event = partner->events[i];
            if (!lets_through(filter->user_ids, event->user_id, strncmp) ||
                !lets_through(filter->session_ids, event->session_id, strncasecmp))
                continue;
            buffer_append_text(out, separator);
            buffer_append_text(out, event->json);
            separator = ",";
        }
        buffer_append_text(out, *separator == '[' ? "[]" : "]");
    }
    pthread_rwlock_unlock(&store->lock);
    return partner != NULL ? STORE_OK : STORE_NOT_FOUND;
}
