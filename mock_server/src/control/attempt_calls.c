#include "calls.h"

#include <string.h>

#include "../random.h"
#include "../state/authorization_edit.h"
#include "connection_draft.h"
#include "webhooks.h"

enum {
    MOST_EVENTS = 8,
    HTTP_GOOD = 200,
    HTTP_REFUSED = 401,
    HTTP_STATUS_MIN = 100,
    HTTP_STATUS_MAX = 599
};

enum outcome { SUCCESS, FAILURE, MFA, ABANDONMENT, OUTCOMES };
static const char *const outcome_names[] = {"success", "failure", "mfa", "abandonment", NULL};

/* When an event has a brokerage_status_code: the attempt's, or none. */
struct step {
    const char *type; /* NULL: no more steps */
    bool has_code, names_connection;
};

/* What the connection portal writes: session_event_type in the order of the default fixtures; the
 * steps of an MFA are those of 2024-05. */
#define BEGIN                                                                                      \
    {"DISCLAIMER_ACCEPTED", false, false},                                                         \
    {                                                                                              \
        "BROKERAGE_CONNECTION_INITIATED", false, false                                             \
    }
#define CONNECTED                                                                                  \
    {"CONNECTION_SUCCESSFUL", true, true},                                                         \
    {                                                                                              \
        "PARTNER_REDIRECT", false, true                                                            \
    }
static const struct step scripts[OUTCOMES][MOST_EVENTS] = {
    [SUCCESS] = {BEGIN, {"BROKERAGE_AUTHENTICATION", true, false}, CONNECTED},
    [FAILURE] = {BEGIN,
                 {"BROKERAGE_AUTHENTICATION", true, false},
                 {"CONNECTION_FAILED", true, false}},
    [MFA] = {BEGIN,
             {"BROKERAGE_AUTHENTICATION", true, false},
             {"MFA_REQUESTED", false, false},
             {"MFA_SUBMITTED", false, false},
             CONNECTED},
    [ABANDONMENT] = {BEGIN},
};

static const struct shape_field attempt_fields[] = {
    {"userId", SHAPE_ID, 0, NULL, NULL},
    {"brokerage", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
    {"outcome", SHAPE_CHOICE, 0, outcome_names, NULL},
    {"type", SHAPE_CHOICE, SHAPE_OPTIONAL, fixture_connection_types, NULL},
    {"reconnect", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"sessionId", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"statusCode", SHAPE_INTEGER, SHAPE_OPTIONAL, NULL, NULL},
    {"result", SHAPE_CHOICE, SHAPE_OPTIONAL, webhook_result_names, NULL},
    {0},
};
static const struct shape attempt_shape = {attempt_fields};

struct attempt {
    const char *user_id;
    const char *result; /* connectionAttemptedResult of the webhook */
    enum outcome outcome;
    bool reconnects;
    int64_t code; /* brokerage_status_code */
    char session_id[SNAPTRADE_UUID_LENGTH + 1];
    char connection_id[SNAPTRADE_UUID_LENGTH + 1]; /* "": makes none */
};

static bool connects(const struct attempt *attempt)
{
    return attempt->outcome == SUCCESS || attempt->outcome == MFA;
}

static const char no_connection[] = "is no connection of this user";

/* The connection that is to be repaired, when one is. */
static void check_reconnect(struct control_call *call, struct attempt *attempt)
{
    struct snaptrade_uuid id;
    struct store_user owner;
    const char *text = call_text(call, "reconnect");
    if (text == NULL)
        return;
    if (call_text(call, "brokerage") != NULL)
        call_problem(call, "brokerage", "a reconnect keeps the one that the connection has");
    attempt->reconnects = snaptrade_uuid_parse(text, strlen(text), &id) &&
                          store_find_owner(call->control->config.store, call_client_id(call), &id,
                                           &owner) == STORE_OK &&
                          strcmp(owner.user_id, attempt->user_id) == 0;
    if (attempt->reconnects)
        snaptrade_uuid_format(&id, attempt->connection_id);
    else
        call_problem(call, "reconnect", no_connection);
}

static void check_result(struct control_call *call, struct attempt *attempt)
{
    static const char failed[] = "INVALID_CREDENTIALS";
    const char *good = webhook_result_names[0], *given = call_text(call, "result");
    attempt->result = connects(attempt) ? good : given != NULL ? given : failed;
    if (given != NULL &&
        (attempt->outcome == ABANDONMENT || (strcmp(given, good) == 0) != connects(attempt)))
        call_problem(call, "result", "does not go with this outcome");
}

static void check_names(struct control_call *call, struct attempt *attempt)
{
    struct store *store = call->control->config.store;
    struct store_user user;
    struct buffer brokerage = {0};
    const char *slug = call_text(call, "brokerage");
    if (!store_find_user(store, call_client_id(call), attempt->user_id, &user))
        call_problem(call, "userId", "is no user of this partner");
    if (slug != NULL && store_get_brokerage(store, slug, &brokerage) != STORE_OK)
        call_problem(call, "brokerage", "is no brokerage of the fixtures");
    buffer_free(&brokerage);
    check_reconnect(call, attempt);
    if (slug == NULL && call_text(call, "reconnect") == NULL)
        call_problem(call, "brokerage", "missing; only a reconnect can do without");
}

/* Reads the body; false: problems were added. */
static bool read_attempt(struct control_call *call, struct attempt *attempt)
{
    if (!call_check(call, &attempt_shape))
        return false;
    const char *outcome = call_text(call, "outcome"), *session = call_text(call, "sessionId");
    attempt->user_id = call_text(call, "userId");
    while (strcmp(outcome_names[attempt->outcome], outcome) != 0)
        attempt->outcome++;
    attempt->code = attempt->outcome == FAILURE ? HTTP_REFUSED : HTTP_GOOD;
    if (session != NULL)
        strncpy(attempt->session_id, session, sizeof attempt->session_id - 1);
    call_number(call, "statusCode", HTTP_STATUS_MIN, HTTP_STATUS_MAX, &attempt->code);
    check_result(call, attempt);
    check_names(call, attempt);
    return call->problems.count == 0;
}

static bool add_event(struct control_call *call, const struct attempt *attempt,
                      const struct step *step, int64_t time, cJSON *events)
{
    char id[SNAPTRADE_UUID_LENGTH + 1], date[RFC3339_SIZE];
    cJSON *event = cJSON_CreateObject();
    rfc3339_format(time, date);
    bool good = random_uuid_text(id) && cJSON_AddStringToObject(event, "id", id) != NULL &&
                cJSON_AddStringToObject(event, "session_event_type", step->type) != NULL &&
                cJSON_AddStringToObject(event, "session_id", attempt->session_id) != NULL &&
                cJSON_AddStringToObject(event, "user_id", attempt->user_id) != NULL &&
                cJSON_AddStringToObject(event, "created_date", date) != NULL;
    if (step->has_code)
        good = good && cJSON_AddNumberToObject(event, "brokerage_status_code",
                                               (double)attempt->code) != NULL;
    else
        good = good && cJSON_AddNullToObject(event, "brokerage_status_code") != NULL;
    if (step->names_connection)
        good = good && cJSON_AddStringToObject(event, "brokerage_authorization_id",
                                               attempt->connection_id) != NULL;
    good = good && call_load(call, FIXTURE_SESSION_EVENTS, event);
    if (good)
        cJSON_AddItemToArray(events, event);
    else
        cJSON_Delete(event);
    return good;
}

/* A microsecond apart, so that they keep their order. */
static bool add_events(struct control_call *call, const struct attempt *attempt, cJSON *events)
{
    const struct step *step = scripts[attempt->outcome];
    int64_t time = call->now;
    bool good = true;
    for (; good && step->type != NULL; step++, time++) {
        struct step told = *step;
        if (attempt->reconnects && strcmp(step->type, "BROKERAGE_CONNECTION_INITIATED") == 0)
            told = (struct step){"BROKERAGE_RECONNECT_INITIATED", false, true};
        good = add_event(call, attempt, &told, time, events);
    }
    return good;
}

/* The portal may also give a connection another type. */
static bool repair(struct control_call *call, const struct attempt *attempt)
{
    enum store_result result = STORE_NO_MEMORY;
    struct snaptrade_uuid id;
    cJSON *changes = cJSON_CreateObject();
    struct authorization_edit edit = {.changes = changes};
    const char *type = call_text(call, "type");
    rfc3339_format(call->now, edit.now);
    if (cJSON_AddFalseToObject(changes, "disabled") != NULL &&
        (type == NULL || cJSON_AddStringToObject(changes, "type", type) != NULL) &&
        snaptrade_uuid_parse(attempt->connection_id, SNAPTRADE_UUID_LENGTH, &id))
        result = store_edit_authorization(call->control->config.store, call_client_id(call), &id,
                                          authorization_edit, &edit);
    cJSON_Delete(changes);
    if (result == STORE_NOT_FOUND) /* its user has removed it just now */
        call_problem(call, "reconnect", no_connection);
    return result == STORE_OK;
}

static bool connect_new(struct control_call *call, struct attempt *attempt)
{
    cJSON *element = cJSON_CreateObject();
    const char *type = call_text(call, "type");
    bool good =
        random_uuid_text(attempt->connection_id) &&
        cJSON_AddStringToObject(element, "id", attempt->connection_id) != NULL &&
        cJSON_AddStringToObject(element, "userId", attempt->user_id) != NULL &&
        cJSON_AddStringToObject(element, "brokerage", call_text(call, "brokerage")) != NULL &&
        cJSON_AddStringToObject(element, "type", type != NULL ? type : "read") != NULL &&
        connection_draft_complete(element, call->now) &&
        call_load(call, FIXTURE_AUTHORIZATIONS, element);
    cJSON_Delete(element);
    return good;
}

/* The brokerage that is, or is to be, connected. False: it has gone meanwhile, or no memory. */
static bool find_brokerage(struct control_call *call, const struct attempt *attempt,
                           char brokerage_id[SNAPTRADE_UUID_LENGTH + 1])
{
    struct store *store = call->control->config.store;
    struct snaptrade_uuid id;
    struct buffer json = {0};
    const char *slug = call_text(call, "brokerage");
    if (slug != NULL)
        store_get_brokerage(store, slug, &json);
    else if (snaptrade_uuid_parse(attempt->connection_id, SNAPTRADE_UUID_LENGTH, &id))
        store_get_authorization(store, call_client_id(call), attempt->user_id, &id, &json);
    bool good = json.length > 0 && !json.failed && webhooks_brokerage_id(json.data, brokerage_id);
    buffer_free(&json);
    return good;
}

/* Who turns back before a password is typed has attempted nothing. */
static void tell(struct control_call *call, const struct attempt *attempt)
{
    char brokerage_id[SNAPTRADE_UUID_LENGTH + 1];
    if (attempt->outcome == ABANDONMENT || !find_brokerage(call, attempt, brokerage_id))
        return;
    struct webhook_facts facts = {.event = WEBHOOK_CONNECTION_ATTEMPTED,
                                  .texts = {[WEBHOOK_USER_ID] = attempt->user_id,
                                            [WEBHOOK_BROKERAGE_ID] = brokerage_id,
                                            [WEBHOOK_RESULT] = attempt->result}};
    webhooks_tell(call->control->config.webhooks, call->tenant, &facts);
    facts.event = WEBHOOK_CONNECTION_FAILED;
    if (attempt->outcome == FAILURE)
        webhooks_tell(call->control->config.webhooks, call->tenant, &facts);
}

/* Under the lock of changes: nothing falls between its steps but a removal by the API. */
static bool make(struct control_call *call, struct attempt *attempt)
{
    if (!read_attempt(call, attempt) ||
        (attempt->session_id[0] == '\0' && !random_uuid_text(attempt->session_id)))
        return false;
    tell(call, attempt);
    if (connects(attempt) &&
        !(attempt->reconnects ? repair(call, attempt) : connect_new(call, attempt)))
        return false;
    call->status = 201;
    call->answer = cJSON_CreateObject();
    cJSON_AddStringToObject(call->answer, "sessionId", attempt->session_id);
    if (attempt->connection_id[0] != '\0')
        cJSON_AddStringToObject(call->answer, "authorizationId", attempt->connection_id);
    return add_events(call, attempt, cJSON_AddArrayToObject(call->answer, "events"));
}

enum control_error attempts_make(struct control_call *call)
{
    struct attempt attempt = {.outcome = SUCCESS};
    pthread_mutex_lock(&call->control->changes);
    bool good = make(call, &attempt);
    pthread_mutex_unlock(&call->control->changes);
    if (good)
        return CONTROL_OK;
    /* Names can vanish between their check and their use: the API removes them. */
    return call->problems.count > 0 ? CONTROL_BAD_BODY : CONTROL_NO_MEMORY;
}
