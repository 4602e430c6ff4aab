#include "connections.h"

#include "answer.h"

enum api_error connections_list(struct context *context, struct http_response *response)
{
    response->status = 200;
    return answer_error(store_list_authorizations(context->config->store,
                                                  context->partner.client_id, context->user.user_id,
                                                  &response->body));
}

enum api_error connections_detail(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    if (!answer_path_id(context, &id))
        return API_NOT_A_UUID;
    response->status = 200;
    return answer_error(store_get_authorization(context->config->store, context->partner.client_id,
                                                context->user.user_id, &id, &response->body));
}

enum api_error connections_remove(struct context *context, struct http_response *response)
{
    struct snaptrade_uuid id;
    if (!answer_path_id(context, &id))
        return API_NOT_A_UUID;
    response->status = 204;
    return answer_error(store_remove_authorization(
        context->config->store, context->partner.client_id, context->user.user_id, &id));
}

enum api_error connections_delete(struct context *context, struct http_response *response)
{
    buffer_append_format(&response->body,
                         "{\"detail\":\"Connection queued for deletion; please wait for webhook "
                         "for confirmation.\",\"connection_id\":\"%.*s\"}",
                         (int)context->match.segments[0].length, context->match.segments[0].text);
    if (!answer_is_ready(response))
        return API_NO_MEMORY;
    enum api_error error = connections_remove(context, response);
    response->status = 200;
    return error;
}
