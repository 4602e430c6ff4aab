#include "status.h"

#include "../state/rfc3339.h"

/* The build makes it of fixtures/openapi.yaml. */
extern const char api_openapi[];

enum { API_VERSION = 151 };

enum api_error status_api(struct context *context, struct http_response *response)
{
    char now[RFC3339_SIZE];
    rfc3339_format(context->config->now(context->config->context, NULL), now);
    response->status = 200;
    buffer_append_format(&response->body, "{\"version\":%d,\"timestamp\":\"%s\",\"online\":true}",
                         API_VERSION, now);
    return API_OK;
}

enum api_error status_health(struct context *context, struct http_response *response)
{
    (void)context;
    response->status = 200;
    buffer_append_text(&response->body, "{\"status\":\"ok\"}");
    return API_OK;
}

enum api_error status_openapi(struct context *context, struct http_response *response)
{
    (void)context;
    response->status = 200;
    buffer_append_text(&response->body, api_openapi);
    return API_OK;
}
