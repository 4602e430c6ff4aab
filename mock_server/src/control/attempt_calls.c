#include "calls.h"

#include <string.h>
#include <strings.h>

#include "../portal/attempt.h"
#include "../portal/session_brokerage.h"

enum { HTTP_STATUS_MIN = 100, HTTP_STATUS_MAX = 599 };

static const struct shape_field attempt_fields[] = {
    {"userId", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
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

typedef int compare(const char *a, const char *b);

/* What a session of the portal has fixed need not be in the body, and may not be otherwise. */
static const char *settle(struct control_call *call, const char *member, const char *fixed,
                          compare *differ)
{
    const char *given = call_text(call, member);
    if (fixed == NULL || fixed[0] == '\0')
        return given;
    if (given != NULL && differ(given, fixed) != 0)
        call_problem(call, member, "is not what the session at the portal is for");
    return fixed;
}

/* The session at the portal that the body names; false: it is no open one. Its token is ""
 * where the id is just one for the events. */
static bool find_session(struct control_call *call, struct portal_session *session)
{
    const char *id = call_text(call, "sessionId");
    session->token[0] = '\0';
    if (id == NULL ||
        !portal_sessions_find_id(call->control->config.sessions, call_client_id(call), id, session))
        return true;
    switch (portal_session_state(session, call->now)) {
    case PORTAL_USED:
        call_problem(call, "sessionId", "is a session at the portal that has been used");
        return false;
    case PORTAL_EXPIRED:
        call_problem(call, "sessionId", "is a session at the portal that has expired");
        return false;
    default:
        return true;
    }
}

/* As the portal's page takes it. */
static const char *find_type(struct control_call *call, const struct portal_session *session,
                             const char *brokerage)
{
    cJSON *object = NULL;
    if (session->type == LOGIN_TRADE_IF_AVAILABLE)
        object = session_brokerage(call->control->config.store, session,
                                   brokerage != NULL ? brokerage : "");
    const struct offer offer = offer_of(object);
    cJSON_Delete(object);
    return settle(call, "type", session_type(session, &offer), strcmp);
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
    bool is_given_up = attempt->outcome == ATTEMPT_ABANDONMENT;
    if (attempt->brokerage == NULL && !attempt->reconnects && !is_given_up)
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

/* A reconnect's brokerage is that of its connection, whatever login has asked for beside it. */
static void read_names(struct control_call *call, const struct portal_session *session,
                       struct attempt *attempt)
{
    bool is_session = session->token[0] != '\0';
    bool reconnects = is_session && session->reconnect[0] != '\0';
    const char *reconnect =
        settle(call, "reconnect", is_session ? session->reconnect : NULL, strcasecmp);
    attempt->user_id = settle(call, "userId", is_session ? session->user_id : NULL, strcmp);
    attempt->brokerage =
        settle(call, "brokerage", is_session && !reconnects ? session->broker : NULL, strcmp);
    attempt->type =
        is_session ? find_type(call, session, attempt->brokerage) : call_text(call, "type");
    attempt->scenario = call_text(call, "scenario");
    attempt->result = call_text(call, "result");
    attempt->reconnects = reconnect != NULL;
    copy_id(reconnect, attempt->connection_id);
    copy_id(call_text(call, "sessionId"), attempt->session_id);
}

static bool has(const struct control_call *call, const char *member)
{
    return cJSON_GetObjectItemCaseSensitive(call->body, member) != NULL;
}

/* False: a problem was added. */
static bool has_user(struct control_call *call, const char *user_id)
{
    if (user_id == NULL)
        call_problem(call, "userId", "missing; only a session at the portal can do without");
    return user_id != NULL;
}

/* Reads the body; false: problems were added. */
static bool read_attempt(struct control_call *call, struct portal_session *session,
                         struct attempt *attempt)
{
    bool is_named = !cJSON_IsObject(call->body) || has(call, "userId") || has(call, "sessionId");
    if (!is_named)
        has_user(call, NULL);
    if (!call_check(call, &attempt_shape) || !is_named || !find_session(call, session))
        return false;
    const char *outcome = call_text(call, "outcome");
    while (strcmp(attempt_outcome_names[attempt->outcome], outcome) != 0)
        attempt->outcome++;
    read_names(call, session, attempt);
    if (!has_user(call, attempt->user_id))
        return false;
    call_number(call, "statusCode", HTTP_STATUS_MIN, HTTP_STATUS_MAX, &attempt->code);
    check_result(call, attempt);
    check_names(call, attempt);
    check_brokerage(call, attempt);
    return call->problems.count == 0;
}

static bool answer(struct control_call *call, const struct attempt *attempt)
{
    cJSON *answer = cJSON_CreateObject();
    call->status = 201;
    cJSON_AddStringToObject(answer, "sessionId", attempt->session_id);
    if (attempt->connection_id[0] != '\0')
        cJSON_AddStringToObject(answer, "authorizationId", attempt->connection_id);
    cJSON *events = cJSON_CreateArrayReference(attempt->events->child);
    if (!cJSON_AddItemToObject(answer, "events", events))
        cJSON_Delete(events);
    bool good = call_print(call, answer);
    cJSON_Delete(answer);
    return good;
}

/* Under the lock of changes. Names can vanish between their check and their use: the API removes
 * them. */
static enum control_error make(struct control_call *call, struct portal_session *session,
                               struct attempt *attempt)
{
    const struct attempt_place place = place_of(call);
    if (!read_attempt(call, session, attempt))
        return CONTROL_BAD_BODY;
    bool made = attempt_make(&place, attempt);
    if (made && !answer(call, attempt)) {
        attempt_undo(&place, attempt);
        return CONTROL_NO_MEMORY;
    }
    if (made) {
        if (session->token[0] != '\0' && attempt_is_last(attempt->outcome))
            portal_sessions_use(call->control->config.sessions, session->token);
        return CONTROL_OK;
    }
    check_names(call, attempt);
    return call->problems.count > 0 ? CONTROL_BAD_BODY : CONTROL_NO_MEMORY;
}

enum control_error attempts_make(struct control_call *call)
{
    struct attempt attempt = {.outcome = ATTEMPT_SUCCESS};
    struct portal_session session; /* the attempt borrows from it */
    pthread_mutex_lock(&call->control->changes);
    enum control_error error = make(call, &session, &attempt);
    pthread_mutex_unlock(&call->control->changes);
    attempt_end(&attempt);
    return error;
}
