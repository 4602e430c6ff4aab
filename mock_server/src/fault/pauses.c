#include "pauses.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "../monotonic.h"

enum { LOOK_MS = 250 };

/* One condition for all: few wait at a time, and they are seldom woken. */
struct pauses {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopped;
};

struct pauses *pauses_new(void)
{
    struct pauses *pauses = calloc(1, sizeof *pauses);
    if (pauses == NULL || !monotonic_cond_init(&pauses->changed)) {
        free(pauses);
        return NULL;
    }
    if (pthread_mutex_init(&pauses->lock, NULL) == 0)
        return pauses;
    pthread_cond_destroy(&pauses->changed);
    free(pauses);
    return NULL;
}

void pauses_free(struct pauses *pauses)
{
    if (pauses == NULL)
        return;
    pthread_mutex_destroy(&pauses->lock);
    pthread_cond_destroy(&pauses->changed);
    free(pauses);
}

/* True: the pause was ended before `until`. */
static bool wait_until(struct pauses *pauses, const struct pause *pause,
                       const struct timespec *until)
{
    int result = 0;
    pthread_mutex_lock(&pauses->lock);
    while (result != ETIMEDOUT && !pauses->stopped && !atomic_load(pause->ended))
        result = pthread_cond_timedwait(&pauses->changed, &pauses->lock, until);
    bool ended = pauses->stopped || atomic_load(pause->ended);
    pthread_mutex_unlock(&pauses->lock);
    return ended;
}

enum pause_end pauses_sleep(struct pauses *pauses, const struct pause *pause, int64_t milliseconds)
{
    struct timespec now = monotonic_now();
    const struct timespec end = monotonic_later(now, milliseconds);
    while (!monotonic_passed(&end, &now)) {
        struct timespec look = monotonic_later(now, LOOK_MS);
        if (wait_until(pauses, pause, monotonic_passed(&look, &end) ? &look : &end))
            return PAUSE_CUT_SHORT;
        if (pause->gone != NULL && pause->gone(pause->context))
            return PAUSE_GONE;
        now = monotonic_now();
    }
    return PAUSE_OVER;
}

void pauses_wake(struct pauses *pauses)
{
    pthread_mutex_lock(&pauses->lock);
    pthread_cond_broadcast(&pauses->changed);
    pthread_mutex_unlock(&pauses->lock);
}

void pauses_stop(struct pauses *pauses)
{
    pthread_mutex_lock(&pauses->lock);
    pauses->stopped = true;
    pthread_cond_broadcast(&pauses->changed);
    pthread_mutex_unlock(&pauses->lock);
}
