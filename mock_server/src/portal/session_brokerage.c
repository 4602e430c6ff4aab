#include "session_brokerage.h"

#include <string.h>

#include "../state/json_memory.h"

/* NULL: `result` says that there is none, or no memory. */
static cJSON *parse(enum store_result result, struct buffer *json)
{
    if (json->failed)
        json_memory_lack();
    cJSON *object = result == STORE_OK && !json->failed ? cJSON_Parse(json->data) : NULL;
    buffer_free(json);
    return object;
}

static cJSON *of_connection(struct store *store, const struct portal_session *session)
{
    struct snaptrade_uuid id;
    struct buffer json = {0};
    if (!snaptrade_uuid_parse(session->reconnect, strlen(session->reconnect), &id))
        return NULL;
    enum store_result result =
        store_get_authorization(store, session->client_id, session->user_id, &id, &json);
    cJSON *connection = parse(result, &json);
    cJSON *brokerage = cJSON_DetachItemFromObjectCaseSensitive(connection, "brokerage");
    cJSON_Delete(connection);
    return brokerage;
}

cJSON *session_brokerage(struct store *store, const struct portal_session *session,
                         const char *slug)
{
    struct buffer json = {0};
    if (session->reconnect[0] != '\0')
        return of_connection(store, session);
    return parse(store_get_brokerage(store, slug, &json), &json);
}

bool session_allows(const struct portal_session *session, const struct offer *offer)
{
    return offer->is_open && (session->type != LOGIN_TRADE || offer->trades);
}

const char *session_type(const struct portal_session *session, const struct offer *offer)
{
    switch (session->type) {
    case LOGIN_READ:
        return "read";
    case LOGIN_TRADE:
        return "trade";
    case LOGIN_TRADE_IF_AVAILABLE:
        return offer->trades ? "trade" : "read";
    default:
        return NULL;
    }
}
