/* A rate limit: so many requests in any 60 seconds. Any thread may use it at any time.
 *
 * Source: SnapTrade's pages on rate limits (2026-05), which give the window, the headers and the
 * text of the 429, and say that the limit is per clientId. */
#ifndef LIMIT_H
#define LIMIT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "../http/http.h"

enum { LIMIT_WINDOW_SECONDS = 60, LIMIT_MOST = 1000000 };

struct limit {
    pthread_mutex_t lock;
    atomic_uint most;      /* requests in the window; 0: off */
    int64_t *taken;        /* when they were taken, in a ring of `most`; NULL: off */
    unsigned first, count; /* the oldest of them, and how many there are */
};

bool limit_start(struct limit *limit); /* off; false: no memory */
void limit_end(struct limit *limit);

/* Without the lock, for those who mostly find it off. */
static inline bool limit_is_on(struct limit *limit)
{
    return atomic_load_explicit(&limit->most, memory_order_relaxed) > 0;
}

/* Starts anew with `most` requests; 0 turns it off. False: no memory, and nothing has changed. */
bool limit_set(struct limit *limit, unsigned most);

/* Takes one when one is left; `now` in microseconds. False: throttled. Always true when off. */
bool limit_take(struct limit *limit, int64_t now, struct http_rate_limit *seen);

/* Looks without taking. `reset_seconds` is until one more is allowed; 0: one is. */
void limit_look(struct limit *limit, int64_t now, struct http_rate_limit *seen);

#endif
