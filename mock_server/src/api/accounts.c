#include "accounts.h"

#include "account_part.h"
#include "answer.h"

static enum api_error list(struct context *context, const struct snaptrade_uuid *authorization,
                           struct http_response *response)
{
    response->status = 200;
    return answer_error(store_list_accounts(context->config->store, context->partner.client_id,
                                            context->user.user_id, authorization, &response->body));
}

enum api_error accounts_list(struct context *context, struct http_response *response)
{
    return list(context, NULL, response);
}

enum api_error accounts_list_connection(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    return answer_path_id(context, &id) ? list(context, &id, response) : API_NOT_A_UUID;
}

struct serving {
    enum store_account_part part;
    struct buffer *out;
};

static void serve(void *context, const struct store_account *account)
{
    const struct serving *serving = context;
    buffer_append_text(serving->out, account->json[serving->part]);
}

static enum api_error serve_part(struct context *context, enum store_account_part part,
                                 struct http_response *response)
{
    struct serving serving = {part, &response->body};
    response->status = 200;
    return account_read(context, serve, &serving);
}

enum api_error accounts_detail(struct context *context, struct http_response *response)
{
    return serve_part(context, STORE_ACCOUNT, response);
}

enum api_error accounts_balances(struct context *context, struct http_response *response)
{
    return serve_part(context, STORE_BALANCES, response);
}

enum api_error accounts_positions(struct context *context, struct http_response *response)
{
    return serve_part(context, STORE_POSITIONS, response);
}

static void serve_nothing(void *context, const struct store_account *account)
{
    (void)account;
    buffer_append_text(context, "[]");
}

enum api_error accounts_options(struct context *context, struct http_response *response)
{
    response->status = 200;
    return account_read(context, serve_nothing, &response->body);
}

struct holding {
    struct buffer *out;
    enum api_error error;
};

/* What the account is worth, under the name that this call has for it. */
static void append_total(const cJSON *account, struct holding *holding)
{
    const cJSON *balance = cJSON_GetObjectItemCaseSensitive(account, "balance");
    const cJSON *total = cJSON_GetObjectItemCaseSensitive(balance, "total");
    cJSON *value = cJSON_CreateObject();
    account_copy(value, "value", cJSON_GetObjectItemCaseSensitive(total, "amount"));
    account_copy(value, "currency", cJSON_GetObjectItemCaseSensitive(total, "currency"));
    char *text = cJSON_PrintUnformatted(value);
    if (text != NULL)
        buffer_append_text(holding->out, text);
    else
        holding->error = API_NO_MEMORY;
    cJSON_free(text);
    cJSON_Delete(value);
}

static bool is_synced(const cJSON *account)
{
    const cJSON *status = cJSON_GetObjectItemCaseSensitive(account, "sync_status");
    const cJSON *holdings = cJSON_GetObjectItemCaseSensitive(status, "holdings");
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(holdings, "initial_sync_completed"));
}

static void hold(void *context, const struct store_account *account)
{
    struct holding *holding = context;
    cJSON *object = cJSON_Parse(account->json[STORE_ACCOUNT]);
    if (object == NULL)
        holding->error = API_NO_MEMORY;
    else if (!is_synced(object))
        holding->error = API_NOT_SYNCED;
    if (holding->error == API_OK) {
        buffer_append_format(holding->out,
                             "{\"account\":%s,\"balances\":%s,\"positions\":%s,"
                             "\"option_positions\":[],\"orders\":%s,\"total_value\":",
                             account->json[STORE_ACCOUNT], account->json[STORE_BALANCES],
                             account->json[STORE_POSITIONS], account->json[STORE_ORDERS]);
        append_total(object, holding);
        buffer_append_text(holding->out, "}");
    }
    cJSON_Delete(object);
}

enum api_error accounts_holdings(struct context *context, struct http_response *response)
{
    struct holding holding = {&response->body, API_OK};
    response->status = 200;
    enum api_error error = account_read(context, hold, &holding);
    return error != API_OK ? error : holding.error;
}
