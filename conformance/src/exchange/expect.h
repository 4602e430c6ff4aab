/* What tests expect of an answer. Each looks at it, see part.h, fails the test with the request,
 * what was expected and what was received, and ends it when the answer says that the target no
 * longer has the call, which SnapTrade withdrew. */
#ifndef EXPECT_H
#define EXPECT_H

#include <cjson/cJSON.h>

#include "../target/care.h"
#include "evidence.h"
#include "exchange.h"
#include "part.h"

/* The errors of SnapTrade that have one text for all cases. */
#define NO_CREDENTIALS 401, "Authentication credentials were not provided.", "0000"
#define BAD_TIMESTAMP 401, "Invalid timestamp", "0000"
#define BAD_SIGNATURE 401, "Unable to verify signature sent", "1076"
#define NO_USER 401, "Please provide clientId, userId and userSecret in query params", "0000"
#define BAD_USER 401, "Invalid userID or userSecret provided", "1083"
#define BAD_ID 400, "The specified authorizationId is invalid (not a UUID string).", "0000"
#define NO_SUCH 404, "The requested resource does not exist.", "1011"

/* Only this last. */
void end_if_withdrawn(const struct answer *answer);

void expect_status(const struct answer *answer, int status);

/* The status, and the error envelope with that detail and code. */
void expect_error(const struct answer *answer, int status, const char *detail, const char *code);

/* A header with exactly this value. */
void expect_header(const struct answer *answer, const char *name, const char *value);

/* Its value, which may be any. */
const char *expect_some_header(const struct answer *answer, const char *name);

void expect_no_header(const struct answer *answer, const char *name);

/* Exactly this body; "": none, where send_raw() sees also what may not be there. */
void expect_body(const struct answer *answer, const char *body);

/* It came on a connection that was open. */
void expect_open_connection(const struct answer *answer);

/* A body of JSON, whatever the status; lives until the test ends. */
cJSON *expect_json(const struct answer *answer);

/* 200 with JSON of that type; lives until the test ends. */
cJSON *expect_array(const struct answer *answer);
cJSON *expect_object(const struct answer *answer);

size_t items_of(const cJSON *array);

/* The same array, with at least one item: without any there is nothing to judge on a server that
 * is not ours, and ours fails. */
cJSON *expect_items(const struct answer *answer);

/* The id of the user's first connection; as expect_items() when there is none. */
const char *first_id(void);

/* The id of a connection that may be removed: the first, or on a target that is treated with care
 * the one that was named. Ends the test as not judged when there is none. */
const char *removable_id(void);

/* Whether a list answers with a connection of that id. */
bool lists(const struct answer *answer, const char *id);

/* A list, and whether a connection of that id is in it. */
void expect_listed(const struct answer *answer, const char *id, bool listed);

/* Frees what expect_array() and expect_object() gave. */
void expect_end(void);

#endif
