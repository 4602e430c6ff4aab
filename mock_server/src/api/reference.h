/* The calls about the partner itself, and what it can connect. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "context.h"

/* GET /snapTrade/partners */
enum api_error reference_partner(struct context *context, struct http_response *response);
enum api_error reference_brokerages(struct context *context, struct http_response *response);

#endif
