/* The members of a JSON object: of one that somebody has sent, beyond what shapes say of them, and
 * of one that is to be changed. */
#ifndef MEMBER_H
#define MEMBER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "problems.h"

/* Adds a problem with a member. */
void member_problem(struct problems *problems, const char *name, const char *what);

const char *member_text(const cJSON *object, const char *name); /* NULL: absent, or no string */

/* A whole number from `least` to `most` as *value, which stays as it is when it is absent; false:
 * a problem was added. */
bool member_number(const cJSON *object, const char *name, int64_t least, int64_t most,
                   int64_t *value, struct problems *problems);

/* Adds or replaces a member by `value`, which it takes over. False: no memory, as when `value` is
 * NULL. */
bool member_put(cJSON *object, const char *name, cJSON *value);

/* Adds a member, NULL: none, that was detached from an object before; needs no memory. */
void member_put_back(cJSON *object, cJSON *member);

#endif
