#include "monotonic.h"

enum { MS_PER_S = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

struct timespec monotonic_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now;
}

struct timespec monotonic_later(struct timespec time, int64_t milliseconds)
{
    time.tv_sec += (time_t)(milliseconds / MS_PER_S);
    time.tv_nsec += (long)(milliseconds % MS_PER_S * NS_PER_MS);
    if (time.tv_nsec >= NS_PER_S) {
        time.tv_sec++;
        time.tv_nsec -= NS_PER_S;
    }
    return time;
}

bool monotonic_passed(const struct timespec *time, const struct timespec *now)
{
    return now->tv_sec != time->tv_sec ? now->tv_sec > time->tv_sec : now->tv_nsec >= time->tv_nsec;
}

bool monotonic_cond_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0)
        return false;
    bool good = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                pthread_cond_init(condition, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return good;
}
