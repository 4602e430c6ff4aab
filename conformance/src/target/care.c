#include "care.h"

#include <limits.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "elapsed.h"
#include "shared.h"

enum { UUID_DIGITS = 32 };

static struct care rules;
/* When the last ones were sent, in milliseconds; all tests' processes share it. */
static struct sent {
    long long times[CARE_REQUESTS_A_MINUTE];
    size_t count;
} * sent;

static long long machine_now(void)
{
    return elapsed_ms();
}

static void machine_wait(long long ms)
{
    poll(NULL, 0, ms < INT_MAX ? (int)ms : INT_MAX);
}

static const struct care_clock machine = {machine_now, machine_wait};

bool care_start(const struct care *care)
{
    rules = *care;
    if (!rules.on)
        rules.removable = NULL;
    if (rules.clock == NULL)
        rules.clock = &machine;
    sent = shared_memory(sizeof *sent);
    return sent != NULL;
}

bool care_is_on(void)
{
    return rules.on;
}

const char *care_removable(void)
{
    return rules.removable;
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words != NULL && strcasecmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

/* What stands behind "/authorizations/" or "/connection/"; NULL: something else does. */
static const char *id_in(const char *path)
{
    static const char *const places[] = {"/authorizations/", "/connection/"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t length = strlen(places[i]);
        if (strncmp(path, places[i], length) == 0 && path[length] != '\0' &&
            strchr(path + length, '/') == NULL)
            return path + length;
    }
    return NULL;
}

bool care_allows(const char *method, const char *path)
{
    static const char *const harmless[] = {"GET", "HEAD", "OPTIONS", NULL};
    if (!rules.on || is_one_of(method, harmless))
        return true;
    const char *id = id_in(path);
    if (rules.removable == NULL || id == NULL || strcasecmp(method, "DELETE") != 0)
        return false;
    return strlen(id) < UUID_DIGITS || strcasecmp(id, rules.removable) == 0 ||
           strncasecmp(id, UNKNOWN_ID, sizeof UNKNOWN_ID - 1) == 0;
}

void care_wait(void)
{
    if (!rules.on || rules.at_any_rate)
        return;
    size_t slot = sent->count % CARE_REQUESTS_A_MINUTE;
    bool again = sent->count >= CARE_REQUESTS_A_MINUTE;
    long long when = sent->times[slot] + CARE_MINUTE_SECONDS * 1000LL;
    for (long long rest; again && (rest = when - rules.clock->now_ms()) > 0;)
        rules.clock->wait_ms(rest);
    sent->times[slot] = rules.clock->now_ms();
    sent->count++;
}
