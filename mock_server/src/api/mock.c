#include "mock.h"

#include <stdlib.h>

#include "../auth/auth.h"
#include "../auth/refusal.h"
#include "../random.h"
#include "../state/json_memory.h"
#include "answer.h"
#include "context.h"
#include "routes.h"

enum { REQUEST_ID_BYTES = 16 };

struct mock_worker {
    snaptrade_signer *signer;
    struct random_stock random;
    struct buffer query; /* a copy of the raw query, decoded in place */
    struct context context;
};

struct mock_worker *mock_worker_new(void)
{
    struct mock_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        return NULL;
    json_memory_watch();
    worker->signer = snaptrade_signer_new();
    if (worker->signer == NULL) {
        mock_worker_free(worker);
        return NULL;
    }
    return worker;
}

void mock_worker_free(struct mock_worker *worker)
{
    if (worker == NULL)
        return;
    snaptrade_signer_free(worker->signer);
    buffer_free(&worker->query);
    free(worker);
}

static enum api_error read_query(struct context *context, struct buffer *copy)
{
    unsigned wanted =
        auth_parameters(context->match.route->auth) | context->match.route->parameters;
    if (wanted == 0)
        return API_OK;
    buffer_reset(copy);
    buffer_append_text(copy, context->request->query);
    if (copy->failed)
        return API_NO_MEMORY;
    context->argument = query_parse(copy->data, wanted, &context->query);
    return context->argument == NULL ? API_OK : API_BAD_PARAMETER;
}

/* The order of checks is SnapTrade's where it is known. */
static enum api_error answer(struct context *context, struct buffer *query,
                             struct http_response *response)
{
    const struct http_request *request = context->request;
    if (!routes_find(request->method, request->path, !context->config->contract_2026_08,
                     &context->match))
        return API_UNKNOWN_PATH;
    response->allow = context->match.allow;
    const struct route *route = context->match.route;
    if (request->method == HTTP_OPTIONS && (route == NULL || !route->any_method)) {
        response->status = 200;
        return API_OK;
    }
    if (route == NULL) {
        context->argument = request->method_name;
        return API_METHOD;
    }
    enum api_error error = read_query(context, query);
    if (error == API_OK)
        error = auth_check(context);
    return error == API_OK ? route->handler(context, response) : error;
}

void mock_start(struct mock_worker *worker, struct http_response *response,
                struct mock_report *report)
{
    buffer_reset(&response->body);
    response->allow = "";
    response->diagnosis = "";
    response->rate_limit.on = false;
    response->content_type = response->more_headers = response->security_headers = NULL;
    random_hex(&worker->random, REQUEST_ID_BYTES, response->request_id);
    report->client_id[0] = report->rule[0] = report->refusal[0] = '\0';
    report->diagnosis = "";
    for (size_t i = 0; i < MOCK_SECRETS; i++)
        report->secrets[i] = NULL;
    report->error = API_OK;
}

static void refuse(enum api_error error, const char *argument, struct http_response *response,
                   struct mock_report *report)
{
    api_error_respond(error, argument, response);
    report->error = error;
    if (report->refusal[0] == '\0')
        api_error_detail(error, argument, report->refusal);
}

void mock_handle(const struct mock_config *config, struct mock_worker *worker,
                 const struct http_request *request, struct http_response *response,
                 struct mock_report *report)
{
    mock_start(worker, response, report);
    struct context *context = &worker->context;
    json_memory_forget();
    /* Not all of it anew: partner and user are large, and are filled before they are read. */
    context->config = config;
    context->signer = worker->signer;
    context->request = request;
    context->report = report;
    context->argument = NULL;
    context->query = (struct query){{NULL}};
    enum api_error error = answer(context, &worker->query, response);
    if (error == API_OK && !answer_is_ready(response))
        error = API_NO_MEMORY;
    if (report->client_id[0] != '\0')
        report->secrets[MOCK_OWN_KEY] = context->partner.consumer_key;
    if (error != API_OK)
        refuse(error, context->argument, response, report);
}

void mock_refuse(enum api_error error, struct mock_worker *worker, struct http_response *response,
                 struct mock_report *report)
{
    mock_start(worker, response, report);
    refuse(error, NULL, response, report);
}

bool mock_explain(const struct mock_config *config, const struct http_request *request,
                  struct snaptrade_diagnosis *diagnosis)
{
    return refusal_explain(config, request, diagnosis);
}
