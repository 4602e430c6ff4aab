#include "sandbox.h"

#include <stdlib.h>

#include "auth/refusal.h"
#include "page/page.h"
#include "state/json_memory.h"

enum { API_MOST_BODY = 65536, CLIENT_ERROR = 400 };
_Static_assert((int)MOCK_SECRETS <= (int)JOURNAL_MOST_SECRETS,
               "the journal has room for all secrets");

/* A user takes its sessions at the portal along. What is not told for want of memory is no reason
 * to say that what was done has failed. */
static void observe(void *context, const struct store_change *change)
{
    struct sandbox *sandbox = context;
    bool had_memory = !json_memory_failed();
    if (change->what == STORE_CHANGED_USER && change->after == NULL)
        portal_sessions_forget(sandbox->sessions, change->client_id, change->user_id);
    webhooks_observe(sandbox->webhooks, change);
    struct tenant *tenant = tenants_find(sandbox->tenants, change->client_id);
    if (tenant != NULL)
        journal_touch(sandbox->book, tenant->journal);
    tenant_release(tenant);
    if (had_memory)
        json_memory_forget();
}

static bool start_webhooks(struct sandbox *sandbox)
{
    const struct sandbox_config *config = &sandbox->config;
    const struct webhooks_config webhooks = {
        .store = config->mock.store,
        .tenants = sandbox->tenants,
        .courier = {.book = sandbox->book,
                    .now = config->now,
                    .now_context = config->now_context,
                    .retry_delay = config->webhook_retry_delay},
        .default_url = config->webhook_url,
    };
    sandbox->webhooks = webhooks_new(&webhooks);
    if (sandbox->webhooks != NULL)
        store_observe(config->mock.store, observe, sandbox);
    return sandbox->webhooks != NULL;
}

static void end_webhooks(struct sandbox *sandbox)
{
    store_observe(sandbox->config.mock.store, NULL, NULL);
    webhooks_free(sandbox->webhooks);
}

static bool start(struct sandbox *sandbox)
{
    const struct sandbox_config *config = &sandbox->config;
    sandbox->book = journal_book_new(&config->journal);
    sandbox->faults = fault_book_new(config->seed);
    sandbox->sessions = portal_sessions_new();
    if (sandbox->book == NULL || sandbox->faults == NULL || sandbox->sessions == NULL)
        return false;
    sandbox->tenants = tenants_new(sandbox->book, sandbox->faults, config->rate_limit);
    if (sandbox->tenants == NULL || !tenants_welcome(sandbox->tenants, config->mock.store) ||
        !start_webhooks(sandbox))
        return false;
    const struct control_config control = {
        .store = config->mock.store,
        .tenants = sandbox->tenants,
        .book = sandbox->book,
        .faults = sandbox->faults,
        .now = config->now,
        .now_context = config->now_context,
        .access = config->access,
        .fixtures = config->fixtures,
        .most_partners = config->most_partners,
        .most_waiting = config->most_waiting,
        .webhooks = sandbox->webhooks,
        .sessions = sandbox->sessions,
        .strict = config->mock.strict,
        .visitors = config->visitors,
        .version = config->version,
    };
    return control_start(&sandbox->control, &control);
}

struct sandbox *sandbox_new(const struct sandbox_config *config)
{
    struct sandbox *sandbox = calloc(1, sizeof *sandbox);
    if (sandbox == NULL)
        return NULL;
    sandbox->config = *config;
    if (start(sandbox))
        return sandbox;
    end_webhooks(sandbox);
    portal_sessions_free(sandbox->sessions);
    tenants_free(sandbox->tenants);
    fault_book_free(sandbox->faults);
    journal_book_free(sandbox->book);
    free(sandbox);
    return NULL;
}

void sandbox_free(struct sandbox *sandbox)
{
    if (sandbox == NULL)
        return;
    control_end(&sandbox->control);
    end_webhooks(sandbox);
    portal_sessions_free(sandbox->sessions);
    tenants_free(sandbox->tenants);
    fault_book_free(sandbox->faults);
    journal_book_free(sandbox->book);
    free(sandbox);
}

static bool is_control(const struct sandbox *sandbox, const char *path)
{
    return sandbox->config.has_control && control_owns(path);
}

size_t sandbox_most_body(const struct sandbox *sandbox, const char *path)
{
    return is_control(sandbox, path) ? sandbox->config.most_body : API_MOST_BODY;
}

/* NULL: the partner has gone. */
static struct tenant *tenant_of(struct sandbox_visit *visit, const char *client_id)
{
    if (visit->tenant == NULL && client_id[0] != '\0')
        visit->tenant = tenants_find(visit->sandbox->tenants, client_id);
    return visit->tenant;
}

static int64_t real_time(const struct sandbox *sandbox)
{
    return sandbox->config.now(sandbox->config.now_context);
}

static int64_t partner_time(void *context, const char *client_id)
{
    struct sandbox_visit *visit = context;
    struct tenant *tenant = client_id != NULL ? tenant_of(visit, client_id) : NULL;
    int64_t time = real_time(visit->sandbox);
    return tenant != NULL ? clock_read(&tenant->clock, time) : time;
}

static bool open_portal(void *context, const struct login_wish *wish, struct login_link *link)
{
    struct sandbox_visit *visit = context;
    const struct tenant *tenant = tenant_of(visit, wish->client_id);
    return portal_sessions_open(visit->sandbox->sessions, wish, tenant == NULL || tenant->ttl == 0,
                                partner_time(visit, wish->client_id), link);
}

static bool admit(void *context, const char *client_id, unsigned *seconds)
{
    struct http_rate_limit seen;
    struct tenant *tenant = tenant_of(context, client_id);
    if (tenant == NULL || !limit_is_on(&tenant->limit))
        return true;
    bool taken = limit_take(&tenant->limit, partner_time(context, client_id), &seen);
    *seconds = seen.reset_seconds;
    return taken;
}

/* Every answer to a known partner tells of its limit. */
static void tell_limit(struct sandbox_visit *visit, const struct mock_report *report,
                       struct http_response *response)
{
    struct tenant *tenant = tenant_of(visit, report->client_id);
    if (tenant != NULL && limit_is_on(&tenant->limit))
        limit_look(&tenant->limit, partner_time(visit, tenant->client_id), &response->rate_limit);
}

static void execute(struct sandbox_visit *visit, struct mock_worker *worker,
                    const struct http_request *request, struct http_response *response,
                    struct mock_report *report)
{
    struct mock_config mock = visit->sandbox->config.mock;
    mock.now = partner_time;
    mock.admit = admit;
    mock.open_portal = open_portal;
    mock.context = visit;
    mock_handle(&mock, worker, request, response, report);
    if (report->error != API_OK)
        report->diagnosis = refusal_diagnose(&mock, request, report->error);
    if (visit->sandbox->config.hints)
        response->diagnosis = report->diagnosis;
}

static void answer_portal(struct sandbox *sandbox, const struct http_request *request,
                          struct http_response *response)
{
    const struct portal portal = {
        .store = sandbox->config.mock.store,
        .tenants = sandbox->tenants,
        .webhooks = sandbox->webhooks,
        .sessions = sandbox->sessions,
        .changes = &sandbox->control.changes,
    };
    portal_handle(&portal, request, real_time(sandbox), response);
    if (request->method == HTTP_POST) /* nobody else tells of its session events */
        journal_touch(sandbox->book, NULL);
}

/* Whoever is not let in may have sent a key of anybody's, which must not be read in the journal or
 * the log. */
static void find_stray_keys(struct sandbox *sandbox, const struct http_request *request,
                            struct mock_report *report, struct sandbox_visit *visit)
{
    stray_keys_find(sandbox->config.mock.store, request, &visit->stray);
    for (size_t i = 0; i < visit->stray.count; i++)
        report->secrets[MOCK_STRAY_KEYS + i] = visit->stray.keys[i];
}

void sandbox_handle(struct sandbox *sandbox, struct mock_worker *worker,
                    const struct http_request *request, const struct control_peer *peer,
                    struct http_response *response, struct mock_report *report,
                    struct sandbox_visit *visit)
{
    struct fault *fault = &visit->fault;
    visit->sandbox = sandbox;
    if (is_control(sandbox, request->path) && page_owns(request->path)) {
        mock_start(worker, response, report);
        page_handle(request, response);
        return;
    }
    if (is_control(sandbox, request->path)) {
        mock_start(worker, response, report);
        control_handle(&sandbox->control, request, peer, response);
        if (response->status >= CLIENT_ERROR)
            find_stray_keys(sandbox, request, report, visit);
        return;
    }
    if (portal_owns(request->path)) {
        mock_start(worker, response, report);
        answer_portal(sandbox, request, response);
        return;
    }
    enum api_error error = API_OK;
    if (sandbox->config.has_control)
        error = fault_choose(fault, &sandbox->control, request);
    if (error != API_OK)
        mock_refuse(error, worker, response, report);
    else if (fault_executes(fault))
        execute(visit, worker, request, response, report);
    else
        mock_start(worker, response, report);
    if (error != API_OK || fault->rule != NULL)
        fault_apply(fault, response, report);
    tell_limit(visit, report, response);
    if (report->error != API_OK || report->client_id[0] == '\0')
        find_stray_keys(sandbox, request, report, visit);
}

void sandbox_refuse(struct sandbox *sandbox, struct mock_worker *worker,
                    const struct http_request *request, enum api_error error,
                    struct http_response *response, struct mock_report *report,
                    struct sandbox_visit *visit)
{
    mock_refuse(error, worker, response, report);
    if (error == API_LONG_BODY && is_control(sandbox, request->path))
        control_refuse_body(response);
    find_stray_keys(sandbox, request, report, visit);
}

void sandbox_end(struct sandbox *sandbox, struct sandbox_visit *visit)
{
    fault_end(&visit->fault, &sandbox->control);
    tenant_release(visit->tenant);
    visit->tenant = NULL;
}

static bool is_counted(const struct sandbox *sandbox, struct tenant *tenant)
{
    return atomic_load_explicit(&sandbox->faults->rules, memory_order_relaxed) > 0 ||
           (tenant != NULL && limit_is_on(&tenant->limit));
}

void sandbox_record(struct sandbox *sandbox, const struct http_request *request,
                    const struct http_response *response, const struct mock_report *report,
                    struct sandbox_visit *visit, int64_t microseconds)
{
    if (is_control(sandbox, request->path) || portal_owns(request->path))
        return;
    visit->sandbox = sandbox;
    struct tenant *tenant = tenant_of(visit, report->client_id);
    const struct journal_record record = {
        .time = real_time(sandbox),
        .microseconds = microseconds,
        .status = response->status,
        .method = request->method_name,
        .path = request->path,
        .query = request->query,
        .headers = request->headers,
        .header_count = request->header_count,
        .client_id = report->client_id,
        .signature_rule = report->rule,
        .diagnosis = report->diagnosis,
        .fault = fault_name(&visit->fault),
        .fault_draw = visit->fault.decision.draw,
        .body_bytes = request->body_bytes,
        .body = request->body,
        .connection = request->connection,
        .secrets = {report->secrets, MOCK_SECRETS},
        .counted = is_counted(sandbox, tenant),
    };
    if (tenant != NULL)
        tenant_use(tenant, record.time);
    journal_add(sandbox->book, tenant != NULL ? tenant->journal : NULL, &record);
}

void sandbox_stop_waits(struct sandbox *sandbox)
{
    journal_book_stop(sandbox->book);
    pauses_stop(sandbox->faults->pauses);
}

void sandbox_tick(struct sandbox *sandbox)
{
    control_expire(&sandbox->control);
}
