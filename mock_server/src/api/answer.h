/* What handlers answer with. */
#ifndef ANSWER_H
#define ANSWER_H

#include <cjson/cJSON.h>

#include "context.h"

/* 200 with this JSON, which it frees; response->body fails when there is no memory. */
void answer_json(cJSON *json, struct http_response *response);

/* Whether the answer is whole: for those who make it before they do what it tells of. */
bool answer_is_ready(const struct http_response *response);

/* What does not exist, or is another user's, is API_NO_RESOURCE. */
enum api_error answer_error(enum store_result result);

/* The id of the path: its raw first {name}, so that an escape in it makes it no UUID. False: it is
 * none. */
bool answer_path_id(const struct context *context, struct snaptrade_uuid *id);

/* The time on the partner's clock, in microseconds since 1970. */
int64_t answer_time(const struct context *context);

#endif
