/* The calls that read accounts. Each expects context->user.
 *
 * An account that is another user's, or whose id is no UUID, does not exist: 404. */
#ifndef ACCOUNTS_H
#define ACCOUNTS_H

#include "context.h"

/* GET /accounts and GET /authorizations/{authorizationId}/accounts */
enum api_error accounts_list(struct context *context, struct http_response *response);
enum api_error accounts_list_connection(struct context *context, struct http_response *response);

/* GET /accounts/{accountId} and what is below it, as the fixtures have it. */
enum api_error accounts_detail(struct context *context, struct http_response *response);
enum api_error accounts_balances(struct context *context, struct http_response *response);
enum api_error accounts_positions(struct context *context, struct http_response *response);
/* No account of the sandbox has options. */
enum api_error accounts_options(struct context *context, struct http_response *response);
/* All of it in one. */
enum api_error accounts_holdings(struct context *context, struct http_response *response);

#endif
