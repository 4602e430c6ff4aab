/* Points in time on the monotonic clock, and conditions that are waited for until one. */
#ifndef MONOTONIC_H
#define MONOTONIC_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct timespec monotonic_now(void);
struct timespec monotonic_later(struct timespec time, int64_t milliseconds);
bool monotonic_passed(const struct timespec *time, const struct timespec *now);

/* pthread_cond_timedwait() then takes such a point. False: no memory. */
bool monotonic_cond_init(pthread_cond_t *condition);

#endif
