#include "elapsed.h"

#include <time.h>

enum { MICROSECONDS = 1000000, NANOSECONDS_EACH = 1000, MICROSECONDS_EACH = 1000 };

int64_t elapsed_us(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * MICROSECONDS + time.tv_nsec / NANOSECONDS_EACH;
}

int64_t elapsed_ms(void)
{
    return elapsed_us() / MICROSECONDS_EACH;
}

double elapsed_seconds(void)
{
    return (double)elapsed_us() / MICROSECONDS;
}
