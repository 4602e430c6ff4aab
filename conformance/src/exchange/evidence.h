/* What a running test saw and said, kept for the reports.
 *
 * A test runs in a process of its own; this outlives it. The process that starts tests calls
 * evidence_start() once, evidence_clear() before each test and evidence_take() after it; the test
 * calls the others. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdnoreturn.h>

/* What a test finds out beside passed and failed. */
enum outcome {
    OUTCOME_NONE,
    OUTCOME_UNJUDGED, /* this target cannot be judged by it: its user has no connection left, say */
    OUTCOME_WITHDRAWN /* the target no longer has the call, which SnapTrade withdrew in 2026 */
};

bool evidence_start(void); /* false: no memory */
void evidence_clear(void);

/* Adds an exchange, and takes it over; its number, from 0. */
size_t evidence_add(cJSON *exchange);

/* The exchange that the test is looking at: when it fails, that is the one. */
void evidence_look_at(size_t number);

/* Ends the running test as failed: how what was expected and what was received differ, and that in
 * a sentence. */
__attribute__((format(printf, 3, 4))) noreturn void
failed(const char *expected, const char *received, const char *format, ...);

/* Ends the running test: it is neither passed nor failed. */
noreturn void unjudged(const char *why);
noreturn void withdrawn(const char *why);

struct evidence {
    enum outcome outcome;
    char *why;                 /* of the outcome */
    cJSON *exchanges;          /* an array */
    size_t looked_at;          /* its index there, if there is one */
    char *expected, *received; /* NULL: not told */
};

/* The caller frees it. */
struct evidence evidence_take(void);
void evidence_free(struct evidence *evidence);

#endif
