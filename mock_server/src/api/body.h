/* The JSON body of a request. */
#ifndef API_BODY_H
#define API_BODY_H

#include <cjson/cJSON.h>

#include "context.h"

/* Parses the body into *object, which the caller frees with cJSON_Delete(); NULL: there is none, or
 * an empty one. API_BAD_BODY: it is no JSON object, or has \u0000, where its texts would end. */
enum api_error body_read(const struct http_request *request, cJSON **object);

/* The member as text in *value; NULL: it is absent, or null. False: it is something else, or is
 * empty. `object` may be NULL. */
bool body_text(const cJSON *object, const char *member, const char **value);

/* The same as a truth value; *value stays as it is when it is absent. */
bool body_flag(const cJSON *object, const char *member, bool *value);

#endif
