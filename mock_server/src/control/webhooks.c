#include "webhooks.h"

#include <stdio.h>
#include <stdlib.h>

#include "../state/account_edit.h"
#include "../state/authorization_edit.h"

struct webhooks {
    struct webhooks_config config;
    struct webhook_courier *courier;
    atomic_bool used; /* some partner has, or had, a webhook */
};

struct webhooks *webhooks_new(const struct webhooks_config *config)
{
    struct webhooks *webhooks = calloc(1, sizeof *webhooks);
    if (webhooks == NULL)
        return NULL;
    webhooks->config = *config;
    webhooks->courier = webhook_courier_new(&config->courier);
    atomic_init(&webhooks->used, config->default_url != NULL);
    if (webhooks->courier != NULL)
        return webhooks;
    free(webhooks);
    return NULL;
}

void webhooks_free(struct webhooks *webhooks)
{
    if (webhooks == NULL)
        return;
    webhook_courier_free(webhooks->courier);
    free(webhooks);
}

bool webhooks_settings(struct webhooks *webhooks, struct tenant *tenant,
                       struct webhook_settings *settings)
{
    const char *url = webhooks->config.default_url;
    if (webhook_settings(tenant->webhook, settings))
        return true;
    if (url == NULL || tenant->ttl > 0)
        return false;
    struct webhook_settings first = {.events = WEBHOOK_ALL_EVENTS};
    snprintf(first.url, sizeof first.url, "%s", url);
    return webhook_turn_on_first(tenant->webhook, &first) &&
           webhook_settings(tenant->webhook, settings);
}

bool webhooks_turn_on(struct webhooks *webhooks, struct tenant *tenant,
                      const struct webhook_settings *settings)
{
    atomic_store(&webhooks->used, true);
    return webhook_turn_on(tenant->webhook, settings);
}

/* Completed by what is the partner's. */
static struct webhook_delivery *make(struct webhooks *webhooks, const struct tenant *tenant,
                                     const struct webhook_settings *settings,
                                     const struct webhook_facts *facts)
{
    const struct webhook_courier_config *config = &webhooks->config.courier;
    struct webhook_facts all = *facts;
    struct store_partner partner;
    if (!store_find_partner(webhooks->config.store, tenant->client_id, &partner))
        return NULL;
    all.texts[WEBHOOK_CLIENT_ID] = tenant->client_id;
    if (all.texts[WEBHOOK_SECRET] == NULL)
        all.texts[WEBHOOK_SECRET] = settings->secret;
    return webhook_delivery_new(&all, partner.consumer_key, config->now(config->now_context));
}

void webhooks_tell(struct webhooks *webhooks, struct tenant *tenant,
                   const struct webhook_facts *facts)
{
    struct webhook_settings settings;
    if (!atomic_load(&webhooks->used) || !webhooks_settings(webhooks, tenant, &settings) ||
        (settings.events >> facts->event & 1U) == 0)
        return;
    struct webhook_delivery *delivery = make(webhooks, tenant, &settings, facts);
    if (delivery != NULL)
        webhook_courier_send(webhooks->courier, tenant->webhook, delivery);
}

enum webhook_sending webhooks_fire(struct webhooks *webhooks, struct tenant *tenant,
                                   const struct webhook_facts *facts, webhooks_shower *show,
                                   void *context)
{
    struct webhook_settings settings;
    if (!webhooks_settings(webhooks, tenant, &settings))
        return WEBHOOK_OFF;
    struct webhook_delivery *delivery = make(webhooks, tenant, &settings, facts);
    if (delivery == NULL)
        return WEBHOOK_NO_MEMORY;
    if (show(context, delivery))
        return webhook_courier_send(webhooks->courier, tenant->webhook, delivery);
    free(delivery);
    return WEBHOOK_SENT;
}

bool webhooks_brokerage_id(const char *json, char id[SNAPTRADE_UUID_LENGTH + 1])
{
    cJSON *object = cJSON_Parse(json);
    const cJSON *brokerage = cJSON_GetObjectItemCaseSensitive(object, "brokerage");
    const char *text = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(brokerage != NULL ? brokerage : object, "id"));
    if (text != NULL)
        snprintf(id, SNAPTRADE_UUID_LENGTH + 1, "%s", text);
    cJSON_Delete(object);
    return text != NULL;
}

/* What it is when it was added, and when it was removed. */
static const enum webhook_event comings[] = {[STORE_CHANGED_USER] = WEBHOOK_USER_REGISTERED,
                                             [STORE_CHANGED_CONNECTION] = WEBHOOK_CONNECTION_ADDED,
                                             [STORE_CHANGED_ACCOUNT] =
                                                 WEBHOOK_NEW_ACCOUNT_AVAILABLE};
static const enum webhook_event goings[] = {[STORE_CHANGED_USER] = WEBHOOK_USER_DELETED,
                                            [STORE_CHANGED_CONNECTION] = WEBHOOK_CONNECTION_DELETED,
                                            [STORE_CHANGED_ACCOUNT] = WEBHOOK_ACCOUNT_REMOVED};

/* An account is edited when it has been read anew. */
static enum webhook_event event_of(const struct store_change *change)
{
    if (change->before == NULL)
        return comings[change->what];
    if (change->after == NULL)
        return goings[change->what];
    if (change->what == STORE_CHANGED_ACCOUNT)
        return WEBHOOK_ACCOUNT_HOLDINGS_UPDATED;
    bool was_disabled = authorization_is_disabled(change->before);
    bool disabled = authorization_is_disabled(change->after);
    if (was_disabled == disabled)
        return WEBHOOK_CONNECTION_UPDATED;
    return disabled ? WEBHOOK_CONNECTION_BROKEN : WEBHOOK_CONNECTION_FIXED;
}

/* Of an account only its holdings are news. */
static bool is_silent(const struct store_change *change)
{
    return change->what == STORE_CHANGED_ACCOUNT && change->before != NULL &&
           change->after != NULL && !account_holdings_changed(change->before, change->after);
}

/* The brokerage of the connection; false: it has gone meanwhile, or no memory. */
static bool find_brokerage(const struct webhooks *webhooks, const struct store_change *change,
                           char id[SNAPTRADE_UUID_LENGTH + 1])
{
    struct buffer json = {0};
    if (change->what == STORE_CHANGED_CONNECTION)
        return webhooks_brokerage_id(change->after != NULL ? change->after : change->before, id);
    bool found = store_get_authorization(webhooks->config.store, change->client_id, change->user_id,
                                         change->connection, &json) == STORE_OK &&
                 !json.failed && webhooks_brokerage_id(json.data, id);
    buffer_free(&json);
    return found;
}

static const char *format(const struct snaptrade_uuid *id, char text[SNAPTRADE_UUID_LENGTH + 1])
{
    if (id == NULL)
        return NULL;
    snaptrade_uuid_format(id, text);
    return text;
}

static void observe(struct webhooks *webhooks, struct tenant *tenant,
                    const struct store_change *change)
{
    struct webhook_settings settings;
    char connection[SNAPTRADE_UUID_LENGTH + 1], account[SNAPTRADE_UUID_LENGTH + 1];
    char brokerage[SNAPTRADE_UUID_LENGTH + 1];
    bool has_brokerage = change->what != STORE_CHANGED_USER;
    if (is_silent(change) || !webhooks_settings(webhooks, tenant, &settings) ||
        (has_brokerage && !find_brokerage(webhooks, change, brokerage)))
        return;
    const struct webhook_facts facts = {
        .event = event_of(change),
        .texts = {[WEBHOOK_USER_ID] = change->user_id,
                  [WEBHOOK_CONNECTION_ID] = format(change->connection, connection),
                  [WEBHOOK_ACCOUNT_ID] = format(change->account, account),
                  [WEBHOOK_BROKERAGE_ID] = has_brokerage ? brokerage : NULL}};
    webhooks_tell(webhooks, tenant, &facts);
}

void webhooks_observe(void *context, const struct store_change *change)
{
    struct webhooks *webhooks = context;
    if (!atomic_load_explicit(&webhooks->used, memory_order_relaxed))
        return;
    struct tenant *tenant = tenants_find(webhooks->config.tenants, change->client_id);
    if (tenant != NULL)
        observe(webhooks, tenant, change);
    tenant_release(tenant);
}
