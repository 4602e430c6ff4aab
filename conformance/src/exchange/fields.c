#include "fields.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "part.h"
#include "snaptrade/uuid.h"

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

static bool is_day(const char *text)
{
    struct tm time = {0};
    const char *rest = strptime(text, "%Y-%m-%d", &time);
    return rest != NULL && *rest == '\0';
}

/* Digits, with a sign and one point or without. */
static bool is_decimal(const char *text)
{
    static const char digits[] = "0123456789";
    text += *text == '-';
    size_t whole = strspn(text, digits), point = text[whole] == '.';
    size_t fraction = strspn(text + whole + point, digits);
    return whole > 0 && fraction >= point && text[whole + point + fraction] == '\0';
}

void expect_date(const char *text, const char *what)
{
    if (!is_date(text))
        fail_part("an RFC 3339 date with a zone", text, "%s is \"%s\", and no date with a zone",
                  what, text);
}

static bool is_text(const cJSON *value, enum field_type type)
{
    if (!cJSON_IsString(value))
        return false;
    switch (type) {
    case FIELD_DATE:
        return is_date(value->valuestring);
    case FIELD_DAY:
        return is_day(value->valuestring);
    case FIELD_DECIMAL:
        return is_decimal(value->valuestring);
    default:
        return true;
    }
}

static bool has_type(const cJSON *value, enum field_type type)
{
    switch (type) {
    case FIELD_UUID:
        return is_uuid(value);
    case FIELD_BOOLEAN:
        return cJSON_IsBool(value);
    case FIELD_INTEGER:
        return cJSON_IsNumber(value) && value->valuedouble == (double)value->valueint;
    case FIELD_NUMBER:
        return cJSON_IsNumber(value);
    case FIELD_AMOUNT:
        return cJSON_IsNumber(value) || is_text(value, FIELD_DECIMAL);
    case FIELD_OBJECT:
        return cJSON_IsObject(value);
    case FIELD_ARRAY:
        return cJSON_IsArray(value);
    case FIELD_UUIDS:
        return are_uuids(value);
    default:
        return is_text(value, type);
    }
}

static const char *name_of(enum field_type type)
{
    static const char *const names[] = {
        [FIELD_UUID] = "UUID",
        [FIELD_TEXT] = "string",
        [FIELD_DATE] = "date with a zone",
        [FIELD_DAY] = "day",
        [FIELD_BOOLEAN] = "boolean",
        [FIELD_INTEGER] = "integer",
        [FIELD_NUMBER] = "number",
        [FIELD_DECIMAL] = "decimal number as a string",
        [FIELD_AMOUNT] = "number, or a decimal number as a string",
        [FIELD_OBJECT] = "object",
        [FIELD_ARRAY] = "array",
        [FIELD_UUIDS] = "array of UUIDs",
    };
    return names[type];
}

static const char *described(const struct field *field)
{
    return text("\"%s\": %s%s", field->name, name_of(field->type),
                (field->flags & NULLABLE) != 0 ? " or null" : "");
}

static void expect_field(const cJSON *object, const struct model *model, const struct field *field)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, field->name);
    if (value == NULL && (field->flags & REQUIRED) != 0)
        fail_part(described(field), json_text(object), "%s.%s is missing", model->name,
                  field->name);
    if (value == NULL || (cJSON_IsNull(value) && (field->flags & NULLABLE) != 0))
        return;
    if (!has_type(value, field->type))
        fail_part(described(field), text("\"%s\": %s", field->name, json_text(value)),
                  "%s.%s is no %s%s", model->name, field->name, name_of(field->type),
                  cJSON_IsNull(value) ? " but null" : "");
    if (field->of != NULL && field->type == FIELD_OBJECT)
        expect_model(value, field->of);
    const cJSON *item;
    if (field->of != NULL && field->type == FIELD_ARRAY)
        cJSON_ArrayForEach(item, value) expect_model(item, field->of);
}

void expect_model(const cJSON *object, const struct model *model)
{
    if (!cJSON_IsObject(object))
        fail_part(model->name, json_text(object), "%s is no object", model->name);
    for (size_t i = 0; i < model->count; i++)
        expect_field(object, model, &model->fields[i]);
}
