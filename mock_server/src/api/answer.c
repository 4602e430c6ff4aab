#include "answer.h"

#include "../state/json_memory.h"

void answer_json(cJSON *json, struct http_response *response)
{
    char *text = cJSON_PrintUnformatted(json);
    response->status = 200;
    if (text != NULL)
        buffer_append_text(&response->body, text);
    else
        response->body.failed = true;
    cJSON_free(text);
    cJSON_Delete(json);
}

bool answer_is_ready(const struct http_response *response)
{
    return !response->body.failed && !json_memory_failed();
}

enum api_error answer_error(enum store_result result)
{
    switch (result) {
    case STORE_OK:
        return API_OK;
    case STORE_NO_MEMORY:
        return API_NO_MEMORY;
    default:
        return API_NO_RESOURCE;
    }
}

bool answer_path_id(const struct context *context, struct snaptrade_uuid *id)
{
    return snaptrade_uuid_parse(context->match.segments[0].text, context->match.segments[0].length,
                                id);
}

int64_t answer_time(const struct context *context)
{
    return context->config->now(context->config->context, context->partner.client_id);
}
