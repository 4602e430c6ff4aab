/* Several remove the same connections at the same time while others read them.
 *
 * usage: removal_race MOCK [ROUNDS]
 *
 * In each of ROUNDS (100) a partner's connections are brought back, and all begin at once. Exactly
 * one removal of each must find it. No read that begins after that one's answer may show it: not
 * the list, not its detail, not its accounts. Somebody else's state changes all the time, so that
 * everybody has to wait at the store's lock. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/target/spawn.h"
#include "traffic.h"

enum {
    REMOVERS = 6,
    READERS = 4,
    SHAKERS = 3,
    THREADS = REMOVERS + READERS + SHAKERS,
    MOST_ROUNDS = 100000
};

struct race {
    struct traffic traffic;
    unsigned rounds;
    pthread_barrier_t start, end; /* of a round; the main thread is at both */
    bool over;                    /* written before a start, read behind it */
    atomic_uint removers;         /* who are done */
    atomic_uint found[LEDGER_CONNECTIONS], late_reads;
};

struct runner;
typedef bool runner_part(struct runner *runner);
struct runner {
    pthread_t thread;
    struct worker worker;
    struct race *race;
    runner_part *part; /* in each round */
};

/* What a connection is read by; %s is its id, in the path or in the answer. */
static const struct {
    const char *path;
    bool lists; /* it is seen when its id stands in the answer; else when the answer is 200 */
} reads[] = {
    {"/authorizations", true},
    {"/authorizations/%s", false},
    {"/authorizations/%s/accounts", false},
};

/* Older and newer SDKs, and what finds it answers them. */
static const struct {
    const char *path;
    int found;
} removals[] = {{"/authorizations/%s", 204}, {"/connection/%s", 200}};

/* Sends it about the connection at `place`. */
static void ask(struct worker *worker, const char *method, const char *form, int place,
                struct snaptrade_response *response)
{
    const struct party *shared = &worker->traffic->shared;
    const struct snaptrade_user user = {shared->user_id, shared->user_secret};
    const char *id = strstr(form, "%s");
    char path[TRAFFIC_PATH_SIZE];
    snprintf(path, sizeof path, "%.*s%s%s", (int)strcspn(form, "%"), form,
             id != NULL ? shared->ids[place] : "", id != NULL ? id + 2 : "");
    const struct snaptrade_request request = {.method = method, .path = path, .user = &user};
    snaptrade_send(worker->api, &request, NULL, response);
}

static bool remove_one(struct runner *runner, int place)
{
    struct worker *worker = &runner->worker;
    struct snaptrade_response response;
    size_t way = worker->number % (sizeof removals / sizeof *removals);
    ask(worker, "DELETE", removals[way].path, place, &response);
    bool found = response.status == removals[way].found;
    if (found)
        ledger_note(&worker->traffic->ledger, place, LEDGER_GONE);
    atomic_fetch_add(&runner->race->found[place], found ? 1 : 0);
    return worker_answered(worker, "a removal", STATUSES(removals[way].found, 404), &response);
}

static bool remove_all(struct runner *runner)
{
    bool good = true;
    for (int place = 0; place < LEDGER_CONNECTIONS; place++)
        good = remove_one(runner, place) && good;
    atomic_fetch_add(&runner->race->removers, 1);
    return good;
}

static bool are_removed(const struct race *race)
{
    return atomic_load(&race->removers) == REMOVERS;
}

static bool read_one(struct runner *runner, size_t way, int place)
{
    struct worker *worker = &runner->worker;
    struct traffic *traffic = worker->traffic;
    struct snaptrade_response response;
    struct ledger_view view = ledger_look(&traffic->ledger);
    ask(worker, "GET", reads[way].path, place, &response);
    bool seen = response.status == 200 &&
                (!reads[way].lists || strstr(response.body, traffic->shared.ids[place]) != NULL);
    atomic_fetch_add(&runner->race->late_reads, view.at[place] == LEDGER_GONE ? 1 : 0);
    return worker_answered(worker, reads[way].path,
                           reads[way].lists ? STATUSES(200) : STATUSES(200, 404), &response) &&
           (ledger_agrees(&traffic->ledger, &view, place, seen) ||
            worker_fail(worker, "%s still shows what was removed before", reads[way].path));
}

/* Goes on until there has been a read of each kind behind the last removal. */
static bool read_all(struct runner *runner)
{
    bool last = false, good = true;
    for (unsigned turn = runner->worker.number; !last && good; turn++) {
        last = are_removed(runner->race);
        for (size_t way = 0; way < sizeof reads / sizeof *reads && good; way++)
            good = read_one(runner, way, (int)(turn % LEDGER_CONNECTIONS));
    }
    return good;
}

static bool shake(struct runner *runner)
{
    bool good = true;
    while (good && !are_removed(runner->race))
        good = worker_control(&runner->worker, "POST", &runner->worker.traffic->passing, "/reset",
                              NULL, STATUSES(204), NULL);
    return good;
}

static void *run(void *argument)
{
    struct runner *runner = argument;
    struct race *race = runner->race;
    bool good = true;
    for (;;) {
        pthread_barrier_wait(&race->start);
        if (race->over)
            return NULL;
        good = runner->part(runner) && good;
        pthread_barrier_wait(&race->end);
    }
}

/* False: the connections cannot be brought back, or not exactly one removal has found each. */
static bool play_round(struct race *race, struct worker *worker)
{
    for (int place = 0; place < LEDGER_CONNECTIONS; place++)
        ledger_note(&race->traffic.ledger, place, LEDGER_UNKNOWN);
    if (!worker_control(worker, "POST", &race->traffic.shared, "/reset", NULL, STATUSES(204), NULL))
        return false;
    atomic_store(&race->removers, 0);
    for (int place = 0; place < LEDGER_CONNECTIONS; place++)
        atomic_store(&race->found[place], 0);
    pthread_barrier_wait(&race->start);
    pthread_barrier_wait(&race->end);
    for (int place = 0; place < LEDGER_CONNECTIONS; place++) {
        unsigned found = atomic_load(&race->found[place]);
        if (found != 1)
            return worker_fail(worker, "of %d removals at once %u found it", REMOVERS, found);
    }
    return true;
}

static bool start_runner(struct runner *runner, struct race *race, unsigned number)
{
    runner->race = race;
    runner->part = number < REMOVERS ? remove_all : number < REMOVERS + READERS ? read_all : shake;
    runner->worker.traffic = &race->traffic;
    runner->worker.number = number;
    runner->worker.control = control_client_new(race->traffic.origin);
    runner->worker.api = worker_api_of(&runner->worker, &race->traffic.shared);
    return runner->worker.control != NULL && runner->worker.api != NULL &&
           pthread_create(&runner->thread, NULL, run, runner) == 0;
}

static bool tell(const struct worker *worker)
{
    if (worker->why[0] != '\0')
        fprintf(stderr, "removal_race: %s\n", worker->why);
    return worker->why[0] == '\0';
}

static bool end_runner(struct runner *runner)
{
    pthread_join(runner->thread, NULL);
    snaptrade_client_free(runner->worker.api);
    control_client_free(runner->worker.control);
    return tell(&runner->worker);
}

static bool play(struct race *race, struct worker *worker)
{
    struct runner runners[THREADS] = {{.part = NULL}};
    bool good = true;
    for (unsigned i = 0; i < THREADS; i++)
        if (!start_runner(&runners[i], race, i)) {
            tell(&runners[i].worker);
            exit(EXIT_FAILURE); /* the others wait for it */
        }
    unsigned round = 0;
    while (good && round < race->rounds)
        if ((good = play_round(race, worker)))
            round++;
    race->over = true;
    pthread_barrier_wait(&race->start);
    for (unsigned i = 0; i < THREADS; i++)
        good = end_runner(&runners[i]) && good;
    printf("%u rounds, %u reads behind a removal\n", round, atomic_load(&race->late_reads));
    return good;
}

static bool race_on(const char *origin, unsigned rounds)
{
    struct race race = {.traffic = {.origin = origin}, .rounds = rounds};
    struct worker worker = {.traffic = &race.traffic, .control = control_client_new(origin)};
    ledger_init(&race.traffic.ledger);
    pthread_barrier_init(&race.start, NULL, THREADS + 1);
    pthread_barrier_init(&race.end, NULL, THREADS + 1);
    bool good = worker.control != NULL && worker_make_party(&worker, &race.traffic.shared) &&
                worker_make_party(&worker, &race.traffic.passing) && play(&race, &worker);
    good = tell(&worker) && good;
    pthread_barrier_destroy(&race.start);
    pthread_barrier_destroy(&race.end);
    ledger_end(&race.traffic.ledger);
    control_client_free(worker.control);
    return good;
}

int main(int argc, char **argv)
{
    static const char *const options[] = {"--log", "none", NULL};
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 100;
    struct spawned mock;
    if (argc < 2 || argc > 3 || rounds < 1 || rounds > MOST_ROUNDS) {
        fputs("usage: removal_race MOCK [ROUNDS]\n", stderr);
        return 2;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    traffic_make_sanitizer_strict();
    if (!spawn_start(argv[1], options, &mock))
        return EXIT_FAILURE;
    bool good = race_on(mock.origin, (unsigned)rounds);
    good = spawn_stop(&mock) && good;
    curl_global_cleanup();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
