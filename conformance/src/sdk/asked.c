#include "asked.h"

#include <string.h>

#include "play.h"

enum {
    USER_ID = 1,
    SECRET = 2,
    USER = USER_ID | SECRET,
    AUTHORIZATION = 4,
    ACCOUNT = 8,
    PARTNER = 16,
};

static const struct {
    const char *name;
    unsigned fields;
} calls[] = {
    {"list_brokerage_authorizations", USER},
    {"detail_brokerage_authorization", USER | AUTHORIZATION},
    {"remove_brokerage_authorization", USER | AUTHORIZATION},
    {"session_events", PARTNER},
    {"register_snap_trade_user", USER_ID},
    {"list_snap_trade_users", 0},
    {"delete_snap_trade_user", USER_ID},
    {"reset_snap_trade_user_secret", USER},
    {"login_snap_trade_user", USER},
    {"list_user_accounts", USER},
    {"get_user_account_details", USER | ACCOUNT},
    {"get_user_account_balance", USER | ACCOUNT},
    {"refresh_brokerage_authorization", USER | AUTHORIZATION},
    {"disable_brokerage_authorization", USER | AUTHORIZATION},
};

static unsigned fields_of(const char *call)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (strcmp(calls[i].name, call) == 0)
            return calls[i].fields;
    return 0;
}

bool asked_has_account(const char *call)
{
    return (fields_of(call) & ACCOUNT) != 0;
}

static void add(cJSON *line, const char *name, const char *value)
{
    if (value != NULL)
        cJSON_AddStringToObject(line, name, value);
}

/* The case's own fields, which may be others than those of the play. */
static void add_more(cJSON *line, const char *text)
{
    cJSON *more = text != NULL ? cJSON_Parse(text) : NULL, *field;
    while (more != NULL && (field = cJSON_DetachItemFromArray(more, 0)) != NULL) {
        cJSON_DeleteItemFromObjectCaseSensitive(line, field->string);
        cJSON_AddItemToObject(line, field->string, field);
    }
    cJSON_Delete(more);
}

cJSON *asked_line(const struct play *play)
{
    const struct sdk_case *wanted = play->sdk_case;
    unsigned fields = fields_of(play->call);
    cJSON *line = cJSON_CreateObject();
    add(line, "call", play->call);
    add(line, "host", play->host);
    add(line, "clientId", play->client_id);
    add(line, "consumerKey", play->consumer_key);
    add(line, "partnerClientId", fields & PARTNER ? play->client_id : NULL);
    add(line, "userIds", fields & PARTNER ? wanted->user_ids : NULL);
    add(line, "sessionIds", fields & PARTNER ? wanted->session_ids : NULL);
    add(line, "userId", fields & USER_ID ? play->user_id : NULL);
    add(line, "userSecret", fields & SECRET ? play->user_secret : NULL);
    add(line, "authorizationId", fields & AUTHORIZATION ? play->authorization_id : NULL);
    add(line, "accountId", fields & ACCOUNT ? play->account_id : NULL);
    if (wanted->timeout_seconds > 0)
        cJSON_AddNumberToObject(line, "timeoutSeconds", wanted->timeout_seconds);
    if (strcmp(play->call, wanted->call) == 0)
        add_more(line, wanted->more);
    return line;
}
