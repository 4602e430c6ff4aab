/* The members of a JSON object that somebody has sent, beyond what shapes say of them. */
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

#endif
