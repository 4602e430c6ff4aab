#include "scenario.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "../random.h"
#include "account_edit.h"
#include "json_memory.h"
#include "loading.h"
#include "member.h"

enum { DAY_LENGTH = sizeof "2024-08-20" - 1 };

bool scenario_exists(struct store *store, const char *name)
{
    struct buffer json = {0};
    bool exists = name == NULL || store_get_scenario(store, name, &json) == STORE_OK;
    buffer_free(&json);
    return exists;
}

/* The day of the first activity; "" when there is none. */
static void find_first_day(const cJSON *account, char day[DAY_LENGTH + 1])
{
    const cJSON *activity;
    day[0] = '\0';
    cJSON_ArrayForEach(activity, cJSON_GetObjectItemCaseSensitive(account, "activities"))
    {
        const char *date = member_text(activity, "trade_date");
        if (date == NULL || (day[0] != '\0' && strncmp(date, day, DAY_LENGTH) >= 0))
            continue;
        strncpy(day, date, DAY_LENGTH);
        day[DAY_LENGTH] = '\0';
    }
}

/* Its holdings are read a moment later, which is then told. */
static bool add_sync_status(cJSON *account, const char *date)
{
    char today[DAY_LENGTH + 1], first[DAY_LENGTH + 1];
    cJSON *status = cJSON_AddObjectToObject(account, "sync_status");
    cJSON *transactions = cJSON_AddObjectToObject(status, "transactions");
    cJSON *holdings = cJSON_AddObjectToObject(status, "holdings");
    strncpy(today, date, DAY_LENGTH);
    today[DAY_LENGTH] = '\0';
    find_first_day(account, first);
    bool good = cJSON_AddTrueToObject(transactions, "initial_sync_completed") != NULL &&
                cJSON_AddStringToObject(transactions, "last_successful_sync", today) != NULL;
    good = good && (first[0] != '\0'
                        ? cJSON_AddStringToObject(transactions, "first_transaction_date", first)
                        : cJSON_AddNullToObject(transactions, "first_transaction_date")) != NULL;
    return good && cJSON_AddFalseToObject(holdings, "initial_sync_completed") != NULL &&
           cJSON_AddNullToObject(holdings, "last_successful_sync") != NULL &&
           cJSON_AddFalseToObject(holdings, "holdings_unavailable") != NULL;
}

static bool has(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name) != NULL;
}

/* Takes all members of `template` over. False: no memory. */
static bool take_members(cJSON *account, cJSON *template)
{
    cJSON *member;
    while ((member = cJSON_DetachItemViaPointer(template, template->child)) != NULL) {
        if (!cJSON_AddItemToObject(account, member->string, member)) {
            cJSON_Delete(member);
            return false;
        }
    }
    return true;
}

/* What would stand in the fixtures. NULL: no memory. */
static cJSON *make_account(cJSON *template, const char *connection, const char *institution,
                           const char *date)
{
    char id[SNAPTRADE_UUID_LENGTH + 1];
    cJSON *account = cJSON_CreateObject();
    bool good = random_uuid_text(id) && cJSON_AddStringToObject(account, "id", id) != NULL &&
                cJSON_AddStringToObject(account, "brokerage_authorization", connection) != NULL &&
                take_members(account, template) &&
                (has(account, "institution_name") ||
                 cJSON_AddStringToObject(account, "institution_name", institution) != NULL) &&
                (has(account, "created_date") ||
                 cJSON_AddStringToObject(account, "created_date", date) != NULL) &&
                (has(account, "sync_status") || add_sync_status(account, date));
    if (good)
        return account;
    cJSON_Delete(account);
    return NULL;
}

static bool give_all(struct store *store, cJSON *accounts, const struct scenario_target *target,
                     const char *institution, const char *date)
{
    char connection[SNAPTRADE_UUID_LENGTH + 1];
    cJSON *template;
    bool good = true;
    snaptrade_uuid_format(&target->connection, connection);
    cJSON_ArrayForEach(template, accounts)
    {
        cJSON *account = make_account(template, connection, institution, date);
        good = good && account != NULL &&
               loading_add_quietly(store, target->client_id, FIXTURE_ACCOUNTS, account);
        cJSON_Delete(account);
    }
    return good;
}

/* NULL: there is none, or no memory. */
static cJSON *parse(struct buffer *json, bool found)
{
    if (json->failed)
        json_memory_lack();
    cJSON *object = found && !json->failed ? cJSON_Parse(json->data) : NULL;
    buffer_free(json);
    return object;
}

static cJSON *read_scenario(struct store *store, const char *name)
{
    struct buffer json = {0};
    bool found = store_get_scenario(store, name, &json) == STORE_OK;
    if (!found && name == NULL)
        return cJSON_CreateObject();
    return parse(&json, found);
}

bool scenario_give(struct store *store, const char *name, const struct scenario_target *target,
                   int64_t now)
{
    struct account_edit sync = {.what = ACCOUNT_SYNC_HOLDINGS};
    struct buffer json = {0};
    cJSON *scenario = read_scenario(store, name);
    bool found = store_get_authorization(store, target->client_id, target->user_id,
                                         &target->connection, &json) == STORE_OK;
    cJSON *connection = parse(&json, found);
    const char *institution =
        member_text(cJSON_GetObjectItemCaseSensitive(connection, "brokerage"), "display_name");
    rfc3339_format(now, sync.now);
    bool good = scenario != NULL && institution != NULL &&
                give_all(store, cJSON_GetObjectItemCaseSensitive(scenario, "accounts"), target,
                         institution, sync.now) &&
                store_edit_accounts(store, target->client_id, &target->connection, account_edit,
                                    &sync) == STORE_OK;
    cJSON_Delete(scenario);
    cJSON_Delete(connection);
    return good;
}
