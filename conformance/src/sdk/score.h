/* Scores an SDK: plays the requirements of a selection through its adapter, one after the other,
 * on one mock server. */
#ifndef SCORE_H
#define SCORE_H

#include "../run/verdict.h"
#include "adapter.h"
#include "sdk_case.h"

struct score_options {
    struct selection selection;
    const char *mock;     /* the program */
    char *const *command; /* of the adapter; ends in NULL */
    bool fail_fast;
    int most_ms; /* to wait for an answer; 0: as long as the requirement needs */
    void (*begins)(void *context, const struct requirement *row, size_t number, size_t total);
    void (*ended)(void *context, const struct result *result);
    void *progress_context;
};

enum score_end {
    SCORE_DONE,
    SCORE_UNREACHABLE, /* the mock does not start; stderr says why */
    SCORE_NO_MEMORY
};

enum score_end score_judge(const struct score_options *options, struct verdicts *verdicts);

struct play;

/* The result of a play that was judged, without its secrets; takes over what its message, expected
 * and received point to. */
struct result score_result(struct play *play, const struct sdk_area *area,
                           const struct sdk_row *row);

/* Whether `name` is the id of an SDK's requirement or the name of such an area. */
bool score_knows(const char *name);

#endif
