/* Requests that a fault keeps waiting: each for its time, until its rule goes, its client leaves or
 * the mock stops. Any thread may call anything here. */
#ifndef PAUSES_H
#define PAUSES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct pauses;
struct pauses *pauses_new(void); /* NULL: no memory */
void pauses_free(struct pauses *pauses);

/* Who waits, and what ends it early. */
struct pause {
    const atomic_bool *ended;    /* pauses_wake() follows when it becomes true */
    bool (*gone)(void *context); /* its client has left: asked a few times a second; may be NULL */
    void *context;
};

enum pause_end { PAUSE_OVER, PAUSE_CUT_SHORT, PAUSE_GONE /* the client has left */ };
enum pause_end pauses_sleep(struct pauses *pauses, const struct pause *pause, int64_t milliseconds);

/* All that wait look whether they are ended. */
void pauses_wake(struct pauses *pauses);

/* Ends all pauses, and those to come. */
void pauses_stop(struct pauses *pauses);

#endif
