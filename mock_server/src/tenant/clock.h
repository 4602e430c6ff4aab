/* A partner's clock: the real one, moved or stopped. Pure but for itself; any thread may read and
 * set it at any time. Times are microseconds since 1970, and even ones: the last bit is ours. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Zero-initialised it is the real clock. */
struct clock {
    atomic_int_least64_t state; /* how far from the real time, or where it stands and 1 */
};

/* What it shows when the real time is `real`. */
int64_t clock_read(struct clock *clock, int64_t real);
bool clock_is_frozen(struct clock *clock);

void clock_freeze(struct clock *clock, int64_t time);            /* stands at `time` */
void clock_set(struct clock *clock, int64_t real, int64_t time); /* stands or runs on from there */
void clock_advance(struct clock *clock, int64_t microseconds);   /* stands or runs, that later */
void clock_resume(struct clock *clock, int64_t real);            /* runs on from where it stands */
void clock_offset(struct clock *clock, int64_t offset);          /* runs, that far from the real */

#endif
