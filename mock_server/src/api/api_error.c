#include "api_error.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int status;
    const char *code, *detail;
} rows[] = {[API_OK] = {200, "", ""},
#define API_ERROR_ROW(name, status, code, detail) [name] = {status, code, detail},
            API_ERROR_ROWS(API_ERROR_ROW)
#undef API_ERROR_ROW
};

void api_error_detail(enum api_error error, const char *argument, char detail[API_DETAIL_SIZE])
{
    const char *text = rows[error].detail;
    const char *place = strstr(text, "%s");
    if (place == NULL)
        snprintf(detail, API_DETAIL_SIZE, "%s", text);
    else
        snprintf(detail, API_DETAIL_SIZE, "%.*s%.*s%s", (int)(place - text), text,
                 API_ARGUMENT_MOST, argument, place + strlen("%s"));
}

/* For want of memory even to say another error: maybe without a body. */
static void answer_no_memory(struct http_response *response)
{
    response->status = rows[API_NO_MEMORY].status;
    buffer_reset(&response->body);
    buffer_append_format(&response->body, "{\"detail\":\"%s\",\"status_code\":%d,\"code\":\"%s\"}",
                         rows[API_NO_MEMORY].detail, rows[API_NO_MEMORY].status,
                         rows[API_NO_MEMORY].code);
}

void api_error_envelope(int status, const char *code, const char *detail,
                        struct http_response *response)
{
    cJSON *envelope = cJSON_CreateObject();
    bool good = cJSON_AddStringToObject(envelope, "detail", detail) != NULL &&
                cJSON_AddNumberToObject(envelope, "status_code", status) != NULL &&
                cJSON_AddStringToObject(envelope, "code", code) != NULL;
    char *text = good ? cJSON_PrintUnformatted(envelope) : NULL;
    response->status = status;
    buffer_reset(&response->body);
    if (text != NULL)
        buffer_append_text(&response->body, text);
    if (text == NULL || response->body.failed)
        answer_no_memory(response);
    cJSON_free(text);
    cJSON_Delete(envelope);
}

void api_error_respond(enum api_error error, const char *argument, struct http_response *response)
{
    char detail[API_DETAIL_SIZE];
    api_error_detail(error, argument, detail);
    api_error_envelope(rows[error].status, rows[error].code, detail, response);
}
