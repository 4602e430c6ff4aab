#include "snaptrade/client.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base_url.h"
#include "job.h"
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
    bool empty = job->body == NULL || strcmp(job->body, "{}") == 0;
    const struct snaptrade_signed_request signed_request = {
        .path = path, .query = query, .content = empty ? NULL : job->body};
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    char *url = make_url(client, path, query);
    bool ready = url != NULL && (job->unsigned_call ||
                                 snaptrade_sign(client->consumer_key, &signed_request, signature));
    const struct transport_request request = {
        .method = job->method,
        .url = url,
        .signature = job->unsigned_call ? NULL : signature,
        .body = job->body,
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

bool job_run(snaptrade_client *client, const struct job *job, struct query *query,
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

bool job_check_partner(const snaptrade_client *client, struct snaptrade_response *response)
{
    return client->client_id != NULL ||
           response_fail(response, SNAPTRADE_ERROR_USAGE,
                         "the client was made without client_id and consumer_key");
}

const char *job_client_id(const snaptrade_client *client)
{
    return client->client_id;
}

bool job_add_user(const struct snaptrade_user *user, struct query *query,
                  struct snaptrade_response *response)
{
    if (user == NULL)
        return true;
    if (user->user_id == NULL || user->user_secret == NULL)
        return response_fail(response, SNAPTRADE_ERROR_USAGE,
                             "a user needs both user_id and user_secret");
    query_add(query, "userId", user->user_id);
    query_add(query, "userSecret", user->user_secret);
    return true;
}

bool job_run_user(snaptrade_client *client, const struct job *job,
                  const struct snaptrade_user *user, const char *id_name,
                  struct snaptrade_response *response)
{
    struct snaptrade_uuid uuid;
    struct query query = {0};
    *response = (struct snaptrade_response){0};
    if (!job_check_partner(client, response))
        return false;
    if (id_name != NULL &&
        (job->id == NULL || !snaptrade_uuid_parse(job->id, strlen(job->id), &uuid)))
        return response_fail(response, SNAPTRADE_ERROR_USAGE, "%s is not a UUID", id_name);
    return job_add_user(user, &query, response) && job_run(client, job, &query, response);
}
