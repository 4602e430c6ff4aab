#include "care.h"

#include <poll.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "shared.h"
#include "snaptrade/uuid.h"

static struct {
    bool on;
    const char *removable;
    /* When the last ones were sent, in milliseconds; all tests' processes share it. */
    struct sent {
        long long times[CARE_REQUESTS_A_MINUTE];
        size_t count;
    } * sent;
} care;

bool care_start(bool careful, const char *removable)
{
    care.on = careful;
    care.removable = careful ? removable : NULL;
    care.sent = shared_memory(sizeof *care.sent);
    return care.sent != NULL;
}

bool care_is_on(void)
{
    return care.on;
}

const char *care_removable(void)
{
    return care.removable;
}

static bool can_name_a_connection(const char *segment)
{
    struct snaptrade_uuid uuid;
    return snaptrade_uuid_parse(segment, strlen(segment), &uuid) &&
           strcasecmp(segment, UNKNOWN_ID) != 0;
}

bool care_allows(const char *method, const char *path)
{
    const char *segment = strrchr(path, '/');
    segment = segment != NULL ? segment + 1 : path;
    if (!care.on || strcasecmp(method, "DELETE") != 0)
        return true;
    if (care.removable == NULL)
        return false;
    return !can_name_a_connection(segment) || strcasecmp(segment, care.removable) == 0;
}

static long long now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void care_wait(void)
{
    if (!care.on)
        return;
    size_t slot = care.sent->count++ % CARE_REQUESTS_A_MINUTE;
    long long again = care.sent->times[slot] + CARE_MINUTE_SECONDS * 1000LL;
    for (long long rest; care.sent->times[slot] != 0 && (rest = again - now_ms()) > 0;)
        poll(NULL, 0, (int)rest);
    care.sent->times[slot] = now_ms();
}
