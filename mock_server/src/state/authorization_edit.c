#include "authorization_edit.h"

#include <string.h>

#include "fixture_shapes.h"
#include "json_memory.h"
#include "member.h"

enum { OPTIONAL = SHAPE_OPTIONAL, NULLABLE = SHAPE_OPTIONAL | SHAPE_NULLABLE };

static const struct shape_field change_fields[] = {
    {"created_date", SHAPE_DATE, OPTIONAL, NULL, NULL},
    {"updated_date", SHAPE_DATE, OPTIONAL, NULL, NULL},
    {"brokerage", SHAPE_ID, OPTIONAL, NULL, NULL},
    {"name", SHAPE_TEXT, OPTIONAL, NULL, NULL},
    {"type", SHAPE_CHOICE, OPTIONAL, fixture_connection_types, NULL},
    {"disabled", SHAPE_BOOL, OPTIONAL, NULL, NULL},
    {"disabled_date", SHAPE_DATE, NULLABLE, NULL, NULL},
    {"meta", SHAPE_FREE, OPTIONAL, NULL, NULL},
    {"is_eligible_for_payout", SHAPE_BOOL, NULLABLE, NULL, NULL},
    {"data_freshness_mode", SHAPE_CHOICE, NULLABLE, fixture_freshness_modes, NULL},
    {0},
};
const struct shape authorization_changes = {change_fields};

static bool is_optional(const char *name)
{
    return strcmp(name, "is_eligible_for_payout") == 0 || strcmp(name, "data_freshness_mode") == 0;
}

static bool apply(cJSON *object, const struct authorization_edit *edit, const cJSON *change)
{
    if (strcmp(change->string, "brokerage") == 0)
        return member_put(object, "brokerage", cJSON_CreateRaw(edit->brokerage));
    if (cJSON_IsNull(change) && is_optional(change->string)) {
        cJSON_DeleteItemFromObjectCaseSensitive(object, change->string);
        return true;
    }
    return member_put(object, change->string, cJSON_Duplicate(change, true));
}

static bool has(const cJSON *changes, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(changes, name) != NULL;
}

bool authorization_is_disabled(const char *json)
{
    cJSON *object = cJSON_Parse(json);
    bool disabled = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "disabled"));
    cJSON_Delete(object);
    return disabled;
}

/* disabled_date goes with disabled, unless the changes say otherwise. */
static bool follow(cJSON *object, const struct authorization_edit *edit, bool was_disabled)
{
    bool disabled = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "disabled"));
    bool good = true;
    if (!has(edit->changes, "disabled_date") && disabled != was_disabled)
        good = member_put(object, "disabled_date",
                          disabled ? cJSON_CreateString(edit->now) : cJSON_CreateNull());
    if (!has(edit->changes, "updated_date"))
        good = good && member_put(object, "updated_date", cJSON_CreateString(edit->now));
    return good;
}

bool authorization_edit(const char *json, struct buffer *out, void *context)
{
    const struct authorization_edit *edit = context;
    cJSON *object = cJSON_Parse(json);
    bool good = object != NULL;
    bool was_disabled = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "disabled"));
    const cJSON *change;
    cJSON_ArrayForEach(change, edit->changes) good = good && apply(object, edit, change);
    good = good && follow(object, edit, was_disabled) && !json_memory_failed();
    char *text = good ? cJSON_PrintUnformatted(object) : NULL;
    if (text != NULL)
        buffer_append_text(out, text);
    cJSON_free(text);
    cJSON_Delete(object);
    return text != NULL;
}
