#include "call.h"

#include "../state/json_memory.h"
#include "../state/loading.h"
#include "../state/member.h"

bool call_lacks_memory(const struct control_call *call)
{
    return json_memory_failed() || call->problems.no_memory || call->problems.pointer.failed ||
           call->response->body.failed;
}

bool call_print(const struct control_call *call, const cJSON *answer)
{
    char *text = cJSON_PrintUnformatted(answer);
    if (text != NULL)
        buffer_append_text(&call->response->body, text);
    cJSON_free(text);
    return text != NULL && !call_lacks_memory(call);
}

void call_problem(struct control_call *call, const char *member, const char *what)
{
    member_problem(&call->problems, member, what);
}

bool call_check(struct control_call *call, const struct shape *shape)
{
    return shape_check(shape, call->body, &call->problems);
}

const char *call_text(const struct control_call *call, const char *member)
{
    return member_text(call->body, member);
}

bool call_flag(const struct control_call *call, const char *member)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(call->body, member));
}

bool call_number(struct control_call *call, const char *member, int64_t least, int64_t most,
                 int64_t *value)
{
    return member_number(call->body, member, least, most, value, &call->problems);
}

bool call_load(struct control_call *call, enum fixture_kind kind, cJSON *element)
{
    size_t before = call->problems.count;
    struct loading loading = {.store = call->control->config.store,
                              .problems = call->problems,
                              .client_id = call_client_id(call)};
    loading_add_one(&loading, kind, element);
    call->problems = loading.problems; /* the pointer's memory may have moved */
    loading.problems.pointer = (struct buffer){0};
    loading_free(&loading);
    return call->problems.count == before;
}
