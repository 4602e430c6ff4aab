/* Who is asking? Credentials, timestamp, signature and user of a request, in SnapTrade's order. */
#ifndef AUTH_H
#define AUTH_H

#include "../api/context.h"

/* The query parameters that a route of this kind reads. */
unsigned auth_parameters(enum route_auth auth);

/* Checks what the matched route asks for. On API_OK context->partner and, for ROUTE_USER,
 * context->user are set. */
enum api_error auth_check(struct context *context);

#endif
