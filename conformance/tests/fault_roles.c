#include <stdio.h>
#include <string.h>

#include "traffic.h"

/* What a partner's requests meet, one after the other, and the status that its client then sees; 0:
 * none. libcurl repeats a request by itself when a kept connection ends without a byte: those that
 * do so stand behind one that has ended its connection. */
static const struct {
    const char *action;
    int status;
} meetings[] = {
    {"{\"type\":\"status\",\"status\":429,\"retryAfter\":1}", 429},
    {"{\"type\":\"respond\",\"status\":418,\"body\":\"<p>\"}", 418},
    {"{\"type\":\"delay\",\"delayMs\":{\"min\":0,\"max\":9}}", 200},
    {"{\"type\":\"slowBody\",\"bytesPerSecond\":90000}", 200},
    {"{\"type\":\"emptyBody\"}", 200},
    {"{\"type\":\"truncate\",\"bytes\":9}", 200},
    {"{\"type\":\"reset\",\"when\":\"before\"}", 0},
    {"{\"type\":\"reset\",\"when\":\"middle\"}", 200},
    {"{\"type\":\"noAnswer\",\"limitSeconds\":1,\"delayMs\":5}", 0},
};
enum { MEETINGS = sizeof meetings / sizeof meetings[0], RULES_SIZE = 2048 };

static void write_rules(char rules[RULES_SIZE])
{
    size_t used = (size_t)snprintf(rules, RULES_SIZE, "{\"seed\":3,\"rules\":[");
    for (size_t i = 0; i < MEETINGS; i++)
        used += (size_t)snprintf(rules + used, RULES_SIZE - used,
                                 "%s{\"name\":\"r%zu\",\"match\":{\"nth\":1},\"action\":%s}",
                                 i > 0 ? "," : "", i, meetings[i].action);
    snprintf(rules + used, RULES_SIZE - used, "]}");
}

static bool meet(struct worker *worker, snaptrade_client *api, const struct party *party)
{
    const struct snaptrade_user user = {party->user_id, party->user_secret};
    struct snaptrade_response response;
    bool good = true;
    for (size_t i = 0; i < MEETINGS && good; i++) {
        snaptrade_list_brokerage_authorizations(api, &user, NULL, NULL, &response);
        good = response.status == meetings[i].status ||
               worker_fail(worker, "%s answered %d: %s", meetings[i].action, response.status,
                           response.message);
        snaptrade_response_free(&response);
    }
    return good;
}

bool role_meet_faults(struct worker *worker)
{
    struct party party;
    char rules[RULES_SIZE];
    write_rules(rules);
    if (!worker_make_party(worker, &party))
        return false;
    snaptrade_client *api = worker_api_of(worker, &party);
    bool good = api != NULL &&
                worker_control(worker, "PUT", &party, "/faults", rules, STATUSES(204), NULL) &&
                meet(worker, api, &party) &&
                worker_control(worker, "GET", &party, "/faults", NULL, STATUSES(200), NULL) &&
                worker_control(worker, "DELETE", &party, "", NULL, STATUSES(204), NULL);
    snaptrade_client_free(api);
    return good;
}

/* Its users wait, and must not do so when their rule or the partner has gone. */
bool role_delay_passing(struct worker *worker)
{
    static const char rules[] = "{\"rules\":[{\"name\":\"late\",\"action\":{\"type\":\"delay\","
                                "\"delayMs\":{\"min\":0,\"max\":60000}}}]}";
    pthread_mutex_lock(&worker->traffic->lock);
    const struct party party = worker->traffic->passing;
    pthread_mutex_unlock(&worker->traffic->lock);
    return worker_control(worker, "PUT", &party, "/faults", rules, STATUSES(204, 404), NULL) &&
           worker_control(worker, "GET", &party, "/faults", NULL, STATUSES(200, 404), NULL) &&
           worker_control(worker, "DELETE", &party, "/faults/late", NULL, STATUSES(204, 404), NULL);
}

/* Rules for all that take nobody's request: they are compared with each. */
bool role_change_faults_of_all(struct worker *worker)
{
    static const char *const rules[] = {
        "{\"name\":\"nobody\",\"match\":{\"userId\":\"nobody\"},"
        "\"action\":{\"type\":\"noAnswer\"}}",
        "{\"name\":\"never\",\"match\":{\"path\":\"/**\",\"probability\":0},"
        "\"action\":{\"type\":\"status\",\"status\":429}}",
        "{\"name\":\"asked\",\"onlyByName\":true,\"action\":{\"type\":\"emptyBody\"}}",
    };
    enum { COUNT = sizeof rules / sizeof rules[0] };
    for (size_t i = 0; i < COUNT; i++)
        if (!worker_control(worker, "POST", NULL, "/faults", rules[i], STATUSES(201), NULL))
            return false;
    return worker_control(worker, "GET", NULL, "/faults", NULL, STATUSES(200), NULL) &&
           worker_control(worker, "DELETE", NULL, "/faults/never", NULL, STATUSES(204), NULL) &&
           worker_control(worker, "PUT", NULL, "/faults", "{\"rules\":[]}", STATUSES(204), NULL);
}
