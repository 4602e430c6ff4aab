#include "calls.h"

#include <string.h>

#include "../state/authorization_edit.h"
#include "../state/connection_draft.h"
#include "../state/json_memory.h"
#include "../state/member.h"
#include "../state/scenario.h"

/* The connection of the path, and whose it is. */
static enum control_error find(struct control_call *call, struct snaptrade_uuid *id,
                               struct store_user *owner)
{
    bool found =
        snaptrade_uuid_parse(call->id, strlen(call->id), id) &&
        store_find_owner(call->control->config.store, call_client_id(call), id, owner) == STORE_OK;
    return found ? CONTROL_OK : CONTROL_NO_CONNECTION;
}

/* Answers with the connection as it is served, and its user. */
static enum control_error show(struct control_call *call, const struct snaptrade_uuid *id)
{
    struct buffer json = {0};
    struct store_user owner;
    struct store *store = call->control->config.store;
    if (store_find_owner(store, call_client_id(call), id, &owner) != STORE_OK ||
        store_get_authorization(store, call_client_id(call), owner.user_id, id, &json) !=
            STORE_OK) {
        buffer_free(&json);
        return CONTROL_NO_CONNECTION;
    }
    if (json.failed)
        json_memory_lack();
    else
        call->answer = cJSON_Parse(json.data);
    buffer_free(&json);
    cJSON_AddStringToObject(call->answer, "userId", owner.user_id);
    return CONTROL_OK; /* whoever answers finds out what lacks memory */
}

static void list_one(void *context, const char *user_id, const struct snaptrade_uuid *id,
                     const char *json, size_t length)
{
    cJSON *element = cJSON_ParseWithLength(json, length);
    (void)id;
    cJSON_AddStringToObject(element, "userId", user_id);
    if (!cJSON_AddItemToArray(context, element))
        cJSON_Delete(element);
}

enum control_error connections_list_all(struct control_call *call)
{
    static const struct store_visitor visitor = {.authorization = list_one};
    call->answer = cJSON_CreateArray();
    return store_visit(call->control->config.store, call_client_id(call), &visitor, call->answer) ==
                   STORE_OK
               ? CONTROL_OK
               : CONTROL_NO_PARTNER;
}

enum control_error connections_get(struct control_call *call)
{
    struct snaptrade_uuid id;
    struct store_user owner;
    enum control_error error = find(call, &id, &owner);
    return error == CONTROL_OK ? show(call, &id) : error;
}

static const struct shape_field scenario_fields[] = {
    {"scenario", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL}, {0}};
static const struct shape scenario_shape = {scenario_fields};

/* Takes the name out of the body, into an object of its own; the caller deletes it. */
static cJSON *take_scenario(struct control_call *call)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *name = cJSON_DetachItemFromObjectCaseSensitive(call->body, "scenario");
    if (name != NULL && !cJSON_AddItemToObject(object, "scenario", name))
        cJSON_Delete(name);
    if (shape_check(&scenario_shape, object, &call->problems) &&
        !scenario_exists(call->control->config.store, member_text(object, "scenario")))
        call_problem(call, "scenario", "is no scenario of the fixtures");
    return object;
}

/* Under the lock of changes. */
static enum control_error add(struct control_call *call, const char *scenario)
{
    struct store *store = call->control->config.store;
    struct scenario_target target = {.client_id = call_client_id(call)};
    struct store_user owner;
    if (cJSON_IsObject(call->body) && !connection_draft_complete(call->body, call->now))
        return CONTROL_NO_MEMORY;
    if (!call_load(call, FIXTURE_AUTHORIZATIONS, call->body))
        return CONTROL_BAD_BODY;
    const char *id = call_text(call, "id");
    target.user_id = call_text(call, "userId");
    if (!snaptrade_uuid_parse(id, strlen(id), &target.connection))
        return CONTROL_OK;
    bool given = scenario_give(store, scenario, &target, call->now);
    bool told = call_print(call, call->body); /* not as the store has it by now: a reset may come */
    if (given && told)
        return CONTROL_OK;
    /* The API may have removed it already. */
    bool there = store_find_owner(store, target.client_id, &target.connection, &owner) == STORE_OK;
    if (!there && told)
        return CONTROL_OK;
    store_remove_authorization(store, target.client_id, target.user_id, &target.connection);
    return CONTROL_NO_MEMORY;
}

/* Without a scenario nothing is added, but what else is wrong is said. */
static enum control_error refuse_addition(struct control_call *call)
{
    const struct shape shape = {fixture_fields_without_client(FIXTURE_AUTHORIZATIONS)};
    if (!cJSON_IsObject(call->body) || connection_draft_complete(call->body, call->now))
        call_check(call, &shape);
    return CONTROL_BAD_BODY;
}

enum control_error connections_add(struct control_call *call)
{
    cJSON *scenario = take_scenario(call);
    pthread_mutex_lock(&call->control->changes);
    enum control_error error = call->problems.count == 0
                                   ? add(call, member_text(scenario, "scenario"))
                                   : refuse_addition(call);
    pthread_mutex_unlock(&call->control->changes);
    cJSON_Delete(scenario);
    if (error != CONTROL_OK)
        return error;
    call->status = 201;
    return CONTROL_OK;
}

static enum control_error change(struct control_call *call, const cJSON *changes)
{
    struct snaptrade_uuid id;
    struct store_user owner;
    struct buffer brokerage = {0};
    struct store *store = call->control->config.store;
    struct authorization_edit edit = {.changes = changes};
    enum control_error error = find(call, &id, &owner);
    if (error != CONTROL_OK)
        return error;
    const char *slug = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(changes, "brokerage"));
    if (slug != NULL && store_get_brokerage(store, slug, &brokerage) != STORE_OK) {
        call_problem(call, "brokerage", "is no brokerage of the fixtures");
        return CONTROL_BAD_BODY;
    }
    edit.brokerage = brokerage.data;
    rfc3339_format(call->now, edit.now);
    enum store_result result =
        brokerage.failed
            ? STORE_NO_MEMORY
            : store_edit_authorization(store, call_client_id(call), &id, authorization_edit, &edit);
    buffer_free(&brokerage);
    if (result == STORE_NO_MEMORY)
        return CONTROL_NO_MEMORY;
    return result == STORE_OK ? show(call, &id) : CONTROL_NO_CONNECTION;
}

enum control_error connections_change(struct control_call *call)
{
    return call_check(call, &authorization_changes) ? change(call, call->body) : CONTROL_BAD_BODY;
}

static enum control_error set_disabled(struct control_call *call, bool disabled)
{
    cJSON *changes = cJSON_CreateObject();
    enum control_error error = cJSON_AddBoolToObject(changes, "disabled", disabled) != NULL
                                   ? change(call, changes)
                                   : CONTROL_NO_MEMORY;
    cJSON_Delete(changes);
    return error;
}

enum control_error connections_disable(struct control_call *call)
{
    return set_disabled(call, true);
}

enum control_error connections_enable(struct control_call *call)
{
    return set_disabled(call, false);
}

enum control_error connections_delete_any(struct control_call *call)
{
    struct snaptrade_uuid id;
    struct store_user owner;
    enum control_error error = find(call, &id, &owner);
    if (error != CONTROL_OK)
        return error;
    switch (store_remove_authorization(call->control->config.store, call_client_id(call),
                                       owner.user_id, &id)) {
    case STORE_OK:
        return CONTROL_OK;
    case STORE_NO_MEMORY:
        return CONTROL_NO_MEMORY;
    default:
        return CONTROL_NO_CONNECTION;
    }
}
