/* Everything at once: API reads and removals, control calls, long polls, resets and reloads.
 *
 * usage: mixed_traffic MOCK [SECONDS [PERIOD]]
 *
 * Starts the program MOCK, lets all roles of traffic_roles.c use it for SECONDS (5), and stops it.
 * Exits with 0 when every role was content and the mock exited with 0, which one that was built
 * with a sanitizer does not after a report.
 *
 * With PERIOD the mock logs, a line tells each so many seconds how it does, and it must do as well
 * at the end as it did after two of them (endurance.h). A machine's speed changes by more than that
 * from one minute to the next; so in the second and in the last of them a mock that has done
 * nothing yet has the same traffic on the same machine, and counts as its speed. */
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "endurance.h"
#include "squad.h"

enum { MOST_SECONDS = 86400 };

/* Memory is that of an allocator with many threads; the files are mostly connections. */
static const struct endurance_limits limits = {
    .rate = 0.05, .rss = 0.03, .rss_kib = 1024, .files = 16};

/* Ends at a failure, or when the time is over. */
struct clock {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool failed;
};

/* How the mock does, as seen from time to time. */
struct watch {
    unsigned seconds, period; /* period 0: nobody looks */
    size_t count;
    unsigned long turns;
    struct endurance_sample samples[ENDURANCE_MOST];
};

static struct clock clock_of_all = {.lock = PTHREAD_MUTEX_INITIALIZER,
                                    .changed = PTHREAD_COND_INITIALIZER};

static void fail(void *context)
{
    struct clock *clock = context;
    pthread_mutex_lock(&clock->lock);
    clock->failed = true;
    pthread_cond_signal(&clock->changed);
    pthread_mutex_unlock(&clock->lock);
}

/* True: it is `deadline`, and nobody has failed. */
static bool wait_until(struct clock *clock, const struct timespec *deadline)
{
    int result = 0;
    pthread_mutex_lock(&clock->lock);
    while (!clock->failed && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&clock->changed, &clock->lock, deadline);
    bool failed = clock->failed;
    pthread_mutex_unlock(&clock->lock);
    return !failed;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void look(struct watch *watch, const struct squad *squad, double rate_of_fresh)
{
    struct endurance_sample *sample = &watch->samples[watch->count];
    unsigned long turns = squad_turns(squad);
    if (watch->count == ENDURANCE_MOST || !endurance_look(squad->mock.process, sample))
        return;
    sample->rate = (double)(turns - watch->turns) / watch->period;
    sample->rate_of_fresh = rate_of_fresh;
    watch->turns = turns;
    watch->count++;
    printf("%6zu s  %7.0f turns/s  %6ld KiB  %3ld files  %3ld threads",
           watch->count * watch->period, sample->rate, sample->rss_kib, sample->files,
           sample->threads);
    if (rate_of_fresh > 0)
        printf("  (a fresh mock beside it: %.0f turns/s)", rate_of_fresh);
    putchar('\n');
    fflush(stdout);
}

/* Waits for the end of a period, in which `fresh`, if there is one, has the same traffic. */
static bool spend_period(struct watch *watch, const struct squad *squad, struct squad *fresh,
                         const struct timespec *deadline)
{
    struct timespec start;
    double rate = 0;
    if (fresh != NULL && !squad_begin(fresh))
        fail(&clock_of_all);
    clock_gettime(CLOCK_MONOTONIC, &start);
    bool good = wait_until(&clock_of_all, deadline);
    if (fresh != NULL)
        rate = (double)squad_turns(fresh) / seconds_since(&start);
    if (good)
        look(watch, squad, rate);
    return (fresh == NULL || squad_halt(fresh)) && good;
}

/* `fresh` are two mocks that have done nothing so far. */
static bool watch_to_the_end(struct watch *watch, const struct squad *squad, struct squad *fresh)
{
    size_t last = watch->seconds / watch->period;
    bool good = true;
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    for (size_t i = 1; i <= last && good; i++) {
        struct squad *beside = i == 2 ? &fresh[0] : i == last ? &fresh[1] : NULL;
        deadline.tv_sec += watch->period;
        good = spend_period(watch, squad, beside, &deadline);
    }
    return good;
}

static bool wait_for_end(unsigned seconds)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += seconds;
    return wait_until(&clock_of_all, &deadline);
}

static bool held_out(const struct watch *watch)
{
    char why[ENDURANCE_WHY_SIZE];
    if (watch->count < ENDURANCE_FEWEST)
        return false;
    bool good = endurance_judge(watch->samples, watch->count, &limits, why);
    puts(good ? "It did as well at the end as at the beginning." : why);
    return good;
}

static bool run(struct watch *watch, struct squad *squad, struct squad *fresh)
{
    bool good = squad_begin(squad) && (watch->period > 0 ? watch_to_the_end(watch, squad, fresh)
                                                         : wait_for_end(watch->seconds));
    good = squad_halt(squad) && good;
    squad_tell(squad);
    return good && (watch->period == 0 || held_out(watch));
}

static bool read_seconds(const char *text, unsigned *seconds)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    *seconds = (unsigned)number;
    return *text >= '1' && *text <= '9' && *end == '\0' && number <= MOST_SECONDS;
}

static bool read_arguments(int argc, char **argv, struct watch *watch)
{
    if (argc < 2 || argc > 4 || (argc > 2 && !read_seconds(argv[2], &watch->seconds)) ||
        (argc > 3 && !read_seconds(argv[3], &watch->period)))
        return false;
    return watch->period == 0 || (watch->seconds / watch->period >= ENDURANCE_FEWEST &&
                                  watch->seconds / watch->period <= ENDURANCE_MOST);
}

int main(int argc, char **argv)
{
    static const char *const silent[] = {"--log", "none", NULL};
    static const char *const logging[] = {"--log", "text", NULL};
    static struct watch watch = {.seconds = 5};
    static struct squad squads[3];
    if (!read_arguments(argc, argv, &watch)) {
        fprintf(stderr, "usage: mixed_traffic MOCK [SECONDS [PERIOD]], of %d periods or more\n",
                ENDURANCE_FEWEST);
        return 2;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    traffic_make_sanitizer_strict();
    unsigned count = watch.period > 0 ? 3 : 1, started = 0;
    bool good = true;
    while (good && started < count)
        good = squad_init(&squads[started++], argv[1], watch.period > 0 ? logging : silent, fail,
                          &clock_of_all);
    good = good && run(&watch, &squads[0], &squads[1]);
    for (unsigned i = 0; i < started; i++)
        good = squad_end(&squads[i]) && good;
    curl_global_cleanup();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
