#include "webhook_delivery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../random.h"
#include "../state/rfc3339.h"
#include "json_form.h"
#include "snaptrade/content.h"

enum { TIMESTAMP_SIZE = RFC3339_SIZE + sizeof "+00:00" };

/* What is made where nothing is given. */
struct defaults {
    char id[SNAPTRADE_UUID_LENGTH + 1], account_id[SNAPTRADE_UUID_LENGTH + 1];
    char timestamp[TIMESTAMP_SIZE];
};

/* With +00:00: the documented receiver reads it with a function that knows no Z. */
static bool make_defaults(struct defaults *defaults, int64_t now)
{
    char date[RFC3339_SIZE];
    rfc3339_format(now, date);
    snprintf(defaults->timestamp, sizeof defaults->timestamp, "%.*s+00:00", (int)strcspn(date, "Z"),
             date);
    return random_uuid_text(defaults->id) && random_uuid_text(defaults->account_id);
}

static const char *text_of(const struct webhook_facts *facts, const struct defaults *defaults,
                           enum webhook_field field)
{
    if (field == WEBHOOK_EVENT_TYPE)
        return webhook_event_names[facts->event];
    if (facts->texts[field] != NULL)
        return facts->texts[field];
    switch (field) {
    case WEBHOOK_ID:
        return defaults->id;
    case WEBHOOK_TIMESTAMP:
        return defaults->timestamp;
    case WEBHOOK_ACCOUNT_ID:
        return defaults->account_id;
    case WEBHOOK_RESULT:
        return webhook_result_names[0];
    default:
        return NULL;
    }
}

static cJSON *default_details(void)
{
    static const char *const parts[] = {"total_value", "positions", "balances", "orders"};
    cJSON *details = cJSON_CreateObject();
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        cJSON *part = cJSON_AddObjectToObject(details, parts[i]);
        if (cJSON_AddTrueToObject(part, "success") == NULL ||
            cJSON_AddNullToObject(part, "error") == NULL) {
            cJSON_Delete(details);
            return NULL;
        }
    }
    return details;
}

static bool add_details(cJSON *body, const cJSON *given)
{
    cJSON *details = given != NULL ? cJSON_Duplicate(given, true) : default_details();
    if (details != NULL &&
        cJSON_AddItemToObject(body, webhook_field_names[WEBHOOK_DETAILS], details))
        return true;
    cJSON_Delete(details);
    return false;
}

static cJSON *make_body(const struct webhook_facts *facts, const struct defaults *defaults)
{
    enum webhook_field fields[WEBHOOK_FIELDS_MOST];
    cJSON *body = cJSON_CreateObject();
    bool good = body != NULL;
    webhook_event_fields(facts->event, fields);
    for (size_t i = 0; good && fields[i] != WEBHOOK_FIELD_NONE; i++) {
        const char *text = text_of(facts, defaults, fields[i]);
        if (fields[i] == WEBHOOK_DETAILS)
            good = add_details(body, facts->details);
        else
            good = text != NULL &&
                   cJSON_AddStringToObject(body, webhook_field_names[fields[i]], text) != NULL;
    }
    if (good)
        return body;
    cJSON_Delete(body);
    return NULL;
}

static bool sign(const char *body, const char *key, char signature[SNAPTRADE_SIGNATURE_SIZE])
{
    char *canonical = snaptrade_content(body, SNAPTRADE_CONTENT_SORTED_ASCII);
    snaptrade_signer *signer = snaptrade_signer_new();
    bool good = signer != NULL && canonical != NULL &&
                snaptrade_signer_sign(signer, key, canonical, signature);
    snaptrade_signer_free(signer);
    free(canonical);
    return good;
}

static struct webhook_delivery *make(cJSON *body, const char *key)
{
    char *text = json_form_print(body);
    if (text == NULL)
        return NULL;
    size_t length = strlen(text);
    struct webhook_delivery *delivery = calloc(1, sizeof *delivery + length + 1);
    if (delivery != NULL && sign(text, key, delivery->signature)) {
        delivery->length = length;
        memcpy(delivery->body, text, length + 1);
    } else {
        free(delivery);
        delivery = NULL;
    }
    free(text);
    return delivery;
}

struct webhook_delivery *webhook_delivery_new(const struct webhook_facts *facts,
                                              const char *consumer_key, int64_t now)
{
    struct defaults defaults;
    cJSON *body = make_defaults(&defaults, now) ? make_body(facts, &defaults) : NULL;
    struct webhook_delivery *delivery = body != NULL ? make(body, consumer_key) : NULL;
    if (delivery != NULL) {
        delivery->event = facts->event;
        snprintf(delivery->id, sizeof delivery->id, "%s", text_of(facts, &defaults, WEBHOOK_ID));
    }
    cJSON_Delete(body);
    return delivery;
}
