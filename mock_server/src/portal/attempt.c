#include "attempt.h"

#include <string.h>

#include "../random.h"
#include "../state/authorization_edit.h"
#include "../state/connection_draft.h"
#include "../state/json_memory.h"
#include "../state/loading.h"
#include "../state/scenario.h"

enum { MOST_EVENTS = 8 };

const char *const attempt_outcome_names[ATTEMPT_OUTCOMES + 1] = {
    [ATTEMPT_SUCCESS] = "success",
    [ATTEMPT_FAILURE] = "failure",
    [ATTEMPT_ACCOUNT_LOCKED] = "account-locked",
    [ATTEMPT_MFA] = "mfa",
    [ATTEMPT_RATE_LIMITED] = "rate-limited",
    [ATTEMPT_ABANDONMENT] = "abandonment",
};

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
#define REFUSED                                                                                    \
    BEGIN, {"BROKERAGE_AUTHENTICATION", true, false},                                              \
    {                                                                                              \
        "CONNECTION_FAILED", true, false                                                           \
    }

/* Code and result of failures are assumed, but for the wrong password's. */
static const struct {
    bool connects, is_last;
    int code;
    const char *result; /* NULL: whoever turns back before a password is typed attempts nothing */
    struct step steps[MOST_EVENTS];
} scripts[ATTEMPT_OUTCOMES] = {
    [ATTEMPT_SUCCESS] =
        {true, true, 200, "SUCCESS", {BEGIN, {"BROKERAGE_AUTHENTICATION", true, false}, CONNECTED}},
    [ATTEMPT_FAILURE] = {false, false, 401, "INVALID_CREDENTIALS", {REFUSED}},
    [ATTEMPT_ACCOUNT_LOCKED] = {false, false, 403, "INVALID_CREDENTIALS", {REFUSED}},
    [ATTEMPT_MFA] = {true,
                     true,
                     200,
                     "SUCCESS",
                     {BEGIN,
                      {"BROKERAGE_AUTHENTICATION", true, false},
                      {"MFA_REQUESTED", false, false},
                      {"MFA_SUBMITTED", false, false},
                      CONNECTED}},
    [ATTEMPT_RATE_LIMITED] = {false, false, 429, "UNCAUGHT_ERROR", {REFUSED}},
    [ATTEMPT_ABANDONMENT] = {false, true, 200, NULL, {BEGIN}},
};

bool attempt_connects(enum attempt_outcome outcome)
{
    return scripts[outcome].connects;
}

bool attempt_is_last(enum attempt_outcome outcome)
{
    return scripts[outcome].is_last;
}

static bool owns_connection(const struct attempt_place *place, const struct attempt *attempt)
{
    struct snaptrade_uuid id;
    struct store_user owner;
    return snaptrade_uuid_parse(attempt->connection_id, strlen(attempt->connection_id), &id) &&
           store_find_owner(place->store, place->tenant->client_id, &id, &owner) == STORE_OK &&
           strcmp(owner.user_id, attempt->user_id) == 0;
}

unsigned attempt_flaws(const struct attempt_place *place, const struct attempt *attempt)
{
    struct store_user user;
    struct buffer brokerage = {0};
    unsigned flaws = 0;
    if (!store_find_user(place->store, place->tenant->client_id, attempt->user_id, &user))
        flaws |= ATTEMPT_NO_USER;
    if (attempt->brokerage != NULL &&
        store_get_brokerage(place->store, attempt->brokerage, &brokerage) != STORE_OK)
        flaws |= ATTEMPT_NO_BROKERAGE;
    if (attempt->reconnects && !owns_connection(place, attempt))
        flaws |= ATTEMPT_NO_CONNECTION;
    if (!scenario_exists(place->store, attempt->scenario))
        flaws |= ATTEMPT_NO_SCENARIO;
    buffer_free(&brokerage);
    return flaws;
}

static bool add_event(const struct attempt_place *place, struct attempt *attempt,
                      const struct step *step, int64_t time)
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
    good = good &&
           loading_add_quietly(place->store, place->tenant->client_id, FIXTURE_SESSION_EVENTS,
                               event) &&
           cJSON_AddItemToArray(attempt->events, event);
    if (!good)
        cJSON_Delete(event);
    return good;
}

/* A microsecond apart, so that they keep their order. */
static bool add_events(const struct attempt_place *place, struct attempt *attempt)
{
    const struct step *step = scripts[attempt->outcome].steps;
    int64_t time = place->now;
    bool good = true;
    for (; good && step->type != NULL; step++, time++) {
        struct step told = *step;
        if (attempt->reconnects && strcmp(step->type, "BROKERAGE_CONNECTION_INITIATED") == 0)
            told = (struct step){"BROKERAGE_RECONNECT_INITIATED", false, true};
        good = add_event(place, attempt, &told, time);
    }
    return good;
}

/* The portal may also give a connection another type. */
static bool repair(const struct attempt_place *place, struct attempt *attempt)
{
    struct snaptrade_uuid id;
    const char *client_id = place->tenant->client_id;
    if (!snaptrade_uuid_parse(attempt->connection_id, SNAPTRADE_UUID_LENGTH, &id))
        return false;
    attempt->before = store_hold_authorization(place->store, client_id, &id);
    cJSON *changes = cJSON_CreateObject();
    struct authorization_edit edit = {.changes = changes};
    rfc3339_format(place->now, edit.now);
    bool good = cJSON_AddFalseToObject(changes, "disabled") != NULL &&
                (attempt->type == NULL ||
                 cJSON_AddStringToObject(changes, "type", attempt->type) != NULL) &&
                store_edit_authorization(place->store, client_id, &id, authorization_edit, &edit) ==
                    STORE_OK;
    cJSON_Delete(changes);
    return good;
}

static bool connect_new(const struct attempt_place *place, struct attempt *attempt)
{
    cJSON *element = cJSON_CreateObject();
    const char *type = attempt->type != NULL ? attempt->type : "read";
    struct scenario_target target = {.client_id = place->tenant->client_id,
                                     .user_id = attempt->user_id};
    bool good = random_uuid(&target.connection);
    snaptrade_uuid_format(&target.connection, attempt->connection_id);
    good = good && cJSON_AddStringToObject(element, "id", attempt->connection_id) != NULL &&
           cJSON_AddStringToObject(element, "userId", attempt->user_id) != NULL &&
           cJSON_AddStringToObject(element, "brokerage", attempt->brokerage) != NULL &&
           cJSON_AddStringToObject(element, "type", type) != NULL &&
           connection_draft_complete(element, place->now) &&
           loading_add_quietly(place->store, target.client_id, FIXTURE_AUTHORIZATIONS, element);
    cJSON_Delete(element);
    return good && scenario_give(place->store, attempt->scenario, &target, place->now);
}

/* The brokerage that is, or is to be, connected. False: it has gone meanwhile, or no memory. */
static bool find_brokerage(const struct attempt_place *place, const struct attempt *attempt,
                           char brokerage_id[SNAPTRADE_UUID_LENGTH + 1])
{
    struct snaptrade_uuid id;
    struct buffer json = {0};
    if (attempt->brokerage != NULL)
        store_get_brokerage(place->store, attempt->brokerage, &json);
    else if (snaptrade_uuid_parse(attempt->connection_id, SNAPTRADE_UUID_LENGTH, &id))
        store_get_authorization(place->store, place->tenant->client_id, attempt->user_id, &id,
                                &json);
    bool good = json.length > 0 && !json.failed && webhooks_brokerage_id(json.data, brokerage_id);
    buffer_free(&json);
    return good;
}

static void tell_result(const struct attempt_place *place, const struct attempt *attempt)
{
    char brokerage_id[SNAPTRADE_UUID_LENGTH + 1];
    if (!find_brokerage(place, attempt, brokerage_id))
        return;
    struct webhook_facts facts = {.event = WEBHOOK_CONNECTION_ATTEMPTED,
                                  .texts = {[WEBHOOK_USER_ID] = attempt->user_id,
                                            [WEBHOOK_BROKERAGE_ID] = brokerage_id,
                                            [WEBHOOK_RESULT] = attempt->result}};
    webhooks_tell(place->webhooks, place->tenant, &facts);
    facts.event = WEBHOOK_CONNECTION_FAILED;
    if (!attempt_connects(attempt->outcome))
        webhooks_tell(place->webhooks, place->tenant, &facts);
}

/* What is not told for want of memory is no reason to fail. */
static void tell(const struct attempt_place *place, const struct attempt *attempt)
{
    bool had_memory = !json_memory_failed();
    if (attempt->result != NULL)
        tell_result(place, attempt);
    if (had_memory)
        json_memory_forget();
}

static bool complete(struct attempt *attempt)
{
    struct snaptrade_uuid id;
    if (attempt->reconnects &&
        snaptrade_uuid_parse(attempt->connection_id, SNAPTRADE_UUID_LENGTH, &id))
        snaptrade_uuid_format(&id, attempt->connection_id); /* it may be in capitals */
    if (attempt->result == NULL)
        attempt->result = scripts[attempt->outcome].result;
    if (attempt->code == 0)
        attempt->code = scripts[attempt->outcome].code;
    attempt->events = cJSON_CreateArray();
    return attempt->events != NULL &&
           (attempt->session_id[0] != '\0' || random_uuid_text(attempt->session_id));
}

bool attempt_make(const struct attempt_place *place, struct attempt *attempt)
{
    if (!complete(attempt))
        return false;
    tell(place, attempt);
    bool good = true;
    if (attempt_connects(attempt->outcome))
        good = attempt->reconnects ? repair(place, attempt) : connect_new(place, attempt);
    good = good && add_events(place, attempt);
    if (!good)
        attempt_undo(place, attempt);
    return good;
}

static void remove_events(const struct attempt_place *place, const cJSON *events)
{
    const cJSON *event;
    struct snaptrade_uuid id;
    cJSON_ArrayForEach(event, events)
    {
        const char *text = cJSON_GetObjectItemCaseSensitive(event, "id")->valuestring;
        if (snaptrade_uuid_parse(text, SNAPTRADE_UUID_LENGTH, &id))
            store_remove_session_event(place->store, place->tenant->client_id, &id);
    }
}

void attempt_undo(const struct attempt_place *place, const struct attempt *attempt)
{
    struct snaptrade_uuid id;
    const char *client_id = place->tenant->client_id;
    remove_events(place, attempt->events);
    if (!attempt_connects(attempt->outcome) ||
        !snaptrade_uuid_parse(attempt->connection_id, strlen(attempt->connection_id), &id))
        return;
    if (!attempt->reconnects)
        store_remove_authorization(place->store, client_id, attempt->user_id, &id);
    else if (attempt->before != NULL)
        store_put_back_authorization(place->store, client_id, &id, attempt->before);
}

void attempt_end(struct attempt *attempt)
{
    cJSON_Delete(attempt->events);
    store_let_go(attempt->before);
    attempt->events = NULL;
    attempt->before = NULL;
}
