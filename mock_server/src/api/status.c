#include "status.h"

#include <time.h>

enum { API_VERSION = 151, MICROSECONDS = 1000000 };

enum api_error status_api(struct context *context, struct http_response *response)
{
    int64_t now = context->config->now(context->config->now_context);
    time_t seconds = (time_t)(now / MICROSECONDS);
    struct tm utc;
    char text[sizeof "2022-01-24T19:02:46"] = "";
    if (gmtime_r(&seconds, &utc) != NULL)
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    response->status = 200;
    buffer_append_format(&response->body,
                         "{\"version\":%d,\"timestamp\":\"%s.%06dZ\",\"online\":true}", API_VERSION,
                         text, (int)(now % MICROSECONDS));
    return API_OK;
}

enum api_error status_health(struct context *context, struct http_response *response)
{
    (void)context;
    response->status = 200;
    buffer_append_text(&response->body, "{\"status\":\"ok\"}");
    return API_OK;
}
