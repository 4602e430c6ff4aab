#include <cjson/cJSON.h>

#include "changes.h"
#include "parameter.h"

void answer_error(struct visit *visit, const struct change *change)
{
    answer_set_status(&visit->answer, change->number);
    visit_set_body(visit, scratch_text(&visit->scratch,
                                       "{\"detail\":\"%s\",\"status_code\":%d,\"code\":\"%s\"}",
                                       change->what, change->number, change->with));
}

void answer_status(struct visit *visit, const struct change *change)
{
    answer_set_status(&visit->answer, change->number);
}

void answer_body(struct visit *visit, const struct change *change)
{
    answer_set_status(&visit->answer, change->number);
    visit_set_body(visit, change->with);
}

void answer_no_body(struct visit *visit, const struct change *change)
{
    answer_set_status(&visit->answer, change->number);
    visit_set_body(visit, "");
    headers_drop(&visit->answer.headers, "Content-Type");
    headers_drop(&visit->answer.headers, "Content-Length");
}

void answer_as(struct visit *visit, const struct change *change)
{
    visit_set_body(visit, change->with);
    headers_set(&visit->answer.headers, "Content-Type", change->what);
}

void set_reason(struct visit *visit, const struct change *change)
{
    visit->answer.reason = change->with;
}

void set_header(struct visit *visit, const struct change *change)
{
    headers_set(&visit->answer.headers, change->what, change->with);
}

void keep_body(struct visit *visit, const struct change *change)
{
    (void)change;
    visit->keeps_body = true;
}

void forget_header(struct visit *visit, const struct change *change)
{
    headers_drop(&visit->answer.headers, change->what);
}

void replace_in_body(struct visit *visit, const struct change *change)
{
    visit_set_body(
        visit, scratch_replace(&visit->scratch, visit->answer.body, change->what, change->with));
}

void send_as(struct visit *visit, const struct change *change)
{
    struct user user;
    struct answer answer;
    if (credentials_user(visit->credentials, change->what, change->with, &user))
        visit_ask(visit, visit->received.method, visit->received.path, &user, &answer);
}

void send_signed(struct visit *visit, const struct change *change)
{
    (void)change;
    struct request request = visit->received;
    struct answer answer;
    sign_request(visit->credentials, &visit->scratch, &request);
    upstream_send(visit->upstream, &visit->scratch, &request, &answer);
}

void delete_sent_user(struct visit *visit, const struct change *change)
{
    (void)change;
    struct answer answer;
    cJSON *body = cJSON_Parse(visit->received.body);
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(body, "userId"));
    const char *client_id = parameter_text(&visit->scratch, visit->received.query, "clientId");
    const struct user user = {client_id, id, ""};
    if (id != NULL && client_id != NULL)
        visit_ask(visit, "DELETE", "/snapTrade/deleteUser", &user, &answer);
    cJSON_Delete(body);
}

void touch_connection(struct visit *visit, const struct change *change)
{
    struct request request = {.method = "POST"};
    struct answer answer;
    request.path = scratch_text(&visit->scratch, "/_sandbox/partners/%s/connections/%s/enable",
                                change->what, visit->id);
    headers_add(&request.headers, "Host", "localhost");
    upstream_send(visit->upstream, &visit->scratch, &request, &answer);
}

void list_as(struct visit *visit, const struct change *change)
{
    struct user user;
    struct answer answer;
    if (credentials_user(visit->credentials, change->what, change->with, &user))
        visit_ask(visit, "GET", "/authorizations", &user, &answer);
}
