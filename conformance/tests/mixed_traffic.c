/* Everything at once: API reads and removals, control calls, long polls, resets and reloads.
 *
 * usage: mixed_traffic MOCK [SECONDS [PERIOD]]
 *
 * Starts the program MOCK, lets all roles of traffic_roles.c use it for SECONDS (5), and stops it.
 * Exits with 0 when every role was content and the mock exited with 0, which one that was built
 * with a sanitizer does not after a report.
 *
 * With PERIOD the mock logs, a line tells each so many seconds how it does, and it must do as well
 * at the end as it did after two of them (endurance.h). */
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../src/target/spawn.h"
#include "endurance.h"
#include "traffic.h"

enum { MOST_SECONDS = 86400, MOST_WORKERS = 64 };

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

struct thread {
    pthread_t id;
    struct worker worker;
    atomic_bool *over;
    struct clock *clock;
};

static void *work(void *argument)
{
    struct thread *thread = argument;
    struct worker *worker = &thread->worker;
    bool good = true;
    while (good && !atomic_load(thread->over)) {
        good = worker->role->turn(worker);
        worker->turns++;
    }
    if (!good) {
        pthread_mutex_lock(&thread->clock->lock);
        thread->clock->failed = true;
        pthread_cond_signal(&thread->clock->changed);
        pthread_mutex_unlock(&thread->clock->lock);
    }
    return NULL;
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

static void look(struct watch *watch, pid_t mock, struct thread *threads, unsigned count)
{
    struct endurance_sample *sample = &watch->samples[watch->count];
    unsigned long turns = 0;
    for (unsigned i = 0; i < count; i++)
        turns += atomic_load(&threads[i].worker.turns);
    if (watch->count == ENDURANCE_MOST || !endurance_look(mock, sample))
        return;
    sample->rate = (double)(turns - watch->turns) / watch->period;
    watch->turns = turns;
    watch->count++;
    printf("%6zu s  %7.0f turns/s  %6ld KiB  %3ld files  %3ld threads\n",
           watch->count * watch->period, sample->rate, sample->rss_kib, sample->files,
           sample->threads);
    fflush(stdout);
}

static void wait_for_end(struct clock *clock, struct watch *watch, pid_t mock,
                         struct thread *threads, unsigned count)
{
    unsigned step = watch->period > 0 ? watch->period : watch->seconds, passed = 0;
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    do {
        deadline.tv_sec += step;
        passed += step;
        if (!wait_until(clock, &deadline))
            return;
        if (watch->period > 0)
            look(watch, mock, threads, count);
    } while (passed + step <= watch->seconds);
}

static bool start_worker(struct worker *worker, struct traffic *traffic)
{
    worker->traffic = traffic;
    worker->control = control_client_new(traffic->origin);
    if (worker->control != NULL && traffic->shared.client_id[0] != '\0')
        worker->api = worker_api_of(worker, &traffic->shared);
    return worker->control != NULL;
}

static void end_worker(struct worker *worker)
{
    control_client_free(worker->control);
    snaptrade_client_free(worker->api);
}

/* Makes the partners that the roles find. */
static bool prepare(struct traffic *traffic)
{
    static const struct party fixture = {
        "PASSIVTEST",
        "sandbox-consumer-key",
        "John.doe@snaptrade.com",
        "USERSECRET123",
        {"2bcd7cc3-e922-4976-bce1-9858296801c3", "8e5f2a91-c34d-4b06-9d7a-1c8b6e0f3a52",
         "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18"},
    };
    struct worker worker = {.number = 0};
    cJSON *state = NULL;
    traffic->fixture = fixture;
    bool good =
        start_worker(&worker, traffic) && worker_make_party(&worker, &traffic->shared) &&
        worker_make_party(&worker, &traffic->passing) &&
        worker_control(&worker, "GET", &traffic->shared, "/state", NULL, STATUSES(200), &state);
    if (good)
        traffic->snapshot = cJSON_PrintUnformatted(state);
    else
        fprintf(stderr, "preparation: %s\n", worker.why);
    cJSON_Delete(state);
    end_worker(&worker);
    return good && traffic->snapshot != NULL;
}

static unsigned start_threads(struct thread *threads, struct traffic *traffic, atomic_bool *over,
                              struct clock *clock)
{
    unsigned count = 0;
    for (const struct role *role = traffic_roles; role->name != NULL; role++) {
        for (unsigned i = 0; i < role->threads && count < MOST_WORKERS; i++) {
            struct thread *thread = &threads[count];
            *thread = (struct thread){.over = over, .clock = clock};
            thread->worker = (struct worker){.role = role, .number = i};
            if (!start_worker(&thread->worker, traffic) ||
                pthread_create(&thread->id, NULL, work, thread) != 0)
                return count;
            count++;
        }
    }
    return count;
}

static bool report(const struct thread *threads, unsigned count)
{
    bool good = count > 0;
    for (unsigned i = 0; i < count; i++) {
        const struct worker *worker = &threads[i].worker;
        printf("%-26s %7lu turns\n", worker->role->name, atomic_load(&worker->turns));
        if (worker->why[0] != '\0')
            fprintf(stderr, "%s: %s\n", worker->role->name, worker->why);
        good = good && worker->why[0] == '\0';
    }
    return good;
}

static bool held_out(const struct watch *watch)
{
    char why[ENDURANCE_WHY_SIZE];
    if (watch->period == 0)
        return true;
    if (watch->count < ENDURANCE_FEWEST)
        return false;
    bool good = endurance_judge(watch->samples, watch->count, &limits, why);
    puts(good ? "It did as well at the end as at the beginning." : why);
    return good;
}

static bool run(struct traffic *traffic, struct watch *watch)
{
    struct clock clock = {.failed = false};
    struct thread threads[MOST_WORKERS];
    atomic_bool over = false;
    pthread_mutex_init(&clock.lock, NULL);
    pthread_cond_init(&clock.changed, NULL);
    unsigned count = start_threads(threads, traffic, &over, &clock);
    wait_for_end(&clock, watch, traffic->mock, threads, count);
    atomic_store(&over, true);
    for (unsigned i = 0; i < count; i++)
        pthread_join(threads[i].id, NULL);
    bool good = report(threads, count) && held_out(watch);
    for (unsigned i = 0; i < count; i++)
        end_worker(&threads[i].worker);
    pthread_cond_destroy(&clock.changed);
    pthread_mutex_destroy(&clock.lock);
    return good;
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
    struct spawned mock;
    struct traffic traffic = {.lock = PTHREAD_MUTEX_INITIALIZER};
    if (!read_arguments(argc, argv, &watch)) {
        fprintf(stderr, "usage: mixed_traffic MOCK [SECONDS [PERIOD]], of %d periods or more\n",
                ENDURANCE_FEWEST);
        return 2;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    traffic_make_sanitizer_strict();
    ledger_init(&traffic.ledger);
    if (!spawn_start(argv[1], watch.period > 0 ? logging : silent, &mock))
        return EXIT_FAILURE;
    traffic.origin = mock.origin;
    traffic.mock = mock.process;
    bool good = prepare(&traffic) && run(&traffic, &watch);
    good = spawn_stop(&mock) && good;
    cJSON_free(traffic.snapshot);
    ledger_end(&traffic.ledger);
    curl_global_cleanup();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
