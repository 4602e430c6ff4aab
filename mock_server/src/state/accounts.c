/* The accounts in contents.h. */
#include "contents.h"

#include <stdlib.h>
#include <string.h>

#include <utlist.h>

struct account *contents_account(const struct contents *contents, const struct snaptrade_uuid *id)
{
    struct account *account;
    HASH_FIND(hh, contents->accounts, id, sizeof *id, account);
    return account;
}

static void free_account(struct account *account)
{
    for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
        json_text_release(account->parts[part]);
    free(account);
}

/* Takes the account over when it returns true. */
static bool insert(struct contents *contents, struct authorization *authorization,
                   struct account *account)
{
    HASH_ADD(hh, contents->accounts, id, sizeof account->id, account);
    if (account->hh.tbl == NULL)
        return false;
    account->authorization = authorization;
    DL_APPEND(authorization->accounts, account);
    return true;
}

static bool fill(struct account *account, const struct store_account *data)
{
    account->id = data->id;
    for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++) {
        account->parts[part] = json_text_new(data->json[part], strlen(data->json[part]));
        if (account->parts[part] == NULL)
            return false;
    }
    return true;
}

enum store_result contents_add_account(struct contents *contents,
                                       const struct store_account *account)
{
    struct authorization *authorization = contents_authorization(contents, &account->authorization);
    if (authorization == NULL)
        return STORE_NOT_FOUND;
    if (contents_account(contents, &account->id) != NULL)
        return STORE_DUPLICATE;
    struct account *added = calloc(1, sizeof *added);
    if (added == NULL)
        return STORE_NO_MEMORY;
    if (fill(added, account) && insert(contents, authorization, added))
        return STORE_OK;
    free_account(added);
    return STORE_NO_MEMORY;
}

enum store_result contents_set_account(struct account *account, const char *json, size_t length)
{
    struct json_text *text = json_text_new(json, length);
    if (text == NULL)
        return STORE_NO_MEMORY;
    json_text_release(account->parts[STORE_ACCOUNT]);
    account->parts[STORE_ACCOUNT] = text;
    return STORE_OK;
}

void contents_remove_accounts(struct contents *contents, struct authorization *authorization)
{
    struct account *account, *next;
    DL_FOREACH_SAFE(authorization->accounts, account, next)
    {
        HASH_DEL(contents->accounts, account);
        free_account(account);
    }
    authorization->accounts = NULL;
}

bool contents_copy_accounts(struct contents *contents, struct authorization *copy,
                            const struct authorization *original)
{
    const struct account *account;
    DL_FOREACH(original->accounts, account)
    {
        struct account *added = calloc(1, sizeof *added);
        if (added == NULL)
            return false;
        added->id = account->id;
        for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
            added->parts[part] = json_text_hold(account->parts[part]);
        if (!insert(contents, copy, added)) {
            free_account(added);
            return false;
        }
    }
    return true;
}
