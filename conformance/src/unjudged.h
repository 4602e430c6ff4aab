/* Requirements that turn out, while they are tested, not to be judgeable on this target: its user
 * has no connection left, say. What is known before is not even started; see main.c.
 *
 * Tests run in processes of their own; what they find is counted in memory that they share. */
#ifndef UNJUDGED_H
#define UNJUDGED_H

#include <stdbool.h>
#include <stdnoreturn.h>

/* Before the first test. False: no memory. */
bool unjudged_start(void);

/* Ends the running test, prints its id and why, and counts it. */
noreturn void unjudged(const char *why);

int unjudged_count(void);

#endif
