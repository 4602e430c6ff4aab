#include "call.h"

#include <math.h>
#include <stdio.h>

#include "../state/loading.h"

void call_problem(struct control_call *call, const char *member, const char *what)
{
    size_t mark = problems_enter_member(&call->problems, member);
    problems_add(&call->problems, "%s", what);
    problems_leave(&call->problems, mark);
}

bool call_check(struct control_call *call, const struct shape *shape)
{
    return shape_check(shape, call->body, &call->problems);
}

const char *call_text(const struct control_call *call, const char *member)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(call->body, member));
}

bool call_flag(const struct control_call *call, const char *member)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(call->body, member));
}

bool call_number(struct control_call *call, const char *member, int64_t least, int64_t most,
                 int64_t *value)
{
    char what[80];
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(call->body, member);
    if (item == NULL)
        return true;
    double number = item->valuedouble;
    if (cJSON_IsNumber(item) && floor(number) == number && number >= (double)least &&
        number <= (double)most) {
        *value = (int64_t)number;
        return true;
    }
    snprintf(what, sizeof what, "must be a whole number from %lld to %lld", (long long)least,
             (long long)most);
    call_problem(call, member, what);
    return false;
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
