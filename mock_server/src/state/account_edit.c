#include "account_edit.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "json_memory.h"
#include "member.h"

enum { DATE_LENGTH = sizeof "2024-08-20" - 1 };

/* The members of sync_status; transactions are dated by their day. */
static const struct {
    const char *name;
    size_t date_length;
} syncs[] = {
    [ACCOUNT_SYNC_HOLDINGS] = {"holdings", RFC3339_SIZE},
    [ACCOUNT_SYNC_TRANSACTIONS] = {"transactions", DATE_LENGTH},
};

static cJSON *status_of(const cJSON *account, enum account_sync what)
{
    return cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(account, "sync_status"), syncs[what].name);
}

bool account_edit(const char *json, struct buffer *out, void *context)
{
    const struct account_edit *edit = context;
    char date[RFC3339_SIZE];
    cJSON *account = cJSON_Parse(json);
    cJSON *status = status_of(account, edit->what);
    strncpy(date, edit->now, sizeof date);
    if (syncs[edit->what].date_length < sizeof date)
        date[syncs[edit->what].date_length] = '\0';
    bool good = member_put(status, "last_successful_sync", cJSON_CreateString(date)) &&
                member_put(status, "initial_sync_completed", cJSON_CreateTrue());
    good = good && !json_memory_failed();
    char *text = good ? cJSON_PrintUnformatted(account) : NULL;
    if (text != NULL)
        buffer_append_text(out, text);
    cJSON_free(text);
    cJSON_Delete(account);
    return text != NULL;
}

bool account_holdings_changed(const char *before, const char *after)
{
    cJSON *old = cJSON_Parse(before), *new = cJSON_Parse(after);
    bool changed = !cJSON_Compare(status_of(old, ACCOUNT_SYNC_HOLDINGS),
                                  status_of(new, ACCOUNT_SYNC_HOLDINGS), true);
    cJSON_Delete(old);
    cJSON_Delete(new);
    return changed;
}
