/* The adapter of the client library in client/: conformance/sdk/PROTOCOL.md says what it speaks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "snaptrade/client.h"
#include "snaptrade/percent.h"
#include "snaptrade/utf8.h"

enum { PATH_SIZE = 1024 };

/* One request on its way. Texts belong to `line`; NULL: not given. */
struct request {
    const cJSON *line;
    snaptrade_client *client;
    struct snaptrade_user user;
    const char *authorization_id;
};

/* Whether there is a text, and it can stand in JSON. */
static bool printable(const char *text)
{
    return text != NULL && snaptrade_utf8_valid(text, strlen(text));
}

static const char *text_of(const cJSON *line, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, name));
}

static bool list(struct request *request, struct snaptrade_response *response)
{
    struct snaptrade_authorization_list model;
    bool done = snaptrade_list_brokerage_authorizations(request->client, &request->user, NULL,
                                                        &model, response);
    snaptrade_authorization_list_free(&model);
    return done;
}

static bool detail(struct request *request, struct snaptrade_response *response)
{
    struct snaptrade_authorization model;
    bool done = snaptrade_detail_brokerage_authorization(request->client, request->authorization_id,
                                                         &request->user, NULL, &model, response);
    snaptrade_authorization_free(&model);
    return done;
}

static bool remove_one(struct request *request, struct snaptrade_response *response)
{
    return snaptrade_remove_brokerage_authorization(request->client, request->authorization_id,
                                                    &request->user, NULL, response);
}

static bool events(struct request *request, struct snaptrade_response *response)
{
    struct snaptrade_session_event_query query = {
        .partner_client_id = text_of(request->line, "partnerClientId"),
        .user_ids = text_of(request->line, "userIds"),
        .session_ids = text_of(request->line, "sessionIds"),
    };
    struct snaptrade_session_event_list model;
    bool done = snaptrade_list_session_events(request->client, &query, NULL, &model, response);
    snaptrade_session_event_list_free(&model);
    return done;
}

/* A call for which the library has no function. */
struct other_call {
    const char *method, *path;
    const char *id;       /* names the field that stands at the braces of `path`; NULL: none */
    const char *in_query; /* the field that is a parameter; NULL: none */
    bool of_user;
    const char *const *in_body; /* the fields of the body; NULL: there is none */
};

static void write_path(const struct request *request, const struct other_call *call,
                       char path[PATH_SIZE])
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char escaped[PATH_SIZE / 2] = "";
    const char *id = call->id != NULL ? text_of(request->line, call->id) : NULL;
    size_t braces = strcspn(call->path, "{");
    const char *rest = call->path[braces] != '\0' ? call->path + braces + strlen("{}") : "";
    if (id != NULL && 3 * strlen(id) < sizeof escaped)
        snaptrade_percent_encode(escaped, id, kept);
    snprintf(path, PATH_SIZE, "%.*s%s%s", (int)braces, call->path, escaped, rest);
}

/* What the request has of the fields of the body; the caller frees it. NULL: there is none. */
static char *body_text(const cJSON *line, const char *const *fields)
{
    if (fields == NULL)
        return NULL;
    cJSON *body = cJSON_CreateObject();
    for (; *fields != NULL; fields++) {
        const cJSON *field = cJSON_GetObjectItemCaseSensitive(line, *fields);
        if (field != NULL)
            cJSON_AddItemToObject(body, *fields, cJSON_Duplicate(field, true));
    }
    char *text = cJSON_PrintUnformatted(body);
    cJSON_Delete(body);
    return text;
}

static bool send_other(struct request *request, const struct other_call *call,
                       struct snaptrade_response *response)
{
    char path[PATH_SIZE];
    struct snaptrade_parameter parameter = {.name = call->in_query};
    if (call->in_query != NULL)
        parameter.value = text_of(request->line, call->in_query);
    write_path(request, call, path);
    char *body = body_text(request->line, call->in_body);
    const struct snaptrade_request sent = {.method = call->method,
                                           .path = path,
                                           .parameters = &parameter,
                                           .parameter_count = call->in_query != NULL,
                                           .user = call->of_user ? &request->user : NULL,
                                           .body = body};
    bool done = snaptrade_send(request->client, &sent, NULL, response);
    cJSON_free(body);
    return done;
}

#define USER_ID ((const char *const[]){"userId", NULL})
#define USER_AND_SECRET ((const char *const[]){"userId", "userSecret", NULL})
#define LOGIN_OPTIONS                                                                              \
    ((const char *const[]){"broker", "immediateRedirect", "customRedirect", "reconnect",           \
                           "connectionType", NULL})
#define NONE                                                                                       \
    {                                                                                              \
        NULL, NULL, NULL, NULL, false, NULL                                                        \
    }

static const struct {
    const char *name;
    bool (*make)(struct request *request, struct snaptrade_response *response);
    struct other_call other; /* when `make` is NULL */
} CALLS[] = {
    {"list_brokerage_authorizations", list, NONE},
    {"detail_brokerage_authorization", detail, NONE},
    {"remove_brokerage_authorization", remove_one, NONE},
    {"session_events", events, NONE},
    {"register_snap_trade_user",
     NULL,
     {"POST", "/snapTrade/registerUser", NULL, NULL, false, USER_ID}},
    {"list_snap_trade_users", NULL, {"GET", "/snapTrade/listUsers", NULL, NULL, false, NULL}},
    {"delete_snap_trade_user",
     NULL,
     {"DELETE", "/snapTrade/deleteUser", NULL, "userId", false, NULL}},
    {"reset_snap_trade_user_secret",
     NULL,
     {"POST", "/snapTrade/resetUserSecret", NULL, NULL, false, USER_AND_SECRET}},
    {"login_snap_trade_user", NULL, {"POST", "/snapTrade/login", NULL, NULL, true, LOGIN_OPTIONS}},
    {"list_user_accounts", NULL, {"GET", "/accounts", NULL, NULL, true, NULL}},
    {"get_user_account_details", NULL, {"GET", "/accounts/{}", "accountId", NULL, true, NULL}},
    {"get_user_account_balance",
     NULL,
     {"GET", "/accounts/{}/balances", "accountId", NULL, true, NULL}},
    {"refresh_brokerage_authorization",
     NULL,
     {"POST", "/authorizations/{}/refresh", "authorizationId", NULL, true, NULL}},
    {"disable_brokerage_authorization",
     NULL,
     {"POST", "/authorizations/{}/disable", "authorizationId", NULL, true, NULL}},
};

static bool make(size_t call, struct request *request, struct snaptrade_response *response)
{
    return CALLS[call].make != NULL ? CALLS[call].make(request, response)
                                    : send_other(request, &CALLS[call].other, response);
}

static const char *const KINDS[] = {
    [SNAPTRADE_ERROR_USAGE] = "client",     [SNAPTRADE_ERROR_TRANSPORT] = "transport",
    [SNAPTRADE_ERROR_API] = "api",          [SNAPTRADE_ERROR_PARSE] = "client",
    [SNAPTRADE_ERROR_NO_MEMORY] = "client",
};

/* The body as JSON, else as text; left out when it is neither. */
static void add_body(cJSON *object, const struct snaptrade_response *response)
{
    if (!printable(response->body))
        return;
    cJSON *body = cJSON_ParseWithLengthOpts(response->body, response->body_length + 1, NULL, true);
    if (body == NULL)
        body = cJSON_CreateString(response->body);
    cJSON_AddItemToObject(object, "body", body);
}

static void add_success(cJSON *answer, const struct snaptrade_response *response)
{
    cJSON_AddNumberToObject(answer, "status", response->status);
    if (response->body_length > 0)
        add_body(answer, response);
    else
        cJSON_AddNullToObject(answer, "body");
    cJSON *headers = cJSON_AddObjectToObject(answer, "headers");
    for (size_t i = 0; i < response->header_count; i++) {
        const struct snaptrade_header *header = &response->headers[i];
        if (printable(header->name) && printable(header->value))
            cJSON_AddStringToObject(headers, header->name, header->value);
    }
}

static void add_error(cJSON *answer, const struct snaptrade_response *response)
{
    cJSON *error = cJSON_AddObjectToObject(answer, "error");
    cJSON_AddStringToObject(error, "kind", KINDS[response->error]);
    if (response->status != 0)
        cJSON_AddNumberToObject(error, "status", response->status);
    if (printable(response->reason))
        cJSON_AddStringToObject(error, "reason", response->reason);
    if (response->body_length > 0)
        add_body(error, response);
    cJSON_AddStringToObject(error, "message", response->message);
}

static void make_call(cJSON *answer, const cJSON *line, size_t call)
{
    const cJSON *seconds = cJSON_GetObjectItemCaseSensitive(line, "timeoutSeconds");
    long timeout = cJSON_IsNumber(seconds) ? (long)(seconds->valuedouble * 1000) : 0;
    struct snaptrade_client_options options = {
        .base_url = text_of(line, "host"),
        .client_id = text_of(line, "clientId"),
        .consumer_key = text_of(line, "consumerKey"),
        .connect_timeout_ms = timeout,
        .timeout_ms = timeout,
    };
    struct snaptrade_response response = {.error = SNAPTRADE_ERROR_USAGE};
    struct request request = {
        .line = line,
        .client = snaptrade_client_new(&options, response.message),
        .user = {text_of(line, "userId"), text_of(line, "userSecret")},
        .authorization_id = text_of(line, "authorizationId"),
    };
    if (request.client != NULL && make(call, &request, &response))
        add_success(answer, &response);
    else
        add_error(answer, &response);
    snaptrade_response_free(&response);
    snaptrade_client_free(request.client);
}

static void answer_line(const char *text)
{
    cJSON *line = cJSON_Parse(text), *answer = cJSON_CreateObject();
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(line, "id");
    const char *name = text_of(line, "call");
    size_t call = 0, count = sizeof CALLS / sizeof *CALLS;
    while (call < count && (name == NULL || strcmp(name, CALLS[call].name) != 0))
        call++;
    cJSON_AddNumberToObject(answer, "id", cJSON_IsNumber(id) ? id->valuedouble : 0);
    if (call < count)
        make_call(answer, line, call);
    else
        cJSON_AddTrueToObject(answer, "unsupported");
    char *printed = cJSON_PrintUnformatted(answer);
    puts(printed != NULL ? printed : "{}");
    fflush(stdout);
    free(printed);
    cJSON_Delete(answer);
    cJSON_Delete(line);
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) != -1)
        answer_line(line);
    free(line);
    return 0;
}
