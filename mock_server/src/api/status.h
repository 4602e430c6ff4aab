/* The calls that need no credentials: the API status, and our own. */
#ifndef STATUS_H
#define STATUS_H

#include "context.h"

/* GET / and GET /api/v1/: SnapTrade's API status. */
enum api_error status_api(struct context *context, struct http_response *response);

/* GET /health: ours, for those who wait for the mock. */
enum api_error status_health(struct context *context, struct http_response *response);

/* GET /openapi.json: ours, fixtures/openapi.yaml as JSON. */
enum api_error status_openapi(struct context *context, struct http_response *response);

#endif
