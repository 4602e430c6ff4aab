#include "store.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../request_locks.h"
#include "store_inside.h"

#include <utlist.h>

struct store *store_new(void)
{
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL || !read_lock_init(&store->lock)) {
        free(store);
        return NULL;
    }
    return store;
}

void store_free(struct store *store)
{
    struct partner *partner, *next;
    if (store == NULL)
        return;
    HASH_ITER(hh, store->partners, partner, next)
    {
        HASH_DEL(store->partners, partner);
        store_free_partner(partner);
    }
    store_free_catalogue(&store->brokerages);
    store_free_catalogue(&store->scenarios);
    read_lock_end(&store->lock);
    free(store);
}

void store_observe(struct store *store, store_observer *observer, void *context)
{
    store->observer = observer;
    store->observer_context = context;
}

void store_tell(const struct store *store, const struct store_change *change)
{
    if (store->observer != NULL)
        store->observer(store->observer_context, change);
}

struct authorization *store_authorization_of(const struct partner *partner, const char *user_id,
                                             const struct snaptrade_uuid *id)
{
    struct authorization *authorization =
        partner != NULL ? contents_authorization(partner->contents, id) : NULL;
    bool owned = authorization != NULL &&
                 (user_id == NULL || strcmp(authorization->owner->data.user_id, user_id) == 0);
    return owned ? authorization : NULL;
}

enum store_result store_add_partner(struct store *store, const struct store_partner *partner)
{
    struct partner *added = store_new_partner(partner, NULL);
    read_lock_write(&store->lock);
    enum store_result result = store_insert_partner(store, added);
    read_lock_written(&store->lock);
    if (result != STORE_OK)
        store_free_partner(added);
    return result;
}

struct contents *store_changeable(struct partner *partner)
{
    if (atomic_load(&partner->contents->holders) == 1)
        return partner->contents;
    struct contents *copy = contents_copy(partner->contents);
    if (copy == NULL)
        return NULL;
    contents_release(partner->contents);
    return partner->contents = copy;
}

enum store_result store_lock_contents(struct store *store, const char *client_id,
                                      struct contents **contents)
{
    read_lock_write(&store->lock);
    struct partner *partner = store_partner_of(store, client_id);
    if (partner == NULL)
        return STORE_NOT_FOUND;
    *contents = store_changeable(partner);
    return *contents != NULL ? STORE_OK : STORE_NO_MEMORY;
}

enum store_result store_add_authorization(struct store *store, const char *client_id,
                                          const char *user_id, const struct snaptrade_uuid *id,
                                          const char *json)
{
    struct contents *contents;
    size_t length = strlen(json);
    enum store_result result = store_lock_contents(store, client_id, &contents);
    if (result == STORE_OK)
        result = contents_add_authorization(contents, user_id, id, json, length);
    read_lock_written(&store->lock);
    if (result == STORE_OK)
        store_tell(store, &(struct store_change){STORE_CHANGED_CONNECTION, client_id, user_id, id,
                                                 NULL, NULL, json});
    return result;
}

enum store_result store_add_session_event(struct store *store, const char *client_id,
                                          const struct store_session_event *event)
{
    struct contents *contents;
    enum store_result result = store_lock_contents(store, client_id, &contents);
    if (result == STORE_OK)
        result = contents_add_event(contents, event);
    read_lock_written(&store->lock);
    return result;
}

static void copy_partner(struct store_partner *copy, const struct store_partner *partner)
{
    store_copy_text(copy->client_id, partner->client_id);
    store_copy_text(copy->consumer_key, partner->consumer_key);
    copy->personal = partner->personal;
}

bool store_find_partner(struct store *store, const char *client_id, struct store_partner *copy)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store_partner_of(store, client_id);
    if (partner != NULL)
        copy_partner(copy, &partner->data);
    pthread_rwlock_unlock(reading);
    return partner != NULL;
}

bool store_first_partner(struct store *store, struct store_partner *copy)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store->partners;
    if (partner != NULL)
        copy_partner(copy, &partner->data);
    pthread_rwlock_unlock(reading);
    return partner != NULL;
}

enum store_result store_list_authorizations(struct store *store, const char *client_id,
                                            const char *user_id, struct buffer *out)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct user *user = store_user_of(store_partner_of(store, client_id), user_id);
    if (user != NULL) {
        const struct authorization *authorization;
        buffer_append(out, "[", 1);
        DL_FOREACH(user->authorizations, authorization)
        {
            if (authorization != user->authorizations)
                buffer_append(out, ",", 1);
            buffer_append(out, authorization->json->bytes, authorization->json->length);
        }
        buffer_append(out, "]", 1);
    }
    pthread_rwlock_unlock(reading);
    return user != NULL ? STORE_OK : STORE_NOT_FOUND;
}

enum store_result store_get_authorization(struct store *store, const char *client_id,
                                          const char *user_id, const struct snaptrade_uuid *id,
                                          struct buffer *out)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct authorization *authorization =
        store_authorization_of(store_partner_of(store, client_id), user_id, id);
    if (authorization != NULL)
        buffer_append(out, authorization->json->bytes, authorization->json->length);
    pthread_rwlock_unlock(reading);
    return authorization != NULL ? STORE_OK : STORE_NOT_FOUND;
}

enum store_result store_find_owner(struct store *store, const char *client_id,
                                   const struct snaptrade_uuid *id, struct store_user *owner)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct authorization *authorization =
        store_authorization_of(store_partner_of(store, client_id), NULL, id);
    if (authorization != NULL)
        *owner = authorization->owner->data;
    pthread_rwlock_unlock(reading);
    return authorization != NULL ? STORE_OK : STORE_NOT_FOUND;
}

enum store_result store_remove_authorization(struct store *store, const char *client_id,
                                             const char *user_id, const struct snaptrade_uuid *id)
{
    enum store_result result = STORE_NOT_FOUND;
    struct json_text *before = NULL;
    read_lock_write(&store->lock);
    struct partner *partner = store_partner_of(store, client_id);
    if (store_authorization_of(partner, user_id, id) != NULL) {
        struct contents *contents = store_changeable(partner);
        result = contents != NULL ? STORE_OK : STORE_NO_MEMORY;
        if (contents != NULL) {
            struct authorization *removed = contents_authorization(contents, id);
            before = json_text_hold(removed->json);
            contents_remove_authorization(contents, removed);
        }
    }
    read_lock_written(&store->lock);
    if (before != NULL)
        store_tell(store, &(struct store_change){STORE_CHANGED_CONNECTION, client_id, user_id, id,
                                                 NULL, before->bytes, NULL});
    json_text_release(before);
    return result;
}

/* An edit as it is told once the lock is released. */
struct edited {
    char user_id[STORE_TEXT_SIZE];
    struct json_text *before, *after;
};

static enum store_result edit_json(struct partner *partner, const struct snaptrade_uuid *id,
                                   store_edit *edit, void *context, struct edited *edited)
{
    struct contents *contents = store_changeable(partner);
    if (contents == NULL)
        return STORE_NO_MEMORY;
    struct authorization *authorization = contents_authorization(contents, id);
    struct buffer json = {0};
    enum store_result result = STORE_NO_MEMORY;
    memcpy(edited->user_id, authorization->owner->data.user_id, sizeof edited->user_id);
    edited->before = json_text_hold(authorization->json);
    if (edit(authorization->json->bytes, &json, context) && !json.failed)
        result = contents_set_json(authorization, json.data, json.length);
    if (result == STORE_OK)
        edited->after = json_text_hold(authorization->json);
    buffer_free(&json);
    return result;
}

enum store_result store_edit_authorization(struct store *store, const char *client_id,
                                           const struct snaptrade_uuid *id, store_edit *edit,
                                           void *context)
{
    enum store_result result = STORE_NOT_FOUND;
    struct edited edited = {.before = NULL};
    read_lock_write(&store->lock);
    struct partner *partner = store_partner_of(store, client_id);
    if (store_authorization_of(partner, NULL, id) != NULL)
        result = edit_json(partner, id, edit, context, &edited);
    read_lock_written(&store->lock);
    if (edited.after != NULL)
        store_tell(store,
                   &(struct store_change){STORE_CHANGED_CONNECTION, client_id, edited.user_id, id,
                                          NULL, edited.before->bytes, edited.after->bytes});
    json_text_release(edited.before);
    json_text_release(edited.after);
    return result;
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
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store_partner_of(store, client_id);
    if (partner != NULL) {
        const char *separator = "[";
        for (size_t i = 0; i < partner->contents->event_count; i++) {
            const struct event *event = partner->contents->events[i];
            if (!lets_through(filter->user_ids, event->user_id, strncmp) ||
                !lets_through(filter->session_ids, event->session_id, strncasecmp))
                continue;
            buffer_append_text(out, separator);
            buffer_append(out, event->json->bytes, event->json->length);
            separator = ",";
        }
        buffer_append_text(out, *separator == '[' ? "[]" : "]");
    }
    pthread_rwlock_unlock(reading);
    return partner != NULL ? STORE_OK : STORE_NOT_FOUND;
}
