/* One request of an SDK, as an entry of the mock's journal has it. */
#ifndef SENT_H
#define SENT_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* A text of the entry, "method" or "diagnosis"; "" when there is none. */
const char *sent_text(const cJSON *entry, const char *name);

/* The raw target; "" without one. */
const char *sent_target(const cJSON *entry);

/* Whether the path begins with /api/v1. */
bool sent_with_prefix(const cJSON *entry);

/* The value of a query parameter as it was sent (raw), or NULL; the caller frees it. `count` tells
 * how often it stands there. */
char *sent_parameter(const cJSON *entry, const char *name, int *count);

/* How many headers are called so, and the value of the first; "" without one. */
int sent_headers(const cJSON *entry, const char *name);
const char *sent_header(const cJSON *entry, const char *name);

/* Which of the calls it is, or seems to be meant as: "session_events" ...; NULL: none of them. */
const char *sent_call(const cJSON *entry);

#endif
