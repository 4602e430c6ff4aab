/* The one way to the target: whatever a test is about to send, by itself or through the client
 * library, it says so here first. In a dry run, what was said is the result.
 *
 * A test runs in a process of its own; what is kept outlives it. */
#ifndef SENDING_H
#define SENDING_H

#include <stdbool.h>
#include <stddef.h>

struct sending {
    const char *method;
    const char *base_path; /* NULL: the target's own */
    const char *path;      /* behind the base path */
    const char *query;     /* raw; "": none */
    const char *body;      /* NULL: none */
};

/* From now on all is kept. False: no memory. */
bool sending_keep(void);

/* Waits until the next request may go out, which is then this one. What the target must not get
 * ends the running test as not judged. */
void about_to_send(const struct sending *sending);

/* What was kept since the last time, one line "METHOD URL" for each, without secrets, and as it
 * goes to the target that is meant. The caller frees it. NULL: no memory. */
char *sending_take(void);

#endif
