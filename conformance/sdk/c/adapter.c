/* The adapter of the client library in client/: conformance/sdk/PROTOCOL.md says what it speaks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "snaptrade/client.h"
#include "snaptrade/utf8.h"

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

static const struct {
    const char *name;
    bool (*make)(struct request *request, struct snaptrade_response *response);
} CALLS[] = {
    {"list_brokerage_authorizations", list},
    {"detail_brokerage_authorization", detail},
    {"remove_brokerage_authorization", remove_one},
    {"session_events", events},
};

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
    if (request.client != NULL && CALLS[call].make(&request, &response))
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
