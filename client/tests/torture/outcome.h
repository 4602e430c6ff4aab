/* What an act came to, as text, and how it is judged: an act that fails says so, and one that does
 * not must come to what it comes to with all the memory it wants. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "torture.h"

enum { OUTCOME_SIZE = 1 << 15 };

struct outcome {
    bool good;
    char text[OUTCOME_SIZE];
};
static struct outcome outcome, expected;

static inline void outcome_add(const char *name, const char *value)
{
    size_t length = strlen(outcome.text);
    snprintf(outcome.text + length, OUTCOME_SIZE - length, "%s=%s\n", name,
             value != NULL ? value : "(none)");
}

static inline void outcome_begin(const void *row)
{
    (void)row;
    memset(&outcome, 0, sizeof outcome);
}

static inline void outcome_end(const void *row)
{
    (void)row;
}

static inline void outcome_check(const void *row, bool failure)
{
    (void)row;
    if (!failure && !outcome.good)
        torture_blame("fails with all the memory it wants");
    if (!failure)
        expected = outcome;
    else if (outcome.good && strcmp(outcome.text, expected.text) != 0)
        torture_blame("comes to something else:\n%.400s    instead of\n%.400s", outcome.text,
                      expected.text);
}

#endif
