#include "model.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "part.h"
#include "snaptrade/uuid.h"

enum type { UUID, TEXT, DATE, BOOLEAN, INTEGER, OBJECT, UUIDS };

struct field {
    const char *name;
    enum type type;
    bool nullable;
};

static const struct field type_fields[] = {{"id", UUID, false}, {"name", TEXT, false}};

static const struct field brokerage_fields[] = {
    {"id", UUID, false},
    {"name", TEXT, false},
    {"display_name", TEXT, false},
    {"description", TEXT, false},
    {"aws_s3_logo_url", TEXT, true},
    {"aws_s3_square_logo_url", TEXT, true},
    {"slug", TEXT, false},
    {"url", TEXT, true},
    {"open_url", TEXT, true},
    {"enabled", BOOLEAN, false},
    {"maintenance_mode", BOOLEAN, false},
    {"is_degraded", BOOLEAN, false},
    {"allows_fractional_units", BOOLEAN, true},
    {"allows_trading", BOOLEAN, true},
    {"allows_trading_through_snaptrade_api", BOOLEAN, true},
    {"has_reporting", BOOLEAN, true},
    {"is_real_time_connection", BOOLEAN, false},
    {"is_scraping_integration", BOOLEAN, false},
    {"default_currency", UUID, false},
    {"brokerage_type", OBJECT, false},
    {"exchanges", UUIDS, false},
};

static const struct field authorization_fields[] = {
    {"id", UUID, false},
    {"created_date", DATE, false},
    {"updated_date", DATE, false},
    {"name", TEXT, false},
    {"type", TEXT, false},
    {"disabled", BOOLEAN, false},
    {"disabled_date", DATE, true},
    {"brokerage", OBJECT, false},
    {"meta", OBJECT, false},
    {"is_eligible_for_payout", BOOLEAN, false},
    {"data_freshness_mode", TEXT, false},
};

static const struct field event_fields[] = {
    {"id", UUID, false},
    {"session_event_type", TEXT, false},
    {"session_id", UUID, false},
    {"user_id", TEXT, false},
    {"created_date", DATE, false},
    {"brokerage_status_code", INTEGER, true},
    {"brokerage_authorization_id", UUID, false},
};

static bool is_uuid(const cJSON *value)
{
    struct snaptrade_uuid uuid;
    return cJSON_IsString(value) &&
           snaptrade_uuid_parse(value->valuestring, strlen(value->valuestring), &uuid);
}

static bool are_uuids(const cJSON *array)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        if (!is_uuid(item))
            return false;
    }
    return cJSON_IsArray(array);
}

/* 2024-08-20T21:56:19, then a fraction or none, then Z or a zone. */
static bool is_date(const char *text)
{
    struct tm time = {0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &time);
    if (rest == NULL)
        return false;
    if (*rest == '.')
        rest += 1 + strspn(rest + 1, "0123456789");
    return strcmp(rest, "Z") == 0 || (strlen(rest) == 6 && strchr("+-", rest[0]) != NULL &&
                                      strspn(rest + 1, "0123456789:") == 5 && rest[3] == ':');
}

void expect_date(const char *text, const char *what)
{
    if (!is_date(text))
        fail_part("an RFC 3339 date with a zone", text, "%s is \"%s\", and no date with a zone",
                  what, text);
}

static bool has_type(const cJSON *value, enum type type)
{
    switch (type) {
    case UUID:
        return is_uuid(value);
    case TEXT:
    case DATE:
        return cJSON_IsString(value) && (type == TEXT || is_date(value->valuestring));
    case BOOLEAN:
        return cJSON_IsBool(value);
    case INTEGER:
        return cJSON_IsNumber(value) && value->valuedouble == (double)value->valueint;
    case OBJECT:
        return cJSON_IsObject(value);
    default:
        return are_uuids(value);
    }
}

static void expect_fields(const cJSON *object, const char *model, const struct field *fields,
                          size_t count)
{
    static const char *const types[] = {
        [UUID] = "UUID",           [TEXT] = "string",     [DATE] = "date",
        [BOOLEAN] = "boolean",     [INTEGER] = "integer", [OBJECT] = "object",
        [UUIDS] = "array of UUIDs"};
    if (!cJSON_IsObject(object))
        fail_part(model, json_text(object), "%s is no object", model);
    for (size_t i = 0; i < count; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, fields[i].name);
        bool null = value == NULL || (cJSON_IsNull(value) && fields[i].nullable);
        if (!null && !has_type(value, fields[i].type))
            fail_part(text("\"%s\": %s%s", fields[i].name, types[fields[i].type],
                           fields[i].nullable ? " or null" : ""),
                      text("\"%s\": %s", fields[i].name, json_text(value)), "%s.%s is no %s%s",
                      model, fields[i].name, types[fields[i].type],
                      cJSON_IsNull(value) ? " but null" : "");
    }
}

#define EXPECT_FIELDS(object, model, fields)                                                       \
    expect_fields(object, model, fields, sizeof(fields) / sizeof *(fields))

void expect_authorization(const cJSON *object)
{
    EXPECT_FIELDS(object, "BrokerageAuthorization", authorization_fields);
    const char *type = member_text(object, "type");
    expect_that(type == NULL || strcmp(type, "trade") == 0 || strcmp(type, "read") == 0,
                "BrokerageAuthorization.type", "trade or read", type);
    const cJSON *brokerage = cJSON_GetObjectItemCaseSensitive(object, "brokerage");
    if (brokerage == NULL)
        return;
    EXPECT_FIELDS(brokerage, "Brokerage", brokerage_fields);
    const cJSON *brokerage_type = cJSON_GetObjectItemCaseSensitive(brokerage, "brokerage_type");
    if (brokerage_type != NULL)
        EXPECT_FIELDS(brokerage_type, "BrokerageType", type_fields);
}

void expect_session_event(const cJSON *object)
{
    EXPECT_FIELDS(object, "SessionEvent", event_fields);
}
