#include "calls.h"

#include <stdio.h>
#include <string.h>

#include "../portal/sessions.h"
#include "../random.h"
#include "../state/document.h"
#include "summary.h"

enum {
    CLIENT_ID_BYTES = 8,
    DEFAULT_TTL = 3600,
    MOST_TTL = 365 * 24 * 3600,
    MICROSECONDS = 1000000
};

static const struct shape_field making_fields[] = {
    {"clientId", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
    {"consumerKey", SHAPE_SECRET, SHAPE_OPTIONAL, NULL, NULL},
    {"newIds", SHAPE_BOOL, SHAPE_OPTIONAL, NULL, NULL},
    {"ttlSeconds", SHAPE_INTEGER, SHAPE_OPTIONAL, NULL, NULL},
    {0},
};
static const struct shape making = {making_fields};

/* A partner to be. */
struct draft {
    struct store_partner partner;
    char token[RANDOM_SECRET_SIZE];
    int64_t ttl; /* seconds */
};

static bool invent(struct draft *draft)
{
    struct random_stock stock = {.left = 0};
    char digits[2 * CLIENT_ID_BYTES + 1], key[RANDOM_SECRET_SIZE];
    if (!random_secret(key) || !random_secret(draft->token))
        return false;
    random_hex(&stock, CLIENT_ID_BYTES, digits);
    snprintf(draft->partner.client_id, sizeof draft->partner.client_id, "SANDBOX-%s", digits);
    snprintf(draft->partner.consumer_key, sizeof draft->partner.consumer_key, "%s", key);
    return true;
}

/* In place of what was invented. */
static void take_wishes(const struct control_call *call, struct store_partner *partner)
{
    const char *client_id = call_text(call, "clientId"), *key = call_text(call, "consumerKey");
    if (client_id != NULL)
        snprintf(partner->client_id, sizeof partner->client_id, "%s", client_id);
    if (key != NULL)
        snprintf(partner->consumer_key, sizeof partner->consumer_key, "%s", key);
}

static bool renew_ids(struct store *store, const char *client_id)
{
    struct problems unread = {.out = &(struct buffer){0}, .file = ""};
    cJSON *document = document_write(store, client_id);
    bool good = document != NULL && document_renew_ids(document) &&
                document_restore(store, client_id, document, true, &unread);
    cJSON_Delete(document);
    buffer_free(&unread.pointer);
    buffer_free(unread.out);
    return good;
}

/* Under the lock of changes. */
static enum control_error add_partner(struct control_call *call, const struct draft *draft)
{
    const struct control_config *config = &call->control->config;
    struct store_partner model;
    if (tenants_count(config->tenants, true) >= config->most_partners)
        return CONTROL_FULL;
    if (!store_first_partner(config->store, &model))
        return CONTROL_NO_MODEL;
    struct store_partner copy = draft->partner;
    copy.personal = model.personal;
    enum store_result result = store_copy_partner(config->store, model.client_id, &copy);
    if (result == STORE_DUPLICATE)
        return CONTROL_TAKEN;
    if (result != STORE_OK)
        return CONTROL_NO_MEMORY;
    if ((!call_flag(call, "newIds") || renew_ids(config->store, draft->partner.client_id)) &&
        tenants_add(config->tenants, draft->partner.client_id, draft->token,
                    draft->ttl * MICROSECONDS, call->now))
        return CONTROL_OK;
    store_remove_partner(config->store, draft->partner.client_id);
    return CONTROL_NO_MEMORY;
}

static enum control_error make(struct control_call *call, const struct draft *draft)
{
    struct control *control = call->control;
    pthread_mutex_lock(&control->changes);
    enum control_error error = add_partner(call, draft);
    pthread_mutex_unlock(&control->changes);
    return error;
}

enum control_error partners_make(struct control_call *call)
{
    int64_t ttl = DEFAULT_TTL;
    if (call->body != NULL &&
        (!call_check(call, &making) || !call_number(call, "ttlSeconds", 1, MOST_TTL, &ttl)))
        return CONTROL_BAD_BODY;
    return partners_add(call, ttl, 0);
}

static bool tell_made(struct control_call *call, const struct draft *draft)
{
    cJSON *answer = cJSON_CreateObject();
    cJSON_AddStringToObject(answer, "clientId", draft->partner.client_id);
    cJSON_AddStringToObject(answer, "consumerKey", draft->partner.consumer_key);
    bool good = summary_add(call->control->config.store, draft->partner.client_id, true, answer) !=
                STORE_NO_MEMORY;
    cJSON_AddStringToObject(answer, "token", draft->token);
    cJSON_AddNumberToObject(answer, "ttlSeconds", (double)draft->ttl);
    good = good && call_print(call, answer);
    cJSON_Delete(answer);
    return good;
}

static enum store_result remove_partner(struct control_call *call, const char *client_id)
{
    const struct control_config *config = &call->control->config;
    pthread_mutex_lock(&call->control->changes);
    tenants_remove(config->tenants, client_id);
    enum store_result result = store_remove_partner(config->store, client_id);
    portal_sessions_forget(config->sessions, client_id, NULL);
    pthread_mutex_unlock(&call->control->changes);
    return result;
}

static bool limit_rate(const struct control_call *call, const char *client_id, unsigned rate)
{
    struct tenant *tenant = tenants_find(call->control->config.tenants, client_id);
    bool good = tenant == NULL || rate == 0 || limit_is_on(&tenant->limit) ||
                limit_set(&tenant->limit, rate);
    tenant_release(tenant);
    return good;
}

enum control_error partners_add(struct control_call *call, int64_t ttl, unsigned rate)
{
    struct draft draft = {.ttl = ttl};
    if (!invent(&draft))
        return CONTROL_NO_MEMORY;
    take_wishes(call, &draft.partner);
    enum control_error error = make(call, &draft);
    if (error == CONTROL_FULL) {
        control_expire(call->control);
        error = make(call, &draft);
    }
    if (error != CONTROL_OK)
        return error;
    call->status = 201;
    if (limit_rate(call, draft.partner.client_id, rate) && tell_made(call, &draft))
        return CONTROL_OK;
    remove_partner(call, draft.partner.client_id);
    return CONTROL_NO_MEMORY;
}

/* What may be shown to whoever sees all partners. */
static cJSON *describe(struct control_call *call, const struct store_partner *partner)
{
    struct tenant *tenant = tenants_find(call->control->config.tenants, partner->client_id);
    if (tenant == NULL)
        return NULL;
    cJSON *answer = cJSON_CreateObject();
    cJSON_AddStringToObject(answer, "clientId", partner->client_id);
    cJSON_AddBoolToObject(answer, "personal", partner->personal);
    cJSON_AddBoolToObject(answer, "ofFixtures", tenant->ttl == 0);
    if (tenant->ttl > 0) {
        int64_t left = tenant_left(tenant, call->real_time);
        int64_t ttl_seconds = tenant->ttl / MICROSECONDS;
        int64_t left_seconds = left > 0 ? left / MICROSECONDS : 0;
        cJSON_AddNumberToObject(answer, "ttlSeconds", (double)ttl_seconds);
        cJSON_AddNumberToObject(answer, "expiresInSeconds", (double)left_seconds);
    }
    tenant_release(tenant);
    return answer;
}

static void list_partner(void *context, const struct store_partner *partner)
{
    struct control_call *call = context;
    cJSON *element = describe(call, partner);
    if (element != NULL && !cJSON_AddItemToArray(call->answer, element))
        cJSON_Delete(element);
}

enum control_error partners_list(struct control_call *call)
{
    call->answer = cJSON_CreateArray();
    return store_visit_partners(call->control->config.store, list_partner, call) == STORE_OK
               ? CONTROL_OK
               : CONTROL_NO_MEMORY;
}

enum control_error partners_get(struct control_call *call)
{
    struct store_partner partner;
    struct store *store = call->control->config.store;
    if (!store_find_partner(store, call_client_id(call), &partner))
        return CONTROL_NO_PARTNER;
    call->answer = describe(call, &partner);
    if (call->answer == NULL)
        return CONTROL_NO_PARTNER;
    return summary_add(store, partner.client_id, false, call->answer) == STORE_OK
               ? CONTROL_OK
               : CONTROL_NO_MEMORY;
}

enum control_error partners_delete(struct control_call *call)
{
    if (call->tenant->ttl == 0)
        return CONTROL_FIXTURE;
    return remove_partner(call, call_client_id(call)) == STORE_OK ? CONTROL_OK : CONTROL_NO_PARTNER;
}

enum control_error sandbox_reset(struct control_call *call)
{
    control_reset(call->control);
    return CONTROL_OK;
}

enum control_error sandbox_reload(struct control_call *call)
{
    return control_reload(call->control, &call->problems) ? CONTROL_OK : CONTROL_BAD_FIXTURES;
}
