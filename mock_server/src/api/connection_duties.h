/* The calls that have SnapTrade do something to a connection. Each expects context->user.
 *
 * What the service queues is done here before the answer; its webhook follows. */
#ifndef CONNECTION_DUTIES_H
#define CONNECTION_DUTIES_H

#include "context.h"

/* POST /authorizations/{authorizationId}/refresh: its accounts are read anew. Once a minute (the
 * gap is assumed). Moves no updated_date: who waits for a reconnect waits for that. */
enum api_error connection_refresh(struct context *context, struct http_response *response);

/* POST .../disable */
enum api_error connection_disable(struct context *context, struct http_response *response);

/* POST .../transactions/sync: activities are read anew. */
enum api_error connection_sync_transactions(struct context *context,
                                            struct http_response *response);

#endif
