/* The accounts of connections. */
#include "store_inside.h"

#include <stdlib.h>
#include <string.h>

#include <utlist.h>

/* One account as it is told of once the lock is released. */
struct told {
    char user_id[STORE_TEXT_SIZE];
    struct snaptrade_uuid connection, account;
    struct json_text *before, *after; /* held; NULL: not told of */
};

static struct told told_of(const struct account *account, struct json_text *before)
{
    struct told told = {.connection = account->authorization->id,
                        .account = account->id,
                        .before = before,
                        .after = json_text_hold(account->parts[STORE_ACCOUNT])};
    memcpy(told.user_id, account->authorization->owner->data.user_id, sizeof told.user_id);
    return told;
}

static void tell(const struct store *store, const char *client_id, const struct told *told)
{
    if (told->after != NULL)
        store_tell(store, &(struct store_change){
                              .what = STORE_CHANGED_ACCOUNT,
                              .client_id = client_id,
                              .user_id = told->user_id,
                              .connection = &told->connection,
                              .account = &told->account,
                              .before = told->before != NULL ? told->before->bytes : NULL,
                              .after = told->after->bytes});
    json_text_release(told->before);
    json_text_release(told->after);
}

enum store_result store_add_account(struct store *store, const char *client_id,
                                    const struct store_account *account)
{
    struct contents *contents;
    struct told told = {.after = NULL};
    enum store_result result = store_lock_contents(store, client_id, &contents);
    if (result == STORE_OK)
        result = contents_add_account(contents, account);
    if (result == STORE_OK)
        told = told_of(contents_account(contents, &account->id), NULL);
    read_lock_written(&store->lock);
    tell(store, client_id, &told);
    return result;
}

static const char *append_accounts(const struct authorization *authorization, const char *separator,
                                   struct buffer *out)
{
    const struct account *account;
    DL_FOREACH(authorization->accounts, account)
    {
        const struct json_text *json = account->parts[STORE_ACCOUNT];
        buffer_append_text(out, separator);
        buffer_append(out, json->bytes, json->length);
        separator = ",";
    }
    return separator;
}

enum store_result store_list_accounts(struct store *store, const char *client_id,
                                      const char *user_id,
                                      const struct snaptrade_uuid *authorization,
                                      struct buffer *out)
{
    const char *separator = "[";
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store_partner_of(store, client_id);
    const struct user *user = store_user_of(partner, user_id);
    const struct authorization *one = authorization != NULL
                                          ? store_authorization_of(partner, user_id, authorization)
                                      : user != NULL ? user->authorizations
                                                     : NULL;
    bool found = authorization != NULL ? one != NULL : user != NULL;
    for (; one != NULL; one = authorization != NULL ? NULL : one->next)
        separator = append_accounts(one, separator, out);
    pthread_rwlock_unlock(reading);
    if (!found)
        return STORE_NOT_FOUND;
    buffer_append_text(out, *separator == '[' ? "[]" : "]");
    return STORE_OK;
}

enum store_result store_read_account(struct store *store, const char *client_id,
                                     const char *user_id, const struct snaptrade_uuid *id,
                                     store_account_reader *read, void *context)
{
    enum store_result result = STORE_NOT_FOUND;
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct partner *partner = store_partner_of(store, client_id);
    const struct account *account =
        partner != NULL ? contents_account(partner->contents, id) : NULL;
    if (account != NULL && strcmp(account->authorization->owner->data.user_id, user_id) == 0) {
        struct store_account data = {.id = account->id,
                                     .authorization = account->authorization->id};
        for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
            data.json[part] = account->parts[part]->bytes;
        read(context, &data);
        result = STORE_OK;
    }
    pthread_rwlock_unlock(reading);
    return result;
}

static bool edit_one(struct account *account, store_edit *edit, void *context, struct told *told)
{
    struct buffer json = {0};
    struct json_text *before = account->parts[STORE_ACCOUNT];
    bool good = edit(before->bytes, &json, context) && !json.failed;
    if (good) {
        json_text_hold(before);
        good = contents_set_account(account, json.data, json.length) == STORE_OK;
        if (good)
            *told = told_of(account, before);
        else
            json_text_release(before);
    }
    buffer_free(&json);
    return good;
}

/* What was changed before memory ran out is changed back. */
static void undo(struct authorization *authorization, const struct told *told)
{
    struct account *account;
    DL_FOREACH(authorization->accounts, account)
    {
        if (told->before == NULL)
            return;
        json_text_release(account->parts[STORE_ACCOUNT]);
        account->parts[STORE_ACCOUNT] = told->before;
        json_text_release(told->after);
        told++;
    }
}

/* The end of `told` is one of nothing. NULL: no memory, and nothing has changed. */
static struct told *edit_all(struct authorization *authorization, store_edit *edit, void *context)
{
    struct account *account;
    size_t count = 0;
    DL_COUNT(authorization->accounts, account, count);
    struct told *told = calloc(count + 1, sizeof *told);
    struct told *next = told;
    if (told == NULL)
        return NULL;
    DL_FOREACH(authorization->accounts, account)
    {
        if (edit_one(account, edit, context, next)) {
            next++;
            continue;
        }
        undo(authorization, told);
        free(told);
        return NULL;
    }
    return told;
}

/* May the connection be refreshed? STORE_DUPLICATE: not yet. */
static enum store_result claim(struct authorization *refreshed, const struct store_refresh *refresh)
{
    int64_t since = refresh->now - refreshed->refreshed;
    if (refreshed->refreshed != 0 && since >= 0 && since < refresh->gap)
        return STORE_DUPLICATE;
    return STORE_OK;
}

/* With a `refresh`, or without (NULL). */
static enum store_result edit_accounts(struct store *store, const char *client_id,
                                       const struct snaptrade_uuid *authorization,
                                       const struct store_refresh *refresh, store_edit *edit,
                                       void *context)
{
    struct contents *contents;
    struct told *told = NULL;
    enum store_result result = store_lock_contents(store, client_id, &contents);
    struct authorization *edited =
        result == STORE_OK ? contents_authorization(contents, authorization) : NULL;
    if (result == STORE_OK && edited == NULL)
        result = STORE_NOT_FOUND;
    if (edited != NULL && refresh != NULL)
        result = claim(edited, refresh);
    if (result == STORE_OK) {
        told = edit_all(edited, edit, context);
        result = told != NULL ? STORE_OK : STORE_NO_MEMORY;
    }
    if (told != NULL && refresh != NULL)
        edited->refreshed = refresh->now;
    read_lock_written(&store->lock);
    for (const struct told *one = told; one != NULL && one->after != NULL; one++)
        tell(store, client_id, one);
    free(told);
    return result;
}

enum store_result store_edit_accounts(struct store *store, const char *client_id,
                                      const struct snaptrade_uuid *authorization, store_edit *edit,
                                      void *context)
{
    return edit_accounts(store, client_id, authorization, NULL, edit, context);
}

enum store_result store_refresh_accounts(struct store *store, const char *client_id,
                                         const struct snaptrade_uuid *authorization,
                                         const struct store_refresh *refresh, store_edit *edit,
                                         void *context)
{
    return edit_accounts(store, client_id, authorization, refresh, edit, context);
}
