#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "traffic.h"
#include "trial.h"

static struct snaptrade_user user_of(const struct party *party)
{
    return (struct snaptrade_user){party->user_id, party->user_secret};
}

/* A whole test with a partner of its own, which nothing that the others do may disturb. */
static bool play_trial(struct worker *worker)
{
    struct trial *trial = trial_new(worker->traffic->origin, (unsigned)worker->turns);
    bool good = trial != NULL && trial_make(trial) && trial_play(trial);
    if (!good)
        worker_fail(worker, "%s", trial != NULL ? trial_why(trial) : "out of memory");
    trial_free(trial);
    return good;
}

/* One of those who remove the same connection at the same time. */
struct runner {
    pthread_t thread;
    struct worker *worker;
    int place, status;
};

static void *remove_connection(void *argument)
{
    struct runner *runner = argument;
    struct traffic *traffic = runner->worker->traffic;
    const struct snaptrade_user user = user_of(&traffic->shared);
    struct snaptrade_response response;
    snaptrade_client *api = worker_api_of(runner->worker, &traffic->shared);
    if (api == NULL)
        return NULL;
    snaptrade_remove_brokerage_authorization(api, traffic->shared.ids[runner->place], &user, NULL,
                                             &response);
    runner->status = response.status;
    if (response.status == 204 || response.status == 404)
        ledger_note(&traffic->ledger, runner->place, LEDGER_GONE);
    snaptrade_response_free(&response);
    snaptrade_client_free(api);
    return NULL;
}

static bool race(struct worker *worker, int place)
{
    enum { RUNNERS = 3 };
    struct runner runners[RUNNERS];
    int removed = 0, missed = 0, started = 0;
    ledger_note(&worker->traffic->ledger, place, LEDGER_UNKNOWN);
    for (; started < RUNNERS; started++) {
        runners[started] = (struct runner){.worker = worker, .place = place};
        if (pthread_create(&runners[started].thread, NULL, remove_connection, &runners[started]) !=
            0)
            break;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(runners[i].thread, NULL);
        removed += runners[i].status == 204 ? 1 : 0;
        missed += runners[i].status == 404 ? 1 : 0;
    }
    return (removed == 1 && missed == RUNNERS - 1) ||
           worker_fail(worker, "of %d removals at once %d answered 204, and %d 404", RUNNERS,
                       removed, missed);
}

/* Brings all connections back, and then lets several remove each of them. */
static bool race_for_removal(struct worker *worker)
{
    struct traffic *traffic = worker->traffic;
    bool by_reset = worker->turns % 2 == 0;
    for (int i = 0; i < LEDGER_CONNECTIONS; i++)
        ledger_note(&traffic->ledger, i, LEDGER_UNKNOWN);
    if (!(by_reset ? worker_control(worker, "POST", &traffic->shared, "/reset", NULL, STATUSES(204),
                                    NULL)
                   : worker_control(worker, "PUT", &traffic->shared, "/state", traffic->snapshot,
                                    STATUSES(204), NULL)))
        return false;
    for (int i = 0; i < LEDGER_CONNECTIONS; i++)
        ledger_note(&traffic->ledger, i, LEDGER_THERE);
    for (int i = 0; i < LEDGER_CONNECTIONS; i++)
        if (!race(worker, i))
            return false;
    return true;
}

static bool agree(struct worker *worker, const struct ledger_view *view, int place, bool seen)
{
    return ledger_agrees(&worker->traffic->ledger, view, place, seen) ||
           worker_fail(worker, "connection %d was %s", place,
                       seen ? "seen after its removal" : "there but not seen");
}

static bool read_list(struct worker *worker)
{
    const struct party *shared = &worker->traffic->shared;
    const struct snaptrade_user user = user_of(shared);
    struct snaptrade_authorization_list list;
    struct snaptrade_response response;
    bool seen[LEDGER_CONNECTIONS] = {false};
    struct ledger_view view = ledger_look(&worker->traffic->ledger);
    snaptrade_list_brokerage_authorizations(worker->api, &user, NULL, &list, &response);
    for (size_t i = 0; i < list.count; i++)
        for (int place = 0; place < LEDGER_CONNECTIONS; place++)
            if (strcmp(list.items[i].id.value, shared->ids[place]) == 0)
                seen[place] = true;
    snaptrade_authorization_list_free(&list);
    bool good = worker_answered(worker, "the list", STATUSES(200), &response);
    for (int place = 0; place < LEDGER_CONNECTIONS && good; place++)
        good = agree(worker, &view, place, seen[place]);
    return good;
}

static bool read_detail(struct worker *worker, int place)
{
    const struct party *shared = &worker->traffic->shared;
    const struct snaptrade_user user = user_of(shared);
    struct snaptrade_response response;
    struct ledger_view view = ledger_look(&worker->traffic->ledger);
    snaptrade_detail_brokerage_authorization(worker->api, shared->ids[place], &user, NULL, NULL,
                                             &response);
    bool seen = response.status == 200;
    return worker_answered(worker, "a detail", STATUSES(200, 404), &response) &&
           agree(worker, &view, place, seen);
}

static bool read_shared(struct worker *worker)
{
    struct snaptrade_response response;
    if (!read_list(worker) || !read_detail(worker, (int)(worker->turns % LEDGER_CONNECTIONS)))
        return false;
    snaptrade_list_session_events(worker->api, NULL, NULL, NULL, &response);
    return worker_answered(worker, "the events", STATUSES(200), &response);
}

static bool toggle(struct worker *worker)
{
    const struct party *shared = &worker->traffic->shared;
    char tail[TRAFFIC_PATH_SIZE];
    snprintf(tail, sizeof tail, "/connections/%s/%s",
             shared->ids[worker->turns % LEDGER_CONNECTIONS],
             (worker->turns + worker->number) % 2 == 0 ? "disable" : "enable");
    return worker_control(worker, "POST", shared, tail, NULL, STATUSES(200, 404), NULL);
}

/* A scripted attempt: with each outcome, and reconnecting what may just have been removed. */
static bool attempt(struct worker *worker)
{
    static const char *const outcomes[] = {"success", "failure", "mfa", "abandonment"};
    const struct party *shared = &worker->traffic->shared;
    char body[TRAFFIC_WHY_SIZE];
    bool again = worker->turns % 3 == 0;
    snprintf(body, sizeof body, "{\"userId\":\"%s\",\"outcome\":\"%s\",\"%s\":\"%s\"}",
             shared->user_id, outcomes[worker->turns % 4], again ? "reconnect" : "brokerage",
             again ? shared->ids[worker->turns % LEDGER_CONNECTIONS] : "ALPACA");
    return worker_control(worker, "POST", shared, "/attempts", body,
                          again ? STATUSES(201, 400) : STATUSES(201), NULL);
}

static bool check_entries(struct worker *worker, const cJSON *answer)
{
    const cJSON *entry, *last = cJSON_GetObjectItemCaseSensitive(answer, "last");
    uint64_t before = worker->last;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(answer, "entries"))
    {
        double id = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(entry, "id"));
        if (!(id > (double)before))
            return worker_fail(worker, "entry %.0f stands behind entry %llu", id,
                               (unsigned long long)before);
        before = (uint64_t)id;
    }
    if (!cJSON_IsNumber(last) || last->valuedouble < (double)before)
        return worker_fail(worker, "the last entry is not the last");
    worker->last = (uint64_t)last->valuedouble;
    return true;
}

/* Follows a journal from entry to entry, as a test does that waits for a request. */
static bool follow_journal(struct worker *worker)
{
    const struct party *party = worker->number % 2 == 0 ? NULL : &worker->traffic->shared;
    char tail[TRAFFIC_PATH_SIZE];
    cJSON *answer = NULL;
    snprintf(tail, sizeof tail, "/journal?after=%llu&wait=1&limit=%lu",
             (unsigned long long)worker->last, worker->turns % 50 + 1);
    bool good = worker_control(worker, "GET", party, tail, NULL, STATUSES(200), &answer) &&
                check_entries(worker, answer);
    cJSON_Delete(answer);
    return good;
}

static bool ask_journal(struct worker *worker)
{
    const struct party *party = worker->turns % 2 == 0 ? NULL : &worker->traffic->shared;
    return worker_control(worker, "POST", party, "/verify",
                          "{\"pattern\":{\"status\":\"4xx\",\"path\":\"/authorizations/*\"}}",
                          STATUSES(200, 409), NULL) &&
           worker_control(worker, "GET", party, "/journal/last-failure", NULL, STATUSES(200, 404),
                          NULL) &&
           (worker->turns % 10 != 0 ||
            worker_control(worker, "DELETE", party, "/journal", NULL, STATUSES(204), NULL));
}

static void set_passing(struct traffic *traffic, const struct party *party)
{
    pthread_mutex_lock(&traffic->lock);
    traffic->passing = *party;
    pthread_mutex_unlock(&traffic->lock);
}

/* Makes a partner, shows it to those who use it, and deletes it while they do. */
static bool make_and_delete(struct worker *worker)
{
    struct party party;
    if (!worker_make_party(worker, &party))
        return false;
    set_passing(worker->traffic, &party);
    return worker_control(worker, "GET", NULL, "/partners", NULL, STATUSES(200), NULL) &&
           worker_control(worker, "GET", &party, "/state", NULL, STATUSES(200), NULL) &&
           worker_control(worker, "POST", &party, "/reset", NULL, STATUSES(204), NULL) &&
           worker_control(worker, "DELETE", &party, "", NULL, STATUSES(204), NULL);
}

/* What is done to the partner that is passing, whose webhook nobody answers. */
static const struct {
    const char *method, *tail, *body;
} passing_calls[] = {
    {"GET", "/state", NULL},
    {"PUT", "/state",
     "{\"users\":[{\"userId\":\"John.doe@snaptrade.com\",\"userSecret\":\"another\"}],"
     "\"authorizations\":[],\"sessionEvents\":[]}"},
    {"POST", "/reset", NULL},
    {"GET", "/users", NULL},
    {"POST", "/attempts",
     "{\"userId\":\"John.doe@snaptrade.com\",\"brokerage\":\"ALPACA\",\"outcome\":\"mfa\"}"},
    {"POST", "/reset", NULL},
    {"GET", "/connections", NULL},
    {"POST", "/connections", "{\"userId\":\"John.doe@snaptrade.com\",\"brokerage\":\"KRAKEN\"}"},
    {"GET", "/events", NULL},
    {"POST", "/events",
     "{\"user_id\":\"John.doe@snaptrade.com\",\"session_event_type\":\"CONNECTION_FAILED\"}"},
    {"GET", "", NULL},
    {"GET", "/journal?wait=1&after=1", NULL},
    {"POST", "/verify", "{\"pattern\":{}}"},
    {"DELETE", "/journal", NULL},
    {"POST", "/clock", "{\"action\":\"advance\",\"seconds\":1}"},
    {"PUT", "/rateLimit", "{\"requests\":1000000}"},
    {"PUT", "/webhooks", "{\"url\":\"http://127.0.0.1:9/\"}"},
    {"POST", "/clock", "{\"action\":\"freeze\"}"},
    {"POST", "/webhooks/fire", "{\"eventType\":\"USER_REGISTERED\"}"},
    {"DELETE", "/rateLimit", NULL},
    {"DELETE", "/clock", NULL},
    {"DELETE", "/webhooks", NULL},
};

/* Every call must either find the partner or say that it is gone. */
static bool use_passing(struct worker *worker)
{
    struct snaptrade_response response;
    pthread_mutex_lock(&worker->traffic->lock);
    const struct party party = worker->traffic->passing;
    pthread_mutex_unlock(&worker->traffic->lock);
    const struct snaptrade_user user = user_of(&party);
    snaptrade_client *api = worker_api_of(worker, &party);
    if (api == NULL)
        return false;
    size_t call = (worker->turns + (size_t)worker->number * 5) %
                  (sizeof passing_calls / sizeof passing_calls[0]);
    snaptrade_list_brokerage_authorizations(api, &user, NULL, NULL, &response);
    /* 404: gone between the check of the signature and the look at the connections. */
    bool good =
        worker_answered(worker, "the list", STATUSES(200, 401, 404), &response) &&
        worker_control(worker, passing_calls[call].method, &party, passing_calls[call].tail,
                       passing_calls[call].body, STATUSES(200, 201, 202, 204, 404, 409), NULL);
    snaptrade_client_free(api);
    return good;
}

static bool use_fixture(struct worker *worker)
{
    const struct party *fixture = &worker->traffic->fixture;
    const struct snaptrade_user user = user_of(fixture);
    struct snaptrade_response response;
    snaptrade_client *api = worker_api_of(worker, fixture);
    if (api == NULL)
        return false;
    const char *id = fixture->ids[worker->turns % LEDGER_CONNECTIONS];
    snaptrade_list_brokerage_authorizations(api, &user, NULL, NULL, &response);
    bool good = worker_answered(worker, "the list", STATUSES(200), &response);
    snaptrade_remove_brokerage_authorization(api, id, &user, NULL, &response);
    good = worker_answered(worker, "a removal", STATUSES(204, 404), &response) && good;
    snaptrade_detail_brokerage_authorization(api, id, &user, NULL, NULL, &response);
    good = worker_answered(worker, "a detail", STATUSES(200, 404), &response) && good;
    snaptrade_client_free(api);
    return good;
}

static bool reset_all(struct worker *worker)
{
    if (worker->turns % 20 == 0)
        kill(worker->traffic->mock, SIGHUP);
    return worker_control(worker, "POST", NULL, "/reset", NULL, STATUSES(204), NULL) &&
           worker_control(worker, "POST", NULL, "/reload", NULL, STATUSES(204), NULL);
}

const struct role traffic_roles[] = {
    {"trials", 2, play_trial},
    {"races for removal", 1, race_for_removal},
    {"readers", 4, read_shared},
    {"disabling and enabling", 2, toggle},
    {"attempts", 1, attempt},
    {"followers of journals", 2, follow_journal},
    {"questions to journals", 1, ask_journal},
    {"makers of partners", 1, make_and_delete},
    {"users of partners that go", 3, use_passing},
    {"users of the fixtures", 2, use_fixture},
    {"users who come and go", 2, role_come_and_go},
    {"watchers of a partner", 1, role_watch},
    {"those who meet faults", 2, role_meet_faults},
    {"delays of partners that go", 1, role_delay_passing},
    {"changes of the faults of all", 1, role_change_faults_of_all},
    {"resets and reloads of all", 1, reset_all},
    {0},
};
