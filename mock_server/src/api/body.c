#include "body.h"

#include <string.h>

#include "../state/json_check.h"

/* JSON's white space and nothing else. */
static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

enum api_error body_read(const struct http_request *request, cJSON **object)
{
    struct json_problem problem;
    *object = NULL;
    if (request->body_bytes == 0)
        return API_OK;
    if (request->body == NULL)
        return API_NO_MEMORY;
    if (strlen(request->body) == request->body_bytes && is_blank(request->body))
        return API_OK;
    if (!json_check(request->body, request->body_bytes, &problem))
        return API_BAD_BODY;
    *object = cJSON_Parse(request->body);
    if (*object == NULL)
        return API_NO_MEMORY;
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
