#include "connection_duties.h"

#include <stdio.h>

#include "../state/account_edit.h"
#include "../state/authorization_edit.h"
#include "answer.h"

static const int64_t refresh_gap = INT64_C(60) * 1000000;

/* Before it is done. */
static enum api_error tell(const struct snaptrade_uuid *id, const char *what,
                           struct http_response *response)
{
    char text[SNAPTRADE_UUID_LENGTH + 1];
    snaptrade_uuid_format(id, text);
    response->status = 200;
    buffer_append_format(&response->body, "{\"detail\":\"Connection %s %s\"}", text, what);
    return answer_is_ready(response) ? API_OK : API_NO_MEMORY;
}

/* The user's connection of the path, which must not be disabled. */
static enum api_error find(struct context *context, struct snaptrade_uuid *id)
{
    struct buffer json = {0};
    if (!answer_path_id(context, id))
        return API_NOT_A_UUID;
    enum api_error error = answer_error(store_get_authorization(
        context->config->store, context->partner.client_id, context->user.user_id, id, &json));
    if (error == API_OK && json.failed)
        error = API_NO_MEMORY;
    if (error == API_OK && authorization_is_disabled(json.data))
        error = API_SYNC_DISABLED;
    buffer_free(&json);
    return error;
}

enum api_error connection_refresh(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    struct account_edit edit = {.what = ACCOUNT_SYNC_HOLDINGS};
    const struct store_refresh refresh = {answer_time(context), refresh_gap};
    enum api_error error = find(context, &id);
    if (error == API_OK)
        error = tell(&id, "scheduled for refresh", response);
    if (error != API_OK)
        return error;
    rfc3339_format(refresh.now, edit.now);
    enum store_result result = store_refresh_accounts(
        context->config->store, context->partner.client_id, &id, &refresh, account_edit, &edit);
    return result == STORE_DUPLICATE ? API_TOO_SOON : answer_error(result);
}

enum api_error connection_sync_transactions(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    struct account_edit edit = {.what = ACCOUNT_SYNC_TRANSACTIONS};
    enum api_error error = find(context, &id);
    if (error == API_OK)
        error = tell(&id, "scheduled for transactions sync", response);
    rfc3339_format(answer_time(context), edit.now);
    if (error == API_OK)
        error = answer_error(store_edit_accounts(context->config->store, context->partner.client_id,
                                                 &id, account_edit, &edit));
    return error;
}

struct disabling {
    struct authorization_edit edit;
    bool was_disabled;
};

static bool disable(const char *json, struct buffer *out, void *context)
{
    struct disabling *disabling = context;
    disabling->was_disabled = authorization_is_disabled(json);
    return !disabling->was_disabled && authorization_edit(json, out, &disabling->edit);
}

enum api_error connection_disable(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    enum api_error error = find(context, &id);
    if (error != API_OK)
        return error == API_SYNC_DISABLED ? API_DISABLED : error;
    error = tell(&id, "has been disabled", response);
    if (error != API_OK)
        return error;
    cJSON *changes = cJSON_CreateObject();
    struct disabling disabling = {.edit = {.changes = changes}};
    rfc3339_format(answer_time(context), disabling.edit.now);
    enum store_result result = STORE_NO_MEMORY;
    if (cJSON_AddTrueToObject(changes, "disabled") != NULL)
        result = store_edit_authorization(context->config->store, context->partner.client_id, &id,
                                          disable, &disabling);
    cJSON_Delete(changes);
    if (disabling.was_disabled) /* by another request, just now */
        return API_DISABLED;
    return answer_error(result);
}
