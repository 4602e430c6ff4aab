/* The calls that read and remove brokerage authorizations. Each expects context->user. */
#ifndef CONNECTIONS_H
#define CONNECTIONS_H

#include "context.h"

enum api_error connections_list(struct context *context, struct http_response *response);
enum api_error connections_detail(struct context *context, struct http_response *response);

/* DELETE /authorizations/{authorizationId}: 204. */
enum api_error connections_remove(struct context *context, struct http_response *response);

/* DELETE /connection/{connectionId}, its successor of 2026: 200 with a body. */
enum api_error connections_delete(struct context *context, struct http_response *response);

#endif
