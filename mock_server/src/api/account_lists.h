/* The lists of an account that a call filters or writes in another form. Each expects
 * context->user; shapes and filters are those of SnapTrade's API file of 2026-08. */
#ifndef ACCOUNT_LISTS_H
#define ACCOUNT_LISTS_H

#include "context.h"

/* GET .../positions/all: positions in the form of 2026, numbers as strings. */
enum api_error account_positions_all(struct context *context, struct http_response *response);

/* GET .../orders: by `state` (all, open, executed) and, when it is given, by the last `days`: a
 * fixture's dates stand still, so that the 30 days that SnapTrade assumes would show none. */
enum api_error account_orders(struct context *context, struct http_response *response);

/* GET .../activities: by `startDate`, `endDate` (both included) and `type` (a comma-separated
 * list), newest first, `limit` of them from `offset` on. */
enum api_error account_activities(struct context *context, struct http_response *response);

#endif
