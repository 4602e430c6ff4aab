#include "calls.h"

#include <stdio.h>

#include "webhooks.h"

static const struct shape_field settings_fields[] = {
    {"url", SHAPE_TEXT, 0, NULL, NULL},
    {"secret", SHAPE_SECRET, SHAPE_OPTIONAL, NULL, NULL},
    {"events", SHAPE_CHOICES, SHAPE_OPTIONAL, webhook_event_names, NULL},
    {0},
};
static const struct shape settings_shape = {settings_fields};

static void add_name(cJSON *names, const char *name)
{
    cJSON *element = cJSON_CreateString(name);
    if (!cJSON_AddItemToArray(names, element))
        cJSON_Delete(element);
}

static void add_events(cJSON *answer, unsigned events)
{
    cJSON *names = cJSON_AddArrayToObject(answer, "events");
    for (unsigned event = 0; event < WEBHOOK_EVENTS; event++)
        if ((events >> event & 1U) != 0)
            add_name(names, webhook_event_names[event]);
}

/* Whoever may ask may also set the secret. */
static void add_settings(cJSON *answer, const struct webhook_settings *settings)
{
    cJSON_AddStringToObject(answer, "url", settings->url);
    cJSON_AddStringToObject(answer, "secret", settings->secret);
    add_events(answer, settings->events);
}

static void add_counts(cJSON *answer, const struct webhook_counts *counts)
{
    cJSON_AddNumberToObject(answer, "waiting", (double)counts->waiting);
    cJSON_AddNumberToObject(answer, "retrying", (double)counts->retrying);
    cJSON_AddNumberToObject(answer, "delivered", (double)counts->delivered);
    cJSON_AddNumberToObject(answer, "failed", (double)counts->failed);
    cJSON_AddNumberToObject(answer, "dropped", (double)counts->dropped);
}

enum control_error webhooks_get(struct control_call *call)
{
    struct webhook_settings settings;
    const struct webhook_counts counts = webhook_counts(call->tenant->webhook);
    call->answer = cJSON_CreateObject();
    bool on = webhooks_settings(call->control->config.webhooks, call->tenant, &settings);
    cJSON_AddBoolToObject(call->answer, "on", on);
    if (on)
        add_settings(call->answer, &settings);
    add_counts(call->answer, &counts);
    return CONTROL_OK;
}

static unsigned events_of(const cJSON *names)
{
    unsigned events = 0;
    const cJSON *name;
    if (names == NULL)
        return WEBHOOK_ALL_EVENTS;
    cJSON_ArrayForEach(name, names) events |= 1U << webhook_event_of(name->valuestring);
    return events;
}

enum control_error webhooks_put(struct control_call *call)
{
    if (!call_check(call, &settings_shape))
        return CONTROL_BAD_BODY;
    const char *url = call_text(call, "url"), *secret = call_text(call, "secret");
    const char *problem = webhook_url_problem(url);
    if (problem != NULL) {
        call_problem(call, "url", problem);
        return CONTROL_BAD_BODY;
    }
    struct webhook_settings settings = {
        .events = events_of(cJSON_GetObjectItemCaseSensitive(call->body, "events")),
        .public_only = access_is_tenant(&call->control->config.access, call->request),
    };
    snprintf(settings.url, sizeof settings.url, "%s", url);
    snprintf(settings.secret, sizeof settings.secret, "%s", secret != NULL ? secret : "");
    if (!webhooks_turn_on(call->control->config.webhooks, call->tenant, &settings))
        return CONTROL_NO_MEMORY;
    return webhooks_get(call);
}

enum control_error webhooks_delete(struct control_call *call)
{
    webhook_turn_off(call->tenant->webhook);
    return CONTROL_OK;
}
