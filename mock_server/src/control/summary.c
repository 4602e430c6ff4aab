#include "summary.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

struct session {
    UT_hash_handle hh;
    char id[SNAPTRADE_UUID_LENGTH + 1];
};

struct summary {
    cJSON *users, *session_ids;
    cJSON *connections; /* of the user seen last */
    struct session *sessions;
    bool with_secrets, failed;
};

/* Takes the element over; false: no memory. */
static bool add(cJSON *array, cJSON *element)
{
    if (cJSON_AddItemToArray(array, element))
        return true;
    cJSON_Delete(element);
    return false;
}

static void sum_user(void *context, const struct store_user *user)
{
    struct summary *summary = context;
    cJSON *element = cJSON_CreateObject();
    summary->connections = NULL;
    if (cJSON_AddStringToObject(element, "userId", user->user_id) != NULL &&
        (!summary->with_secrets ||
         cJSON_AddStringToObject(element, "userSecret", user->user_secret) != NULL))
        summary->connections = cJSON_AddArrayToObject(element, "authorizationIds");
    if (summary->connections == NULL || !add(summary->users, element))
        summary->failed = true;
    if (summary->connections == NULL)
        cJSON_Delete(element);
    if (summary->failed)
        summary->connections = NULL;
}

static void sum_authorization(void *context, const char *user_id, const struct snaptrade_uuid *id,
                              const char *json, size_t length)
{
    struct summary *summary = context;
    char text[SNAPTRADE_UUID_LENGTH + 1];
    (void)user_id;
    (void)json;
    (void)length;
    snaptrade_uuid_format(id, text);
    if (!add(summary->connections, cJSON_CreateString(text)))
        summary->failed = true;
}

static void sum_event(void *context, const struct store_session_event *event)
{
    struct summary *summary = context;
    struct session *session;
    HASH_FIND_STR(summary->sessions, event->session_id, session);
    if (session != NULL)
        return;
    session = calloc(1, sizeof *session);
    if (session != NULL) {
        strncpy(session->id, event->session_id, sizeof session->id - 1);
        HASH_ADD_STR(summary->sessions, id, session);
    }
    if (session == NULL || session->hh.tbl == NULL ||
        !add(summary->session_ids, cJSON_CreateString(event->session_id)))
        summary->failed = true;
    if (session != NULL && session->hh.tbl == NULL)
        free(session);
}

enum store_result summary_add(struct store *store, const char *client_id, bool with_secrets,
                              cJSON *answer)
{
    static const struct store_visitor visitor = {sum_user, sum_authorization, NULL, sum_event};
    struct summary summary = {.users = cJSON_AddArrayToObject(answer, "users"),
                              .session_ids = cJSON_AddArrayToObject(answer, "sessionIds"),
                              .with_secrets = with_secrets};
    struct session *session, *next;
    enum store_result result = store_visit(store, client_id, &visitor, &summary);
    HASH_ITER(hh, summary.sessions, session, next)
    {
        HASH_DEL(summary.sessions, session);
        free(session);
    }
    return result == STORE_OK && summary.failed ? STORE_NO_MEMORY : result;
}
