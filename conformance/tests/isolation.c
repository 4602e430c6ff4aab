/* Many tests at once on one mock and one port, each with a partner of its own: none sees another.
 *
 * usage: isolation MOCK [TESTS [ROUNDS]]
 *
 * Starts the program MOCK and plays TESTS trials at once (200), ROUNDS times in a row (1). In the
 * middle of each round all of its partners are there. Exits with 0 when all were good. */
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../src/target/spawn.h"
#include "trial.h"

enum { MOST_TESTS = 1000, MOST_ROUNDS = 1000 };

struct test {
    pthread_t thread;
    pthread_barrier_t *all_made;
    struct trial *trial;
    bool good;
};

static void *run(void *argument)
{
    struct test *test = argument;
    test->good = trial_make(test->trial);
    pthread_barrier_wait(test->all_made);
    test->good = test->good && trial_play(test->trial);
    return NULL;
}

static bool judge(const struct test *tests, unsigned count)
{
    unsigned failed = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!tests[i].good)
            fprintf(stderr, "%s\n", trial_why(tests[i].trial));
        failed += tests[i].good ? 0 : 1;
        for (unsigned k = 0; k < i && tests[i].good; k++)
            if (strcmp(trial_client_id(tests[i].trial), trial_client_id(tests[k].trial)) == 0) {
                fprintf(stderr, "tests %u and %u were given the same partner\n", k, i);
                failed++;
            }
    }
    return failed == 0;
}

static void no_null(const void *memory)
{
    if (memory != NULL)
        return;
    fputs("isolation: out of memory, or of threads\n", stderr);
    exit(EXIT_FAILURE);
}

static bool play_round(const char *origin, unsigned count)
{
    pthread_barrier_t all_made;
    struct test *tests = calloc(count, sizeof *tests);
    no_null(tests);
    pthread_barrier_init(&all_made, NULL, count);
    for (unsigned i = 0; i < count; i++) {
        tests[i].all_made = &all_made;
        tests[i].trial = trial_new(origin, i);
        no_null(tests[i].trial);
        no_null(pthread_create(&tests[i].thread, NULL, run, &tests[i]) == 0 ? tests : NULL);
    }
    for (unsigned i = 0; i < count; i++)
        pthread_join(tests[i].thread, NULL);
    bool good = judge(tests, count);
    for (unsigned i = 0; i < count; i++)
        trial_free(tests[i].trial);
    pthread_barrier_destroy(&all_made);
    free(tests);
    return good;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool play(const char *origin, unsigned count, unsigned rounds)
{
    for (unsigned round = 1; round <= rounds; round++) {
        double start = seconds();
        if (!play_round(origin, count))
            return false;
        printf("round %u of %u: %u tests at once, %.1f s\n", round, rounds, count,
               seconds() - start);
        fflush(stdout);
    }
    return true;
}

/* 0: it is no number from 1 to `most`. */
static unsigned number(const char *text, unsigned most)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    return *end == '\0' && value <= most ? (unsigned)value : 0;
}

int main(int argc, char **argv)
{
    static const char *const options[] = {"--log", "none", NULL};
    unsigned count = argc > 2 ? number(argv[2], MOST_TESTS) : 200;
    unsigned rounds = argc > 3 ? number(argv[3], MOST_ROUNDS) : 1;
    struct spawned mock;
    if (argc < 2 || argc > 4 || count == 0 || rounds == 0) {
        fputs("usage: isolation MOCK [TESTS [ROUNDS]]\n", stderr);
        return 2;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    if (!spawn_start(argv[1], options, &mock))
        return EXIT_FAILURE;
    bool good = play(mock.origin, count, rounds);
    good = spawn_stop(&mock) && good;
    curl_global_cleanup();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
