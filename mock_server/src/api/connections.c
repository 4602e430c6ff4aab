#include "connections.h"

static enum api_error error_of(enum store_result result)
{
    switch (result) {
    case STORE_OK:
        return API_OK;
    case STORE_NO_MEMORY:
        return API_NO_MEMORY;
    default:
        return API_NO_RESOURCE;
    }
}

enum api_error connections_list(struct context *context, struct http_response *response)
{
    response->status = 200;
    return error_of(store_list_authorizations(context->config->store, context->partner.client_id,
                                              context->user.user_id, &response->body));
}

/* The id of the path: its raw segment, so that an escape in it makes it no UUID. */
static bool path_id(const struct context *context, struct snaptrade_uuid *id)
{
    return snaptrade_uuid_parse(context->match.segments[0].text, context->match.segments[0].length,
                                id);
}

enum api_error connections_detail(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    if (!path_id(context, &id))
        return API_NOT_A_UUID;
    response->status = 200;
    return error_of(store_get_authorization(context->config->store, context->partner.client_id,
                                            context->user.user_id, &id, &response->body));
}

enum api_error connections_remove(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    if (!path_id(context, &id))
        return API_NOT_A_UUID;
    response->status = 204;
    return error_of(store_remove_authorization(context->config->store, context->partner.client_id,
                                               context->user.user_id, &id));
}

enum api_error connections_delete(struct context *context, struct http_response *response)
{
    enum api_error error = connections_remove(context, response);
    if (error != API_OK)
        return error;
    response->status = 200;
    buffer_append_format(&response->body,
                         "{\"detail\":\"Connection queued for deletion; please wait for webhook "
                         "for confirmation.\",\"connection_id\":\"%.*s\"}",
                         (int)context->match.segments[0].length, context->match.segments[0].text);
    return API_OK;
}
