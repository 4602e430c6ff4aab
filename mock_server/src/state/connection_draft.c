#include "connection_draft.h"

#include "../random.h"
#include "rfc3339.h"

/* Takes `value` over, when it is wanted; false: no memory. */
static bool add_default(cJSON *object, const char *name, cJSON *value)
{
    if (value != NULL && cJSON_GetObjectItemCaseSensitive(object, name) == NULL &&
        cJSON_AddItemToObject(object, name, value))
        return true;
    bool there = value != NULL && cJSON_GetObjectItemCaseSensitive(object, name) != NULL;
    cJSON_Delete(value);
    return there;
}

bool connection_draft_complete(cJSON *object, int64_t now)
{
    char id[SNAPTRADE_UUID_LENGTH + 1], date[RFC3339_SIZE];
    rfc3339_format(now, date);
    if (!random_uuid_text(id))
        return false;
    bool disabled = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "disabled"));
    return add_default(object, "id", cJSON_CreateString(id)) &&
           add_default(object, "created_date", cJSON_CreateString(date)) &&
           add_default(object, "updated_date", cJSON_CreateString(date)) &&
           add_default(object, "name", cJSON_CreateString("Connection-1")) &&
           add_default(object, "type", cJSON_CreateString("read")) &&
           add_default(object, "disabled", cJSON_CreateFalse()) &&
           add_default(object, "disabled_date",
                       disabled ? cJSON_CreateString(date) : cJSON_CreateNull()) &&
           add_default(object, "meta", cJSON_CreateObject());
}
