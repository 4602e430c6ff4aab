#include "body.h"

#include <string.h>

/* JSON's white space and nothing else. */
static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

enum api_error body_read(const struct http_request *request, cJSON **object)
{
    const char *end = NULL;
    *object = NULL;
    if (request->body_bytes == 0)
        return API_OK;
    if (request->body == NULL)
        return API_NO_MEMORY;
    if (strlen(request->body) != request->body_bytes)
        return API_BAD_BODY;
    if (is_blank(request->body))
        return API_OK;
    *object = cJSON_ParseWithOpts(request->body, &end, true);
    if (cJSON_IsObject(*object))
        return API_OK;
    cJSON_Delete(*object);
    *object = NULL;
    return API_BAD_BODY;
}

bool body_text(const cJSON *object, const char *member, const char **value)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, member);
    *value = cJSON_GetStringValue(item);
    return item == NULL || cJSON_IsNull(item) || (*value != NULL && **value != '\0');
}

bool body_flag(const cJSON *object, const char *member, bool *value)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, member);
    if (cJSON_IsBool(item))
        *value = cJSON_IsTrue(item);
    return item == NULL || cJSON_IsNull(item) || cJSON_IsBool(item);
}
