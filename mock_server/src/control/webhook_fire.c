#include "calls.h"

#include <stdio.h>
#include <string.h>

#include "webhooks.h"

enum { MOST_BODY = 65536, ACCEPTED = 202 };

static const struct shape_field fire_fields[] = {
    {"eventType", SHAPE_CHOICE, 0, webhook_event_names, NULL},
    {"userId", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
    {"webhookId", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"eventTimestamp", SHAPE_ID, SHAPE_OPTIONAL, NULL, NULL},
    {"webhookSecret", SHAPE_SECRET, SHAPE_OPTIONAL, NULL, NULL},
    {"brokerageId", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"brokerageAuthorizationId", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"accountId", SHAPE_UUID, SHAPE_OPTIONAL, NULL, NULL},
    {"connectionAttemptedResult", SHAPE_CHOICE, SHAPE_OPTIONAL, webhook_result_names, NULL},
    {"details", SHAPE_FREE, SHAPE_OPTIONAL, NULL, NULL},
    {0},
};
static const struct shape fire_shape = {fire_fields};

/* An event on demand, as it is completed from the partner's state. */
struct draft {
    struct control_call *call;
    struct webhook_facts facts;
    struct store_user user;
    bool has_connection; /* one of the user's that is there */
    struct snaptrade_uuid connection;
    char connection_id[SNAPTRADE_UUID_LENGTH + 1], brokerage_id[SNAPTRADE_UUID_LENGTH + 1];
};

static void add_problem(const struct draft *draft, enum webhook_field field, const char *what)
{
    call_problem(draft->call, webhook_field_names[field], what);
}

static void take_texts(struct draft *draft)
{
    struct webhook_facts *facts = &draft->facts;
    facts->event = webhook_event_of(call_text(draft->call, "eventType"));
    facts->details = cJSON_GetObjectItemCaseSensitive(draft->call->body, "details");
    for (enum webhook_field field = WEBHOOK_ID; field < WEBHOOK_FIELDS; field++) {
        const char *name = webhook_field_names[field];
        facts->texts[field] = call_text(draft->call, name);
        if (cJSON_GetObjectItemCaseSensitive(draft->call->body, name) != NULL &&
            !webhook_event_has(facts->event, field))
            add_problem(draft, field, "is no field of this event");
    }
}

static bool find_user(struct draft *draft, const char *user_id)
{
    struct store *store = draft->call->control->config.store;
    const char *client_id = call_client_id(draft->call);
    return user_id != NULL ? store_find_user(store, client_id, user_id, &draft->user)
                           : store_first_user(store, client_id, &draft->user);
}

/* What is told to be gone need not be there. */
static void use_connection(struct draft *draft, const char *id)
{
    const char **texts = draft->facts.texts;
    draft->has_connection =
        snaptrade_uuid_parse(id, strlen(id), &draft->connection) &&
        store_find_owner(draft->call->control->config.store, call_client_id(draft->call),
                         &draft->connection, &draft->user) == STORE_OK;
    if (!draft->has_connection && draft->facts.event != WEBHOOK_CONNECTION_DELETED)
        add_problem(draft, WEBHOOK_CONNECTION_ID, "is no connection of this partner");
    if (!draft->has_connection)
        return;
    if (texts[WEBHOOK_USER_ID] == NULL)
        texts[WEBHOOK_USER_ID] = draft->user.user_id;
    else if (strcmp(texts[WEBHOOK_USER_ID], draft->user.user_id) != 0)
        add_problem(draft, WEBHOOK_CONNECTION_ID, "is no connection of this user");
}

static void use_user(struct draft *draft)
{
    const char **texts = draft->facts.texts, *given = texts[WEBHOOK_USER_ID];
    bool found = find_user(draft, given);
    if (given != NULL && !found && draft->facts.event != WEBHOOK_USER_DELETED)
        add_problem(draft, WEBHOOK_USER_ID, "is no user of this partner");
    else if (given == NULL && !found)
        add_problem(draft, WEBHOOK_USER_ID, "missing; the partner has no user to take");
    else if (given == NULL)
        texts[WEBHOOK_USER_ID] = draft->user.user_id;
}

static void take_first(void *context, const char *user_id, const struct snaptrade_uuid *id,
                       const char *json, size_t length)
{
    struct draft *draft = context;
    (void)json;
    (void)length;
    if (draft->has_connection || strcmp(user_id, draft->facts.texts[WEBHOOK_USER_ID]) != 0)
        return;
    draft->has_connection = true;
    draft->connection = *id;
}

static bool lacks(const struct draft *draft, enum webhook_field field)
{
    return webhook_event_has(draft->facts.event, field) && draft->facts.texts[field] == NULL;
}

/* The user's first one stands in for what is not given. */
static void complete_ids(struct draft *draft)
{
    static const struct store_visitor visitor = {.authorization = take_first};
    static const char missing[] = "missing; the user has no connection to take it from";
    struct store *store = draft->call->control->config.store;
    const char *client_id = call_client_id(draft->call), **texts = draft->facts.texts;
    struct buffer json = {0};
    if (!lacks(draft, WEBHOOK_CONNECTION_ID) && !lacks(draft, WEBHOOK_BROKERAGE_ID))
        return;
    if (!draft->has_connection && texts[WEBHOOK_CONNECTION_ID] == NULL)
        store_visit(store, client_id, &visitor, draft);
    if (draft->has_connection &&
        store_get_authorization(store, client_id, texts[WEBHOOK_USER_ID], &draft->connection,
                                &json) == STORE_OK &&
        !json.failed && webhooks_brokerage_id(json.data, draft->brokerage_id)) {
        snaptrade_uuid_format(&draft->connection, draft->connection_id);
        if (texts[WEBHOOK_CONNECTION_ID] == NULL)
            texts[WEBHOOK_CONNECTION_ID] = draft->connection_id;
        if (texts[WEBHOOK_BROKERAGE_ID] == NULL)
            texts[WEBHOOK_BROKERAGE_ID] = draft->brokerage_id;
    }
    if (json.failed)
        problems_no_memory(&draft->call->problems);
    buffer_free(&json);
    if (lacks(draft, WEBHOOK_CONNECTION_ID))
        add_problem(draft, WEBHOOK_CONNECTION_ID, missing);
    if (lacks(draft, WEBHOOK_BROKERAGE_ID))
        add_problem(draft, WEBHOOK_BROKERAGE_ID, missing);
}

static bool complete(struct draft *draft)
{
    struct control_call *call = draft->call;
    take_texts(draft);
    if (call->problems.count == 0 && draft->facts.texts[WEBHOOK_CONNECTION_ID] != NULL)
        use_connection(draft, draft->facts.texts[WEBHOOK_CONNECTION_ID]);
    if (call->problems.count == 0 && !draft->has_connection)
        use_user(draft);
    if (call->problems.count == 0)
        complete_ids(draft);
    return call->problems.count == 0;
}

/* The answer: the body byte for byte as it is sent. */
static bool show(void *context, const struct webhook_delivery *delivery)
{
    struct control_call *call = context;
    if (delivery->length > MOST_BODY) {
        call_problem(call, "details", "too large; a body has at most 65536 bytes");
        return false;
    }
    cJSON *answer = cJSON_CreateObject();
    cJSON_AddStringToObject(answer, "webhookId", delivery->id);
    cJSON_AddStringToObject(answer, "signature", delivery->signature);
    cJSON_AddRawToObject(answer, "body", delivery->body);
    bool good = call_print(call, answer);
    cJSON_Delete(answer);
    return good;
}

enum control_error webhooks_fire_one(struct control_call *call)
{
    struct draft draft = {.call = call};
    if (!call_check(call, &fire_shape) || !complete(&draft))
        return CONTROL_BAD_BODY;
    call->status = ACCEPTED;
    switch (webhooks_fire(call->control->config.webhooks, call->tenant, &draft.facts, show, call)) {
    case WEBHOOK_SENT:
        return call->problems.count == 0 ? CONTROL_OK : CONTROL_BAD_BODY;
    case WEBHOOK_OFF:
        return CONTROL_NO_WEBHOOK;
    default:
        return CONTROL_NO_MEMORY;
    }
}
