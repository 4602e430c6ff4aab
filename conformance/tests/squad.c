#include "squad.h"

#include <stdio.h>
#include <stdlib.h>

bool squad_init(struct squad *squad, const char *program, const char *const *options,
                void (*failed)(void *context), void *context)
{
    *squad = (struct squad){.failed = failed, .context = context};
    pthread_mutex_init(&squad->traffic.lock, NULL);
    ledger_init(&squad->traffic.ledger);
    return spawn_start(program, options, &squad->mock);
}

static void *work(void *argument)
{
    struct squad_thread *thread = argument;
    struct worker *worker = &thread->worker;
    bool good = true;
    while (good && !atomic_load(&thread->squad->over)) {
        good = worker->role->turn(worker);
        worker->turns++;
    }
    if (!good)
        thread->squad->failed(thread->squad->context);
    return NULL;
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

static bool start_thread(struct squad *squad, const struct role *role, unsigned number)
{
    struct squad_thread *thread = &squad->threads[squad->count];
    if (squad->count == SQUAD_MOST)
        return false;
    *thread = (struct squad_thread){.squad = squad, .worker = {.role = role, .number = number}};
    if (start_worker(&thread->worker, &squad->traffic) &&
        pthread_create(&thread->id, NULL, work, thread) == 0) {
        squad->count++;
        return true;
    }
    end_worker(&thread->worker);
    fprintf(stderr, "%s: its thread does not start\n", role->name);
    return false;
}

bool squad_begin(struct squad *squad)
{
    squad->traffic.origin = squad->mock.origin;
    squad->traffic.mock = squad->mock.process;
    if (!prepare(&squad->traffic))
        return false;
    for (const struct role *role = traffic_roles; role->name != NULL; role++)
        for (unsigned i = 0; i < role->threads; i++)
            if (!start_thread(squad, role, i))
                return false;
    return true;
}

unsigned long squad_turns(const struct squad *squad)
{
    unsigned long turns = 0;
    for (unsigned i = 0; i < squad->count; i++)
        turns += atomic_load(&squad->threads[i].worker.turns);
    return turns;
}

bool squad_halt(struct squad *squad)
{
    bool good = true;
    atomic_store(&squad->over, true);
    for (unsigned i = 0; i < squad->count; i++) {
        const struct worker *worker = &squad->threads[i].worker;
        pthread_join(squad->threads[i].id, NULL);
        if (worker->why[0] != '\0')
            fprintf(stderr, "%s: %s\n", worker->role->name, worker->why);
        good = good && worker->why[0] == '\0';
    }
    return good;
}

void squad_tell(const struct squad *squad)
{
    for (unsigned i = 0; i < squad->count; i++) {
        const struct worker *worker = &squad->threads[i].worker;
        printf("%-26s %7lu turns\n", worker->role->name, atomic_load(&worker->turns));
    }
}

bool squad_end(struct squad *squad)
{
    bool good = squad->mock.process != 0 && spawn_stop(&squad->mock);
    for (unsigned i = 0; i < squad->count; i++)
        end_worker(&squad->threads[i].worker);
    cJSON_free(squad->traffic.snapshot);
    ledger_end(&squad->traffic.ledger);
    pthread_mutex_destroy(&squad->traffic.lock);
    return good;
}
