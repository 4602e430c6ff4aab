/* What tests expect of the answer that they look at, and of its parts. Each fails the test with the
 * request, what was expected and what was received. `what` names in words what is looked at. */
#ifndef PART_H
#define PART_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdnoreturn.h>

#include "exchange.h"

/* From now on this is the answer: what fails is a failure of it. */
void look_at(const struct answer *answer);

/* Forgets it, at the end of a test. */
void look_end(void);

/* The words behind `received` say what is wrong. */
__attribute__((format(printf, 3, 4))) noreturn void
fail_part(const char *expected, const char *received, const char *format, ...);

void expect_that(bool holds, const char *what, const char *expected, const char *received);

/* `received` NULL: it is missing. */
void expect_text(const char *what, const char *expected, const char *received);

void expect_count(const char *what, size_t expected, size_t received);

/* At least as many. */
void expect_some(const char *what, size_t least, size_t received);

/* Both limits are good, too. */
void expect_between(const char *what, long least, long most, long received);

/* The same JSON but for the order of members. */
void expect_same(const char *what, const cJSON *expected, const cJSON *received);

/* A text member; NULL: absent or null. Another type fails. */
const char *member_text(const cJSON *object, const char *name);

/* One that has to be there. */
const char *required_text(const cJSON *object, const char *name);

/* As JSON, until the test ends. */
const char *json_text(const cJSON *value);

#endif
