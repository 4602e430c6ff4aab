/* The ways back of changes in several steps. */
#include "store_inside.h"

struct json_text *store_hold_authorization(struct store *store, const char *client_id,
                                           const struct snaptrade_uuid *id)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct authorization *authorization =
        store_authorization_of(store_partner_of(store, client_id), NULL, id);
    struct json_text *json = authorization != NULL ? json_text_hold(authorization->json) : NULL;
    pthread_rwlock_unlock(reading);
    return json;
}

/* Returns the JSON that was there, with one hold of it. */
static struct json_text *replace(struct authorization *authorization, struct json_text *json,
                                 char user_id[STORE_TEXT_SIZE])
{
    struct json_text *before = authorization->json;
    authorization->json = json_text_hold(json);
    memcpy(user_id, authorization->owner->data.user_id, STORE_TEXT_SIZE);
    return before;
}

enum store_result store_put_back_authorization(struct store *store, const char *client_id,
                                               const struct snaptrade_uuid *id,
                                               struct json_text *json)
{
    struct contents *contents;
    char user_id[STORE_TEXT_SIZE];
    struct json_text *before = NULL;
    enum store_result result = store_lock_contents(store, client_id, &contents);
    struct authorization *authorization =
        result == STORE_OK ? contents_authorization(contents, id) : NULL;
    if (authorization != NULL)
        before = replace(authorization, json, user_id);
    else if (result == STORE_OK)
        result = STORE_NOT_FOUND;
    read_lock_written(&store->lock);
    if (before != NULL)
        store_tell(store, &(struct store_change){STORE_CHANGED_CONNECTION, client_id, user_id, id,
                                                 NULL, before->bytes, json->bytes});
    json_text_release(before);
    return result;
}

void store_let_go(struct json_text *json)
{
    json_text_release(json);
}

enum store_result store_remove_session_event(struct store *store, const char *client_id,
                                             const struct snaptrade_uuid *id)
{
    struct contents *contents;
    enum store_result result = store_lock_contents(store, client_id, &contents);
    if (result == STORE_OK && !contents_remove_event(contents, id))
        result = STORE_NOT_FOUND;
    read_lock_written(&store->lock);
    return result;
}
