#include "calls.h"

#include <string.h>

#include "../portal/attempt.h"

enum { HTTP_STATUS_MIN = 100, HTTP_STATUS_MAX = 599 };

static const struct shape_field attempt_fields[] = {
    {"userId", SHAPE_ID, 0, NULL, NULL},
    {"brokerage", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
    {"outcome", SHAPE_CHOICE, 0, attempt_outcome_names, NULL},
    {"type", SHAPE_CHOICE, SHAPE_OPTIONAL, fixture_connection_types, NULL},
    {"reconnect", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"scenario", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
    {"sessionId", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"statusCode", SHAPE_INTEGER, SHAPE_OPTIONAL, NULL, NULL},
    {"result", SHAPE_CHOICE, SHAPE_OPTIONAL, webhook_result_names, NULL},
    {0},
};
static const struct shape attempt_shape = {attempt_fields};

static struct attempt_place place_of(const struct control_call *call)
{
    return (struct attempt_place){.store = call->control->config.store,
                                  .webhooks = call->control->config.webhooks,
                                  .tenant = call->tenant,
                                  .now = call->now};
}

static void check_result(struct control_call *call, const struct attempt *attempt)
{
    bool is_good = attempt->result != NULL && strcmp(attempt->result, webhook_result_names[0]) == 0;
    if (attempt->result != NULL &&
        (attempt->outcome == ATTEMPT_ABANDONMENT || is_good != attempt_connects(attempt->outcome)))
        call_problem(call, "result", "does not go with this outcome");
}

static void check_names(struct control_call *call, const struct attempt *attempt)
{
    static const struct {
        enum attempt_flaw flaw;
        const char *member, *what;
    } rows[] = {
        {ATTEMPT_NO_USER, "userId", "is no user of this partner"},
        {ATTEMPT_NO_BROKERAGE, "brokerage", "is no brokerage of the fixtures"},
        {ATTEMPT_NO_CONNECTION, "reconnect", "is no connection of this user"},
        {ATTEMPT_NO_SCENARIO, "scenario", "is no scenario of the fixtures"},
    };
    const struct attempt_place place = place_of(call);
    unsigned flaws = attempt_flaws(&place, attempt);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if ((flaws & rows[i].flaw) != 0)
            call_problem(call, rows[i].member, rows[i].what);
}

static void check_brokerage(struct control_call *call, const struct attempt *attempt)
{
    if (attempt->brokerage == NULL && !attempt->reconnects)
        call_problem(call, "brokerage", "missing; only a reconnect can do without");
    if (attempt->brokerage != NULL && attempt->reconnects)
        call_problem(call, "brokerage", "a reconnect keeps the one that the connection has");
    if (attempt->scenario != NULL && attempt->reconnects)
        call_problem(call, "scenario", "a reconnect keeps the accounts that the connection has");
}

static void copy_id(const char *text, char id[SNAPTRADE_UUID_LENGTH + 1])
{
    if (text != NULL)
        strncpy(id, text, SNAPTRADE_UUID_LENGTH);
}

/* Reads the body; false: problems were added. */
static bool read_attempt(struct control_call *call, struct attempt *attempt)
{
    if (!call_check(call, &attempt_shape))
        return false;
    const char *outcome = call_text(call, "outcome");
    while (strcmp(attempt_outcome_names[attempt->outcome], outcome) != 0)
        attempt->outcome++;
    attempt->user_id = call_text(call, "userId");
    attempt->brokerage = call_text(call, "brokerage");
    attempt->type = call_text(call, "type");
    attempt->scenario = call_text(call, "scenario");
    attempt->result = call_text(call, "result");
    attempt->reconnects = call_text(call, "reconnect") != NULL;
    copy_id(call_text(call, "reconnect"), attempt->connection_id);
    copy_id(call_text(call, "sessionId"), attempt->session_id);
    call_number(call, "statusCode", HTTP_STATUS_MIN, HTTP_STATUS_MAX, &attempt->code);
    check_result(call, attempt);
    check_names(call, attempt);
    check_brokerage(call, attempt);
    return call->problems.count == 0;
}

static bool answer(struct control_call *call, struct attempt *attempt)
{
    call->status = 201;
    call->answer = cJSON_CreateObject();
    cJSON_AddStringToObject(call->answer, "sessionId", attempt->session_id);
    if (attempt->connection_id[0] != '\0')
        cJSON_AddStringToObject(call->answer, "authorizationId", attempt->connection_id);
    bool added = cJSON_AddItemToObject(call->answer, "events", attempt->events);
    if (added)
        attempt->events = NULL;
    return added;
}

/* Under the lock of changes. Names can vanish between their check and their use: the API removes
 * them. */
static enum control_error make(struct control_call *call, struct attempt *attempt)
{
    const struct attempt_place place = place_of(call);
    if (!read_attempt(call, attempt))
        return CONTROL_BAD_BODY;
    if (attempt_make(&place, attempt) && answer(call, attempt))
        return CONTROL_OK;
    check_names(call, attempt);
    return call->problems.count > 0 ? CONTROL_BAD_BODY : CONTROL_NO_MEMORY;
}

enum control_error attempts_make(struct control_call *call)
{
    struct attempt attempt = {.outcome = ATTEMPT_SUCCESS};
    pthread_mutex_lock(&call->control->changes);
    enum control_error error = make(call, &attempt);
    pthread_mutex_unlock(&call->control->changes);
    cJSON_Delete(attempt.events);
    return error;
}
