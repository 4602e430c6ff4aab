/* GET /sessionEvents: the partner's session events. */
#ifndef SESSION_EVENTS_H
#define SESSION_EVENTS_H

#include "context.h"

enum api_error session_events_list(struct context *context, struct http_response *response);

#endif
