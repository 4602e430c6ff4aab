#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "traffic.h"

/* A newcomer: a user on the way in, with a partner that nobody else knows. */
struct newcomer {
    struct worker *worker;
    struct party party;
    snaptrade_client *api;
    char secret[TRAFFIC_TEXT_SIZE], session[TRAFFIC_TEXT_SIZE], connection[TRAFFIC_TEXT_SIZE],
        account[TRAFFIC_TEXT_SIZE];
};

static const char newcomers_id[] = "on the way in";

/* Keeps the answer as JSON, which is the caller's. NULL: it failed. */
static cJSON *answer_to(struct newcomer *newcomer, const struct snaptrade_request *request)
{
    struct snaptrade_response response;
    snaptrade_send(newcomer->api, request, NULL, &response);
    cJSON *answer = response.body != NULL ? cJSON_Parse(response.body) : NULL;
    if (!worker_answered(newcomer->worker, request->path, STATUSES(200), &response)) {
        cJSON_Delete(answer);
        return NULL;
    }
    if (answer == NULL)
        worker_fail(newcomer->worker, "%s answered no JSON", request->path);
    return answer;
}

static cJSON *ask_partner(struct newcomer *newcomer, const char *path, const char *body)
{
    return answer_to(newcomer,
                     &(struct snaptrade_request){.method = "POST", .path = path, .body = body});
}

static cJSON *ask(struct newcomer *newcomer, const char *method, const char *path, const char *body)
{
    const struct snaptrade_user user = {newcomers_id, newcomer->secret};
    return answer_to(newcomer, &(struct snaptrade_request){
                                   .method = method, .path = path, .body = body, .user = &user});
}

static cJSON *delete_user(struct newcomer *newcomer)
{
    const struct snaptrade_parameter user_id = {"userId", newcomers_id};
    return answer_to(newcomer, &(struct snaptrade_request){.method = "DELETE",
                                                           .path = "/snapTrade/deleteUser",
                                                           .parameters = &user_id,
                                                           .parameter_count = 1});
}

/* Frees the JSON; false: it has no such text. */
static bool take_text(struct newcomer *newcomer, cJSON *answer, const char *name,
                      char out[TRAFFIC_TEXT_SIZE])
{
    const cJSON *first = cJSON_IsArray(answer) ? cJSON_GetArrayItem(answer, 0) : answer;
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(first, name));
    bool there = value != NULL && strlen(value) < TRAFFIC_TEXT_SIZE;
    if (there)
        memcpy(out, value, strlen(value) + 1);
    else if (answer != NULL)
        worker_fail(newcomer->worker, "an answer has no %s", name);
    cJSON_Delete(answer);
    return there;
}

static bool come_in(struct newcomer *newcomer)
{
    char body[TRAFFIC_WHY_SIZE];
    if (!take_text(
            newcomer,
            ask_partner(newcomer, "/snapTrade/registerUser", "{\"userId\":\"on the way in\"}"),
            "userSecret", newcomer->secret) ||
        !take_text(newcomer, ask(newcomer, "POST", "/snapTrade/login", "{\"broker\":\"ALPACA\"}"),
                   "sessionId", newcomer->session))
        return false;
    snprintf(body, sizeof body, "{\"sessionId\":\"%s\",\"outcome\":\"success\"}",
             newcomer->session);
    return worker_control(newcomer->worker, "POST", &newcomer->party, "/attempts", body,
                          STATUSES(201), NULL);
}

static bool look_around(struct newcomer *newcomer)
{
    static const char *const parts[] = {"",        "/balances", "/positions", "/positions/all",
                                        "/orders", "/holdings", "/activities"};
    char path[TRAFFIC_PATH_SIZE];
    bool good =
        take_text(newcomer, ask(newcomer, "GET", "/authorizations", NULL), "id",
                  newcomer->connection) &&
        take_text(newcomer, ask(newcomer, "GET", "/accounts", NULL), "id", newcomer->account);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && good; i++) {
        snprintf(path, sizeof path, "/accounts/%.64s%s", newcomer->account, parts[i]);
        cJSON *answer = ask(newcomer, "GET", path, NULL);
        good = answer != NULL;
        cJSON_Delete(answer);
    }
    return good;
}

static bool leave(struct newcomer *newcomer)
{
    static const char *const duties[] = {"refresh", "transactions/sync", "disable"};
    char path[TRAFFIC_PATH_SIZE], body[TRAFFIC_WHY_SIZE], status[TRAFFIC_TEXT_SIZE];
    bool good = true;
    for (size_t i = 0; i < sizeof duties / sizeof *duties && good; i++) {
        snprintf(path, sizeof path, "/authorizations/%.64s/%s", newcomer->connection, duties[i]);
        good = take_text(newcomer, ask(newcomer, "POST", path, NULL), "detail", status);
    }
    snprintf(body, sizeof body, "{\"userId\":\"on the way in\",\"userSecret\":\"%s\"}",
             newcomer->secret);
    return good &&
           take_text(newcomer, ask_partner(newcomer, "/snapTrade/resetUserSecret", body),
                     "userSecret", newcomer->secret) &&
           take_text(newcomer, delete_user(newcomer), "status", status);
}

/* The whole way: registered, logged in, connected, looked at, and gone. */
bool role_come_and_go(struct worker *worker)
{
    struct newcomer newcomer = {.worker = worker};
    if (!worker_make_party(worker, &newcomer.party))
        return false;
    newcomer.api = worker_api_of(worker, &newcomer.party);
    bool good =
        newcomer.api != NULL && come_in(&newcomer) && look_around(&newcomer) && leave(&newcomer);
    snaptrade_client_free(newcomer.api);
    return worker_control(worker, "DELETE", &newcomer.party, "", NULL, STATUSES(204), NULL) && good;
}

/* As the sandbox page does that is open at the shared partner. */
bool role_watch(struct worker *worker)
{
    static const char *const shown[] = {"", "/connections", "/events", "/faults", "/clock"};
    const struct party *shared = &worker->traffic->shared;
    char tail[TRAFFIC_PATH_SIZE];
    cJSON *answer = NULL;
    snprintf(tail, sizeof tail, "/changes?after=%llu&wait=1", (unsigned long long)worker->last);
    bool good = worker_control(worker, "GET", shared, tail, NULL, STATUSES(200), &answer);
    double revision = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(answer, "revision"));
    cJSON_Delete(answer);
    if (good && !(revision >= (double)worker->last))
        return worker_fail(worker, "a revision is lower than the one before");
    worker->last = good ? (uint64_t)revision : worker->last;
    for (size_t i = 0; i < sizeof shown / sizeof *shown && good; i++)
        good = worker_control(worker, "GET", shared, shown[i], NULL, STATUSES(200), NULL);
    return good;
}
