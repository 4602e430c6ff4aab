#include "snaptrade/client.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base_url.h"
#include "query.h"
#include "response.h"
#include "snaptrade/signing.h"
#include "snaptrade/uuid.h"
#include "transport.h"

static const long default_connect_timeout_ms = 10000;
static const long default_timeout_ms = 30000;
static const size_t default_max_body = (size_t)64 * 1024 * 1024;

struct snaptrade_client {
    struct transport *transport;
    struct base_url base;
    char *client_id, *consumer_key, *ca_file; /* NULL: not given */
    long connect_timeout_ms, timeout_ms;
    size_t max_body;
    snaptrade_clock *clock;
    void *clock_context;
};

typedef enum snaptrade_parse_result parse_function(const char *json, size_t length, void *model,
                                                   char message[SNAPTRADE_MESSAGE_SIZE]);

/* One call on its way. */
struct job {
    const char *method;
    const char *path; /* behind the base path */
    const char *id;   /* appended to the path; NULL: none */
    bool unsigned_call;
    const struct snaptrade_call *call;
    parse_function *parse;
    void *model; /* NULL: keep the body raw */
};

static int64_t wall_clock(void *context)
{
    (void)context;
    return (int64_t)time(NULL);
}

/* What is wrong with the options but for the base URL; NULL: nothing. */
static const char *options_problem(const struct snaptrade_client_options *options)
{
    if (options->base_url == NULL)
        return "base_url is missing";
    if (options->connect_timeout_ms < 0 || options->timeout_ms < 0)
        return "a timeout is negative";
    if ((options->client_id == NULL) != (options->consumer_key == NULL))
        return "client_id and consumer_key go together";
    return NULL;
}

static bool copy(const char *text, char **result)
{
    *result = text != NULL ? strdup(text) : NULL;
    return text == NULL || *result != NULL;
}

static bool copy_options(snaptrade_client *client, const struct snaptrade_client_options *options)
{
    client->connect_timeout_ms = options->connect_timeout_ms;
    client->timeout_ms = options->timeout_ms;
    client->max_body = options->max_body;
    client->clock = options->clock != NULL ? options->clock : wall_clock;
    client->clock_context = options->clock_context;
    if (client->connect_timeout_ms == 0)
        client->connect_timeout_ms = default_connect_timeout_ms;
    if (client->timeout_ms == 0)
        client->timeout_ms = default_timeout_ms;
    if (client->max_body == 0)
        client->max_body = default_max_body;
    return copy(options->client_id, &client->client_id) &&
           copy(options->consumer_key, &client->consumer_key) &&
           copy(options->ca_file, &client->ca_file);
}

snaptrade_client *snaptrade_client_new(const struct snaptrade_client_options *options,
                                       char message[SNAPTRADE_MESSAGE_SIZE])
{
    char unused[SNAPTRADE_MESSAGE_SIZE];
    char *out = message != NULL ? message : unused;
    const char *problem = options_problem(options);
    out[0] = '\0';
    if (problem != NULL) {
        snprintf(out, SNAPTRADE_MESSAGE_SIZE, "%s", problem);
        return NULL;
    }
    snaptrade_client *client = calloc(1, sizeof *client);
    if (client != NULL && base_url_parse(options->base_url, &client->base, &problem)) {
        client->transport = transport_new();
        if (client->transport != NULL && copy_options(client, options))
            return client;
    }
    if (problem != NULL)
        snprintf(out, SNAPTRADE_MESSAGE_SIZE, "base_url %s", problem);
    else
        snprintf(out, SNAPTRADE_MESSAGE_SIZE, "out of memory");
    snaptrade_client_free(client);
    return NULL;
}

static void free_secret(char *secret)
{
    if (secret != NULL)
        explicit_bzero(secret, strlen(secret));
    free(secret);
}

void snaptrade_client_free(snaptrade_client *client)
{
    if (client == NULL)
        return;
    transport_free(client->transport);
    base_url_free(&client->base);
    free(client->client_id);
    free_secret(client->consumer_key);
    free(client->ca_file);
    free(client);
}

bool snaptrade_stream_to_file(void *file, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, file) == length;
}

/* The path on the wire; the caller frees it. NULL: no memory. */
static char *make_path(const snaptrade_client *client, const struct job *job)
{
    const char *id = job->id != NULL ? job->id : "";
    size_t size = strlen(client->base.path) + strlen(job->path) + strlen(id) + 1;
    char *path = malloc(size);
    if (path != NULL)
        snprintf(path, size, "%s%s%s", client->base.path, job->path, id);
    return path;
}

static char *make_url(const snaptrade_client *client, const char *path, const char *query)
{
    size_t size = strlen(client->base.origin) + strlen(path) + strlen(query) + sizeof "?";
    char *url = malloc(size);
    if (url != NULL)
        snprintf(url, size, "%s%s%s%s", client->base.origin, path, query[0] != '\0' ? "?" : "",
                 query);
    return url;
}

static void add_partner(const snaptrade_client *client, struct query *query)
{
    char timestamp[24];
    snprintf(timestamp, sizeof timestamp, "%" PRId64, client->clock(client->clock_context));
    query_add(query, "clientId", client->client_id);
    query_add(query, "timestamp", timestamp);
}

static bool send(snaptrade_client *client, const struct job *job, const char *path,
                 const char *query, struct snaptrade_response *response)
{
    static const struct snaptrade_call no_call;
    const struct snaptrade_call *call = job->call != NULL ? job->call : &no_call;
    const struct snaptrade_signed_request signed_request = {.path = path, .query = query};
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    char *url = make_url(client, path, query);
    bool ready = url != NULL && (job->unsigned_call ||
                                 snaptrade_sign(client->consumer_key, &signed_request, signature));
    const struct transport_request request = {
        .method = job->method,
        .url = url,
        .signature = job->unsigned_call ? NULL : signature,
        .ca_file = client->ca_file,
        .connect_timeout_ms =
            call->connect_timeout_ms > 0 ? call->connect_timeout_ms : client->connect_timeout_ms,
        .timeout_ms = call->timeout_ms > 0 ? call->timeout_ms : client->timeout_ms,
        .max_body = client->max_body,
        .stream = call->stream,
        .stream_context = call->stream_context,
    };
    bool sent = ready ? transport_perform(client->transport, &request, response)
                      : response_fail(response, SNAPTRADE_ERROR_NO_MEMORY, "out of memory");
    free(url);
    return sent;
}

static bool is_json(const char *content_type)
{
    static const char json[] = "application/json";
    return content_type != NULL && strncasecmp(content_type, json, sizeof json - 1) == 0 &&
           strchr("; \t", content_type[sizeof json - 1]) != NULL;
}

static bool parse_body(const struct job *job, struct snaptrade_response *response)
{
    const char *content_type = snaptrade_response_header(response, "Content-Type");
    char message[SNAPTRADE_MESSAGE_SIZE];
    if (job->model == NULL || (job->call != NULL && job->call->stream != NULL))
        return true;
    if (response->body == NULL)
        return response_fail(response, SNAPTRADE_ERROR_PARSE, "%d without a body",
                             response->status);
    if (!is_json(content_type))
        return response_fail(response, SNAPTRADE_ERROR_PARSE,
                             "the Content-Type is %s, not application/json",
                             content_type != NULL ? content_type : "missing");
    switch (job->parse(response->body, response->body_length, job->model, message)) {
    case SNAPTRADE_PARSE_OK:
        return true;
    case SNAPTRADE_PARSE_NO_MEMORY:
        return response_fail(response, SNAPTRADE_ERROR_NO_MEMORY, "%s", message);
    default:
        return response_fail(response, SNAPTRADE_ERROR_PARSE, "the body: %s", message);
    }
}

/* Sends the job, its own parameters being in `query`, and reads the answer. Frees the query. */
static bool run(snaptrade_client *client, const struct job *job, struct query *query,
                struct snaptrade_response *response)
{
    bool done = false;
    if (!job->unsigned_call)
        add_partner(client, query);
    char *path = make_path(client, job);
    if (query->failed || path == NULL)
        response_fail(response, SNAPTRADE_ERROR_NO_MEMORY, "out of memory");
    else
        done = send(client, job, path, query->text != NULL ? query->text : "", response);
    if (done && !response_is_success(response->status)) {
        response_set_api_error(response);
        done = false;
    }
    free(path);
    if (query->text != NULL)
        explicit_bzero(query->text, strlen(query->text));
    query_free(query);
    return done && parse_body(job, response);
}

static bool check_partner(const snaptrade_client *client, struct snaptrade_response *response)
{
    return client->client_id != NULL ||
           response_fail(response, SNAPTRADE_ERROR_USAGE,
                         "the client was made without client_id and consumer_key");
}

/* A call on behalf of a user, about the id if there is one. */
static bool run_user(snaptrade_client *client, const struct job *job,
                     const struct snaptrade_user *user, const char *id_name,
                     struct snaptrade_response *response)
{
    struct snaptrade_uuid uuid;
    struct query query = {0};
    *response = (struct snaptrade_response){0};
    if (!check_partner(client, response))
        return false;
    if (user != NULL && (user->user_id == NULL || user->user_secret == NULL))
        return response_fail(response, SNAPTRADE_ERROR_USAGE,
                             "a user needs both user_id and user_secret");
    if (id_name != NULL &&
        (job->id == NULL || !snaptrade_uuid_parse(job->id, strlen(job->id), &uuid)))
        return response_fail(response, SNAPTRADE_ERROR_USAGE, "%s is not a UUID", id_name);
    if (user != NULL) {
        query_add(&query, "userId", user->user_id);
        query_add(&query, "userSecret", user->user_secret);
    }
    return run(client, job, &query, response);
}

/* The parsers with their models as void *: a function is called as what it is. */
#define PARSE(model)                                                                               \
    static enum snaptrade_parse_result parse_##model(const char *json, size_t length, void *value, \
                                                     char message[SNAPTRADE_MESSAGE_SIZE])         \
    {                                                                                              \
        return snaptrade_parse_##model(json, length, value, message);                              \
    }
PARSE(authorization)
PARSE(authorization_list)
PARSE(session_event_list)
PARSE(deletion)
PARSE(api_status)

bool snaptrade_list_brokerage_authorizations(snaptrade_client *client,
                                             const struct snaptrade_user *user,
                                             const struct snaptrade_call *call,
                                             struct snaptrade_authorization_list *list,
                                             struct snaptrade_response *response)
{
    const struct job job = {"GET", "/authorizations",        NULL, false,
                            call,  parse_authorization_list, list};
    if (list != NULL)
        *list = (struct snaptrade_authorization_list){0};
    return run_user(client, &job, user, NULL, response);
}

bool snaptrade_detail_brokerage_authorization(snaptrade_client *client,
                                              const char *authorization_id,
                                              const struct snaptrade_user *user,
                                              const struct snaptrade_call *call,
                                              struct snaptrade_authorization *authorization,
                                              struct snaptrade_response *response)
{
    const struct job job = {"GET", "/authorizations/",  authorization_id, false,
                            call,  parse_authorization, authorization};
    if (authorization != NULL)
        *authorization = (struct snaptrade_authorization){0};
    return run_user(client, &job, user, "authorizationId", response);
}

bool snaptrade_remove_brokerage_authorization(snaptrade_client *client,
                                              const char *authorization_id,
                                              const struct snaptrade_user *user,
                                              const struct snaptrade_call *call,
                                              struct snaptrade_response *response)
{
    const struct job job = {"DELETE", "/authorizations/", authorization_id, false, call, NULL,
                            NULL};
    return run_user(client, &job, user, "authorizationId", response);
}

bool snaptrade_delete_connection(snaptrade_client *client, const char *connection_id,
                                 const struct snaptrade_user *user,
                                 const struct snaptrade_call *call,
                                 struct snaptrade_deletion *deletion,
                                 struct snaptrade_response *response)
{
    const struct job job = {"DELETE", "/connection/", connection_id, false,
                            call,     parse_deletion, deletion};
    if (deletion != NULL)
        *deletion = (struct snaptrade_deletion){0};
    return run_user(client, &job, user, "connectionId", response);
}

bool snaptrade_list_session_events(snaptrade_client *client,
                                   const struct snaptrade_session_event_query *query,
                                   const struct snaptrade_call *call,
                                   struct snaptrade_session_event_list *list,
                                   struct snaptrade_response *response)
{
    static const struct snaptrade_session_event_query all;
    const struct job job = {"GET", "/sessionEvents",         NULL, false,
                            call,  parse_session_event_list, list};
    struct query parameters = {0};
    *response = (struct snaptrade_response){0};
    if (list != NULL)
        *list = (struct snaptrade_session_event_list){0};
    if (!check_partner(client, response))
        return false;
    if (query == NULL)
        query = &all;
    query_add(&parameters, "PartnerClientId",
              query->partner_client_id != NULL ? query->partner_client_id : client->client_id);
    query_add(&parameters, "userId", query->user_ids);
    query_add(&parameters, "sessionId", query->session_ids);
    return run(client, &job, &parameters, response);
}

bool snaptrade_check_status(snaptrade_client *client, const struct snaptrade_call *call,
                            struct snaptrade_api_status *status,
                            struct snaptrade_response *response)
{
    const struct job job = {"GET", "/", NULL, true, call, parse_api_status, status};
    struct query none = {0};
    *response = (struct snaptrade_response){0};
    if (status != NULL)
        *status = (struct snaptrade_api_status){0};
    return run(client, &job, &none, response);
}
