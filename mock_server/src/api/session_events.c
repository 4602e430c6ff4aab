#include "session_events.h"

enum api_error session_events_list(struct context *context, struct http_response *response)
{
    const struct store_event_filter filter = {
        .user_ids = context->query.values[QUERY_USER_ID],
        .session_ids = context->query.values[QUERY_SESSION_ID],
    };
    response->status = 200;
    enum store_result result = store_list_session_events(
        context->config->store, context->partner.client_id, &filter, &response->body);
    return result == STORE_OK ? API_OK : API_NO_MEMORY;
}
