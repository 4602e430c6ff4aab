#include "calls.h"

#include "../portal/sessions.h"
#include "../random.h"
#include "../state/document.h"
#include "../state/rfc3339.h"
#include "summary.h"

enum control_error state_reset(struct control_call *call)
{
    struct control *control = call->control;
    pthread_mutex_lock(&control->changes);
    enum store_result result = store_reset_partner(control->config.store, call_client_id(call));
    portal_sessions_forget(control->config.sessions, call_client_id(call), NULL);
    pthread_mutex_unlock(&control->changes);
    return result == STORE_OK ? CONTROL_OK : CONTROL_NO_PARTNER;
}

enum control_error state_get(struct control_call *call)
{
    call->answer = document_write(call->control->config.store, call_client_id(call));
    return call->answer != NULL ? CONTROL_OK : CONTROL_NO_MEMORY;
}

enum control_error state_replace(struct control_call *call)
{
    struct control *control = call->control;
    pthread_mutex_lock(&control->changes);
    bool good = document_restore(control->config.store, call_client_id(call), call->body, false,
                                 &call->problems);
    if (good)
        portal_sessions_forget(control->config.sessions, call_client_id(call), NULL);
    pthread_mutex_unlock(&control->changes);
    return good ? CONTROL_OK : CONTROL_BAD_BODY;
}

enum control_error users_list(struct control_call *call)
{
    cJSON *summary = cJSON_CreateObject();
    enum store_result result =
        summary_add(call->control->config.store, call_client_id(call), true, summary);
    call->answer = cJSON_DetachItemFromObjectCaseSensitive(summary, "users");
    cJSON_Delete(summary);
    return result == STORE_OK ? CONTROL_OK : CONTROL_NO_MEMORY;
}

/* Adds a member that the body may leave out. */
static bool add_default(cJSON *object, const char *name, const char *value)
{
    return cJSON_GetObjectItemCaseSensitive(object, name) != NULL ||
           cJSON_AddStringToObject(object, name, value) != NULL;
}

/* Adds what is served as it stands in the body. */
static enum control_error add_as_it_is(struct control_call *call, enum fixture_kind kind)
{
    if (!call_print(call, call->body))
        return CONTROL_NO_MEMORY;
    call->status = 201;
    return call_load(call, kind, call->body) ? CONTROL_OK : CONTROL_BAD_BODY;
}

enum control_error users_add(struct control_call *call)
{
    char secret[RANDOM_SECRET_SIZE];
    if (!random_secret(secret))
        return CONTROL_NO_MEMORY;
    if (cJSON_IsObject(call->body) && !add_default(call->body, "userSecret", secret))
        return CONTROL_NO_MEMORY;
    return add_as_it_is(call, FIXTURE_USERS);
}

enum control_error events_list(struct control_call *call)
{
    static const struct store_event_filter all = {NULL, NULL};
    enum store_result result = store_list_session_events(
        call->control->config.store, call_client_id(call), &all, &call->response->body);
    return result == STORE_OK && !call->response->body.failed ? CONTROL_OK : CONTROL_NO_MEMORY;
}

enum control_error events_add(struct control_call *call)
{
    char id[SNAPTRADE_UUID_LENGTH + 1], session[SNAPTRADE_UUID_LENGTH + 1], now[RFC3339_SIZE];
    cJSON *body = call->body;
    rfc3339_format(call->now, now);
    if (!random_uuid_text(id) || !random_uuid_text(session))
        return CONTROL_NO_MEMORY;
    if (cJSON_IsObject(body)) {
        bool added = add_default(body, "id", id) && add_default(body, "session_id", session) &&
                     add_default(body, "created_date", now);
        if (added && cJSON_GetObjectItemCaseSensitive(body, "brokerage_status_code") == NULL)
            added = cJSON_AddNullToObject(body, "brokerage_status_code") != NULL;
        if (!added)
            return CONTROL_NO_MEMORY;
    }
    return add_as_it_is(call, FIXTURE_SESSION_EVENTS);
}
