/* An exchange as evidence: JSON without secrets.
 *
 * {"method", "url", "signed" (null: nothing was), "command" (see curl_command.h), "status",
 *  "reason", "headers": ["Name: value"], "body" (its start), "bodyBytes", "error" (when there was
 *  no answer)} */
#ifndef RECORD_H
#define RECORD_H

#include <cjson/cJSON.h>

#include "curl_command.h"
#include "exchange.h"

/* `error` may be NULL. NULL: no memory. */
cJSON *record_exchange(const struct sent_request *request, const struct answer *answer,
                       const char *error);

#endif
