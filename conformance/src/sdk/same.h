/* Whether what a caller was given has what the server sent. */
#ifndef SAME_H
#define SAME_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* Every member of `expected` is in `received` with the same value, at every level; `received` may
 * have more members, but no more items. Dates are the same when they are the same moment, however
 * the language writes it; a null member of `expected` may be absent. */
bool same_content(const cJSON *expected, const cJSON *received);

#endif
