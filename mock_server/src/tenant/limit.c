#include "limit.h"

#include <stdlib.h>

#include "../request_locks.h"

enum { MICROSECONDS = 1000000 };

static const int64_t window = (int64_t)LIMIT_WINDOW_SECONDS * MICROSECONDS;

bool limit_start(struct limit *limit)
{
    *limit = (struct limit){.most = 0};
    return brief_lock_init(&limit->lock);
}

void limit_end(struct limit *limit)
{
    free(limit->taken);
    pthread_mutex_destroy(&limit->lock);
}

bool limit_set(struct limit *limit, unsigned most)
{
    int64_t *taken = NULL;
    if (most > 0) {
        taken = malloc(most * sizeof *taken);
        if (taken == NULL)
            return false;
    }
    pthread_mutex_lock(&limit->lock);
    int64_t *before = limit->taken;
    limit->taken = taken;
    limit->most = most;
    limit->first = limit->count = 0;
    pthread_mutex_unlock(&limit->lock);
    free(before);
    return true;
}

static unsigned place(const struct limit *limit, unsigned number)
{
    return (limit->first + number) % limit->most;
}

/* Forgets what the window has passed. Threads come here a little out of order; a clock that was put
 * back by more than that makes a new start. */
static int64_t move_window(struct limit *limit, int64_t now)
{
    if (limit->count > 0) {
        int64_t newest = limit->taken[place(limit, limit->count - 1)];
        if (newest - now > MICROSECONDS)
            limit->count = 0;
        else if (newest > now)
            now = newest;
    }
    while (limit->count > 0 && now - limit->taken[limit->first] >= window) {
        limit->first = place(limit, 1);
        limit->count--;
    }
    return now;
}

static void look(const struct limit *limit, int64_t now, struct http_rate_limit *view)
{
    *view = (struct http_rate_limit){
        .on = limit->most > 0, .most = limit->most, .remaining = limit->most - limit->count};
    if (view->on && view->remaining == 0) {
        int64_t left = limit->taken[limit->first] + window - now;
        view->reset_seconds = (unsigned)((left + MICROSECONDS - 1) / MICROSECONDS);
    }
}

bool limit_take(struct limit *limit, int64_t now, struct http_rate_limit *seen)
{
    bool taken = true;
    pthread_mutex_lock(&limit->lock);
    if (limit->most > 0) {
        now = move_window(limit, now);
        taken = limit->count < limit->most;
        if (taken)
            limit->taken[place(limit, limit->count++)] = now;
    }
    look(limit, now, seen);
    pthread_mutex_unlock(&limit->lock);
    return taken;
}

void limit_look(struct limit *limit, int64_t now, struct http_rate_limit *seen)
{
    pthread_mutex_lock(&limit->lock);
    if (limit->most > 0)
        now = move_window(limit, now);
    look(limit, now, seen);
    pthread_mutex_unlock(&limit->lock);
}
