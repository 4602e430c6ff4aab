/* Judges a target by the requirements of a selection, one after the other, each in a process of its
 * own and, unless the target is a URL, on a fresh server. */
#ifndef RUNNER_H
#define RUNNER_H

#include "verdict.h"

struct runner_options {
    struct selection selection;
    const char *mock; /* the program that is started for each requirement; NULL: target_use() was
                         called, and maybe target_stand_in() */
    bool removals;    /* connections of the target may be removed */
    bool changes;     /* its users and connections may be changed */
    long timeout_ms;  /* for one answer of a server of ours */
    double seconds;   /* for one requirement */
    unsigned repeat;  /* at least 1 */
    bool fail_fast;
    /* What is known to fail: the reason, or NULL. May be NULL. */
    const char *(*known)(void *context, const char *id);
    void *known_context;
    /* Called before and after each requirement; both may be NULL. */
    void (*begins)(void *context, const struct requirement *row, size_t number, size_t total);
    void (*ended)(void *context, const struct result *result);
    void *progress_context;
};

enum runner_end {
    RUNNER_DONE,
    RUNNER_UNREACHABLE, /* a server of ours does not start; stderr says why */
    RUNNER_NO_MEMORY
};

/* Fills `verdicts`, also when it ends early. evidence_start() and care_start() come first. */
enum runner_end runner_judge(const struct runner_options *options, struct verdicts *verdicts);

#endif
