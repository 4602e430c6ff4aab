#include "clock.h"

/* One atomic word, so that no reader ever sees half of a change. */
enum { FROZEN = 1 };

/* Upwards: no clock steps back because it is stopped or started. */
static int64_t even(int64_t value)
{
    return (value + 1) & ~INT64_C(1);
}

static void store(struct clock *clock, int64_t value, int64_t flag)
{
    atomic_store(&clock->state, even(value) | flag);
}

int64_t clock_read(struct clock *clock, int64_t real)
{
    int64_t state = atomic_load_explicit(&clock->state, memory_order_relaxed);
    return (state & FROZEN) != 0 ? state & ~INT64_C(1) : real + state;
}

bool clock_is_frozen(struct clock *clock)
{
    return (atomic_load(&clock->state) & FROZEN) != 0;
}

void clock_freeze(struct clock *clock, int64_t time)
{
    store(clock, time, FROZEN);
}

void clock_set(struct clock *clock, int64_t real, int64_t time)
{
    if (clock_is_frozen(clock))
        store(clock, time, FROZEN);
    else
        store(clock, time - real, 0);
}

void clock_advance(struct clock *clock, int64_t microseconds)
{
    atomic_fetch_add(&clock->state, even(microseconds));
}

void clock_resume(struct clock *clock, int64_t real)
{
    store(clock, clock_read(clock, real) - real, 0);
}

void clock_offset(struct clock *clock, int64_t offset)
{
    store(clock, offset, 0);
}
