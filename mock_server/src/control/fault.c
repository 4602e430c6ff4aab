#include "fault.h"

#include <stdio.h>

#include "../http/query.h"

static const char header_name[] = "X-Sandbox-Fault";

/* The mock's own, which tells whether it runs. */
static bool is_health(const char *path)
{
    return strcmp(path, "/health") == 0 || strcmp(path, "/api/v1/health") == 0;
}

static void find_partner(struct fault *fault, struct control *control,
                         const struct http_request *request)
{
    enum { RAW_SIZE = 3 * STORE_TEXT_SIZE };
    char client_id[RAW_SIZE];
    struct store_partner partner;
    if (!query_first(request->query, QUERY_CLIENT_ID, client_id, sizeof client_id))
        return;
    fault->tenant = tenants_find(control->config.tenants, client_id);
    fault->consumer_key[0] = '\0';
    if (fault->tenant != NULL && store_find_partner(control->config.store, client_id, &partner))
        memcpy(fault->consumer_key, partner.consumer_key, sizeof fault->consumer_key);
}

static void match(struct fault *fault, struct fault_book *book, const struct http_request *request)
{
    if (fault->tenant != NULL)
        fault->rule = faults_match(&fault->tenant->faults, request, &fault->decision);
    if (fault->rule == NULL)
        fault->rule = faults_match(&book->of_all, request, &fault->decision);
}

static bool find_named(struct fault *fault, struct fault_book *book, const char *name)
{
    if (fault->tenant != NULL)
        fault->rule = faults_name(&fault->tenant->faults, name, &fault->decision);
    if (fault->rule == NULL)
        fault->rule = faults_name(&book->of_all, name, &fault->decision);
    return fault->rule != NULL;
}

static bool waits(const struct fault *fault)
{
    return fault->decision.delay_ms > 0 || fault_action_waits(&fault->rule->action);
}

/* Before the request is executed: one that is refused has changed nothing. */
static enum api_error find_place(struct fault *fault, struct control *control)
{
    if (!waits(fault))
        return API_OK;
    fault->has_place = control_take_place(control);
    if (fault->has_place)
        return API_OK;
    fault_rule_release(fault->rule);
    fault->rule = NULL;
    return API_BUSY;
}

enum api_error fault_choose(struct fault *fault, struct control *control,
                            const struct http_request *request)
{
    struct fault_book *book = control->config.faults;
    const char *name = NULL;
    size_t named = http_find_header(request, header_name, &name);
    if ((named == 0 && atomic_load_explicit(&book->rules, memory_order_acquire) == 0) ||
        is_health(request->path))
        return API_OK;
    find_partner(fault, control, request);
    if (named == 0)
        match(fault, book, request);
    else if (named > 1 || !find_named(fault, book, name))
        return API_NO_FAULT;
    return fault->rule != NULL ? find_place(fault, control) : API_OK;
}

bool fault_executes(const struct fault *fault)
{
    return fault->rule == NULL || fault->rule->action.executes;
}

void fault_apply(struct fault *fault, struct http_response *response, struct mock_report *report)
{
    if (fault->tenant != NULL) {
        snprintf(report->client_id, sizeof report->client_id, "%s", fault->tenant->client_id);
        report->secrets[MOCK_OWN_KEY] = fault->consumer_key;
    }
    if (fault->rule == NULL)
        return;
    fault->delivery = (struct delivery){.delay_ms = fault->decision.delay_ms};
    fault_action_apply(&fault->rule->action, response, &fault->delivery);
    if (response->body.failed) {
        fault->delivery = (struct delivery){0};
        api_error_respond(API_NO_MEMORY, NULL, response);
    }
}

const struct delivery *fault_delivery(const struct fault *fault)
{
    return fault->rule != NULL ? &fault->delivery : NULL;
}

const char *fault_name(const struct fault *fault)
{
    return fault->rule != NULL ? fault->rule->name : "";
}

enum delivery_pause fault_pause(const struct fault *fault, struct control *control,
                                const struct control_peer *peer, int64_t milliseconds)
{
    static const enum delivery_pause ends[] = {[PAUSE_OVER] = DELIVERY_GO_ON,
                                               [PAUSE_CUT_SHORT] = DELIVERY_HURRY,
                                               [PAUSE_GONE] = DELIVERY_GIVE_UP};
    const struct pause pause = {&fault->rule->ended, peer->gone, peer->context};
    return ends[pauses_sleep(control->config.faults->pauses, &pause, milliseconds)];
}

void fault_end(struct fault *fault, struct control *control)
{
    if (fault->has_place)
        control_leave_place(control);
    fault_rule_release(fault->rule);
    tenant_release(fault->tenant);
    fault->has_place = false;
    fault->rule = NULL;
    fault->tenant = NULL;
}
