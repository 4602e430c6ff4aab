#include "snaptrade/client.h"

#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "response.h"
#include "signing/content_inside.h"

/* The parsers with their models as void *: a function is called as what it is. */
#define PARSE(model)                                                                               \
    static enum snaptrade_parse_result parse_##model(const char *json, size_t length, void *value, \
                                                     char message[SNAPTRADE_MESSAGE_SIZE])         \
    {                                                                                              \
        return snaptrade_parse_##model(json, length, value, message);                              \
    }
PARSE(authorization)
PARSE(authorization_list)
PARSE(session_event_list)
PARSE(deletion)
PARSE(api_status)

bool snaptrade_list_brokerage_authorizations(snaptrade_client *client,
                                             const struct snaptrade_user *user,
                                             const struct snaptrade_call *call,
                                             struct snaptrade_authorization_list *list,
                                             struct snaptrade_response *response)
{
    const struct job job = {.method = "GET",
                            .path = "/authorizations",
                            .call = call,
                            .parse = parse_authorization_list,
                            .model = list};
    if (list != NULL)
        *list = (struct snaptrade_authorization_list){0};
    return job_run_user(client, &job, user, NULL, response);
}

bool snaptrade_detail_brokerage_authorization(snaptrade_client *client,
                                              const char *authorization_id,
                                              const struct snaptrade_user *user,
                                              const struct snaptrade_call *call,
                                              struct snaptrade_authorization *authorization,
                                              struct snaptrade_response *response)
{
    const struct job job = {.method = "GET",
                            .path = "/authorizations/",
                            .id = authorization_id,
                            .call = call,
                            .parse = parse_authorization,
                            .model = authorization};
    if (authorization != NULL)
        *authorization = (struct snaptrade_authorization){0};
    return job_run_user(client, &job, user, "authorizationId", response);
}

bool snaptrade_remove_brokerage_authorization(snaptrade_client *client,
                                              const char *authorization_id,
                                              const struct snaptrade_user *user,
                                              const struct snaptrade_call *call,
                                              struct snaptrade_response *response)
{
    const struct job job = {
        .method = "DELETE", .path = "/authorizations/", .id = authorization_id, .call = call};
    return job_run_user(client, &job, user, "authorizationId", response);
}

bool snaptrade_delete_connection(snaptrade_client *client, const char *connection_id,
                                 const struct snaptrade_user *user,
                                 const struct snaptrade_call *call,
                                 struct snaptrade_deletion *deletion,
                                 struct snaptrade_response *response)
{
    const struct job job = {.method = "DELETE",
                            .path = "/connection/",
                            .id = connection_id,
                            .call = call,
                            .parse = parse_deletion,
                            .model = deletion};
    if (deletion != NULL)
        *deletion = (struct snaptrade_deletion){0};
    return job_run_user(client, &job, user, "connectionId", response);
}

bool snaptrade_list_session_events(snaptrade_client *client,
                                   const struct snaptrade_session_event_query *query,
                                   const struct snaptrade_call *call,
                                   struct snaptrade_session_event_list *list,
                                   struct snaptrade_response *response)
{
    static const struct snaptrade_session_event_query all;
    const struct job job = {.method = "GET",
                            .path = "/sessionEvents",
                            .call = call,
                            .parse = parse_session_event_list,
                            .model = list};
    struct query parameters = {0};
    *response = (struct snaptrade_response){0};
    if (list != NULL)
        *list = (struct snaptrade_session_event_list){0};
    if (!job_check_partner(client, response))
        return false;
    if (query == NULL)
        query = &all;
    query_add(&parameters, "PartnerClientId",
              query->partner_client_id != NULL ? query->partner_client_id : job_client_id(client));
    query_add(&parameters, "userId", query->user_ids);
    query_add(&parameters, "sessionId", query->session_ids);
    return job_run(client, &job, &parameters, response);
}

bool snaptrade_check_status(snaptrade_client *client, const struct snaptrade_call *call,
                            struct snaptrade_api_status *status,
                            struct snaptrade_response *response)
{
    const struct job job = {.method = "GET",
                            .path = "/",
                            .unsigned_call = true,
                            .call = call,
                            .parse = parse_api_status,
                            .model = status};
    struct query none = {0};
    *response = (struct snaptrade_response){0};
    if (status != NULL)
        *status = (struct snaptrade_api_status){0};
    return job_run(client, &job, &none, response);
}

bool snaptrade_send(snaptrade_client *client, const struct snaptrade_request *request,
                    const struct snaptrade_call *call, struct snaptrade_response *response)
{
    struct query query = {0};
    *response = (struct snaptrade_response){0};
    if (!job_check_partner(client, response))
        return false;
    if (request->method == NULL || request->path == NULL || request->path[0] != '/')
        return response_fail(response, SNAPTRADE_ERROR_USAGE,
                             "a request needs a method, and a path that starts with /");
    /* Sorted, so that the body as sent is also what is signed by those who sort it. */
    bool failed = false;
    char *body = request->body != NULL
                     ? content_form(request->body, SNAPTRADE_CONTENT_SORTED, &failed)
                     : NULL;
    if (failed)
        return response_fail(response, SNAPTRADE_ERROR_NO_MEMORY, "out of memory");
    if (request->body != NULL && body == NULL)
        return response_fail(response, SNAPTRADE_ERROR_USAGE, "the body is not JSON");
    const struct job job = {
        .method = request->method, .path = request->path, .body = body, .call = call};
    bool done = job_add_user(request->user, &query, response);
    for (size_t i = 0; done && i < request->parameter_count; i++)
        query_add(&query, request->parameters[i].name, request->parameters[i].value);
    done = done && job_run(client, &job, &query, response);
    if (body != NULL)
        explicit_bzero(body, strlen(body));
    free(body);
    return done;
}
