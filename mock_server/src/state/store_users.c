/* The users of a partner. */
#include "store_inside.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <utlist.h>

static void tell(const struct store *store, const char *client_id, const char *user_id, bool added)
{
    store_tell(store, &(struct store_change){.what = STORE_CHANGED_USER,
                                             .client_id = client_id,
                                             .user_id = user_id,
                                             .before = added ? NULL : user_id,
                                             .after = added ? user_id : NULL});
}

enum store_result store_add_user(struct store *store, const char *client_id,
                                 const struct store_user *user)
{
    struct contents *contents;
    enum store_result result = store_lock_contents(store, client_id, &contents);
    if (result == STORE_OK)
        result = contents_add_user(contents, user);
    read_lock_written(&store->lock);
    if (result == STORE_OK)
        tell(store, client_id, user->user_id, true);
    return result;
}

static void copy_user(struct store_user *copy, const struct store_user *user)
{
    store_copy_text(copy->user_id, user->user_id);
    store_copy_text(copy->user_secret, user->user_secret);
}

bool store_find_user(struct store *store, const char *client_id, const char *user_id,
                     struct store_user *copy)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct user *user = store_user_of(store_partner_of(store, client_id), user_id);
    if (user != NULL)
        copy_user(copy, &user->data);
    pthread_rwlock_unlock(reading);
    return user != NULL;
}

/* A hash's head is what was added first. */
bool store_first_user(struct store *store, const char *client_id, struct store_user *copy)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store_partner_of(store, client_id);
    const struct user *user = partner != NULL ? partner->contents->users : NULL;
    if (user != NULL)
        copy_user(copy, &user->data);
    pthread_rwlock_unlock(reading);
    return user != NULL;
}

enum store_result store_set_user_secret(struct store *store, const char *client_id,
                                        const struct store_user *user)
{
    struct contents *contents;
    enum store_result result = store_lock_contents(store, client_id, &contents);
    struct user *changed = result == STORE_OK ? contents_user(contents, user->user_id) : NULL;
    if (changed != NULL)
        memcpy(changed->data.user_secret, user->user_secret, sizeof changed->data.user_secret);
    else if (result == STORE_OK)
        result = STORE_NOT_FOUND;
    read_lock_written(&store->lock);
    return result;
}

/* Ids may hold anything. */
static void append_string(const char *text, struct buffer *out)
{
    cJSON *string = cJSON_CreateString(text);
    char *json = cJSON_PrintUnformatted(string);
    if (json != NULL)
        buffer_append_text(out, json);
    else
        out->failed = true;
    cJSON_free(json);
    cJSON_Delete(string);
}

enum store_result store_list_users(struct store *store, const char *client_id, struct buffer *out)
{
    const char *separator = "[";
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store_partner_of(store, client_id);
    const struct user *user = partner != NULL ? partner->contents->users : NULL;
    for (; user != NULL; user = user->hh.next) {
        buffer_append_text(out, separator);
        append_string(user->data.user_id, out);
        separator = ",";
    }
    pthread_rwlock_unlock(reading);
    buffer_append_text(out, *separator == '[' ? "[]" : "]");
    return partner != NULL ? STORE_OK : STORE_NOT_FOUND;
}

/* A connection that went with its user, to be told of once the lock is released. */
struct removed {
    struct snaptrade_uuid id;
    struct json_text *json;
};

/* The connections of the user, and an end without JSON. NULL: no memory. */
static struct removed *hold_connections(const struct user *user)
{
    const struct authorization *authorization;
    size_t count = 0;
    DL_COUNT(user->authorizations, authorization, count);
    struct removed *removed = calloc(count + 1, sizeof *removed);
    if (removed == NULL)
        return NULL;
    count = 0;
    DL_FOREACH(user->authorizations, authorization)
    {
        removed[count].id = authorization->id;
        removed[count++].json = json_text_hold(authorization->json);
    }
    return removed;
}

static void tell_removed(const struct store *store, const char *client_id, const char *user_id,
                         struct removed *removed)
{
    for (struct removed *one = removed; one->json != NULL; one++) {
        store_tell(store, &(struct store_change){.what = STORE_CHANGED_CONNECTION,
                                                 .client_id = client_id,
                                                 .user_id = user_id,
                                                 .connection = &one->id,
                                                 .before = one->json->bytes});
        json_text_release(one->json);
    }
    free(removed);
    tell(store, client_id, user_id, false);
}

enum store_result store_remove_user(struct store *store, const char *client_id, const char *user_id)
{
    struct contents *contents;
    struct removed *removed = NULL;
    enum store_result result = store_lock_contents(store, client_id, &contents);
    struct user *user = result == STORE_OK ? contents_user(contents, user_id) : NULL;
    if (user != NULL) {
        removed = hold_connections(user);
        if (removed != NULL)
            contents_remove_user(contents, user);
        else
            result = STORE_NO_MEMORY;
    } else if (result == STORE_OK) {
        result = STORE_NOT_FOUND;
    }
    read_lock_written(&store->lock);
    if (removed != NULL)
        tell_removed(store, client_id, user_id, removed);
    return result;
}
