/* What the sandbox page needs of a partner's secrets: to copy them, and to send a request that is
 * signed with them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "snaptrade/content.h"
#include "snaptrade/percent.h"
#include "snaptrade/signing.h"
#include "summary.h"

enum { MICROSECONDS = 1000000 };

static const char kept_in_query[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

static const char *const methods[] = {"GET", "POST", "DELETE", NULL};
static const struct shape_field signing_fields[] = {
    {"method", SHAPE_CHOICE, 0, methods, NULL},
    {"path", SHAPE_TEXT, 0, NULL, NULL},
    {"userId", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
    {"parameters", SHAPE_FREE, SHAPE_OPTIONAL, NULL, NULL},
    {"body", SHAPE_FREE, SHAPE_OPTIONAL, NULL, NULL},
    {0},
};
static const struct shape signing_shape = {signing_fields};

enum control_error credentials_get(struct control_call *call)
{
    struct store_partner partner;
    struct store *store = call->control->config.store;
    if (!store_find_partner(store, call_client_id(call), &partner))
        return CONTROL_NO_PARTNER;
    call->answer = cJSON_CreateObject();
    cJSON_AddStringToObject(call->answer, "clientId", partner.client_id);
    cJSON_AddStringToObject(call->answer, "consumerKey", partner.consumer_key);
    cJSON_AddBoolToObject(call->answer, "personal", partner.personal);
    return summary_add(store, partner.client_id, true, call->answer) == STORE_OK
               ? CONTROL_OK
               : CONTROL_NO_MEMORY;
}

static void add_parameter(struct buffer *query, const char *name, const char *value)
{
    char *room = malloc(3 * (strlen(name) + strlen(value)) + 2);
    if (room == NULL) {
        query->failed = true;
        return;
    }
    char *end = snaptrade_percent_encode(room, name, kept_in_query);
    *end++ = '=';
    snaptrade_percent_encode(end, value, kept_in_query);
    if (query->length > 0)
        buffer_append_text(query, "&");
    buffer_append_text(query, room);
    free(room);
}

/* False: a problem was added. */
static bool add_user(struct control_call *call, struct buffer *query)
{
    struct store_user user;
    const char *user_id = call_text(call, "userId");
    if (user_id == NULL)
        return true;
    if (!store_find_user(call->control->config.store, call_client_id(call), user_id, &user)) {
        call_problem(call, "userId", "is no user of this partner");
        return false;
    }
    add_parameter(query, "userId", user.user_id);
    add_parameter(query, "userSecret", user.user_secret);
    return true;
}

static bool add_given(struct control_call *call, struct buffer *query)
{
    const cJSON *parameter;
    cJSON_ArrayForEach(parameter, cJSON_GetObjectItemCaseSensitive(call->body, "parameters"))
    {
        if (!cJSON_IsString(parameter)) {
            call_problem(call, "parameters", "must have texts as its values");
            return false;
        }
        add_parameter(query, parameter->string, parameter->valuestring);
    }
    return true;
}

static bool make_query(struct control_call *call, struct buffer *query)
{
    char timestamp[24];
    snprintf(timestamp, sizeof timestamp, "%" PRId64, call->now / MICROSECONDS);
    add_parameter(query, "clientId", call_client_id(call));
    add_parameter(query, "timestamp", timestamp);
    return add_user(call, query) && add_given(call, query);
}

/* The body as it is to be sent; NULL: there is none, or no memory. */
static char *make_body(const struct control_call *call)
{
    char *text = cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(call->body, "body"));
    char *body = text != NULL ? snaptrade_content(text, SNAPTRADE_CONTENT_SORTED) : NULL;
    cJSON_free(text);
    return body;
}

static enum control_error sign(struct control_call *call, const struct buffer *query,
                               const char *body)
{
    struct store_partner partner;
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    const char *path = call_text(call, "path");
    bool is_empty = body == NULL || strcmp(body, "{}") == 0;
    const struct snaptrade_signed_request request = {path, query->data, is_empty ? NULL : body};
    if (!store_find_partner(call->control->config.store, call_client_id(call), &partner))
        return CONTROL_NO_PARTNER;
    if (query->failed || !snaptrade_sign(partner.consumer_key, &request, signature))
        return CONTROL_NO_MEMORY;
    struct buffer target = {0};
    buffer_append_format(&target, "%s?%s", path, query->data);
    call->answer = cJSON_CreateObject();
    cJSON_AddStringToObject(call->answer, "method", call_text(call, "method"));
    cJSON_AddStringToObject(call->answer, "target", target.failed ? "" : target.data);
    cJSON_AddStringToObject(call->answer, "signature", signature);
    if (body != NULL)
        cJSON_AddStringToObject(call->answer, "body", body);
    else
        cJSON_AddNullToObject(call->answer, "body");
    bool good = !target.failed;
    buffer_free(&target);
    return good ? CONTROL_OK : CONTROL_NO_MEMORY;
}

enum control_error signature_make(struct control_call *call)
{
    struct buffer query = {0};
    if (!call_check(call, &signing_shape))
        return CONTROL_BAD_BODY;
    const char *path = call_text(call, "path");
    if (path[0] != '/' || strpbrk(path, "?# ") != NULL)
        call_problem(call, "path", "must begin with /, and have no query: that is parameters");
    if (call->problems.count > 0 || !make_query(call, &query)) {
        buffer_free(&query);
        return CONTROL_BAD_BODY;
    }
    char *body = make_body(call);
    bool lost = body == NULL && cJSON_GetObjectItemCaseSensitive(call->body, "body") != NULL;
    enum control_error error = lost ? CONTROL_NO_MEMORY : sign(call, &query, body);
    free(body);
    buffer_free(&query);
    return error;
}
