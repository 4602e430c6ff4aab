#include "calls.h"

#include <math.h>
#include <string.h>

#include "../state/rfc3339.h"

enum { MICROSECONDS = 1000000 };

/* A clock shows times that dates can be written of, and not before this mock could be. */
static const int64_t first_time = INT64_C(946684800) * MICROSECONDS; /* 2000 */
static const int64_t last_time = INT64_C(4102444800) * MICROSECONDS; /* 2100 */
static const double most_seconds = 4e9;

enum action { FREEZE, SET, ADVANCE, OFFSET, RESUME, ACTIONS };

/* What an action needs beside its name. */
static const struct {
    const char *name;
    bool may_have_time, needs_time, needs_seconds;
} actions[ACTIONS] = {
    [FREEZE] = {"freeze", true, false, false},   [SET] = {"set", true, true, false},
    [ADVANCE] = {"advance", false, false, true}, [OFFSET] = {"offset", false, false, true},
    [RESUME] = {"resume", false, false, false},
};

static const char *const action_names[] = {"freeze", "set", "advance", "offset", "resume", NULL};
static const struct shape_field clock_fields[] = {
    {"action", SHAPE_CHOICE, 0, action_names, NULL},
    {"time", SHAPE_DATE, SHAPE_OPTIONAL, NULL, NULL},
    {"seconds", SHAPE_NUMBER, SHAPE_OPTIONAL, NULL, NULL},
    {0},
};
static const struct shape clock_shape = {clock_fields};

static enum action find_action(const char *name)
{
    enum action action = FREEZE;
    while (strcmp(actions[action].name, name) != 0)
        action++;
    return action;
}

static const cJSON *member(const struct control_call *call, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(call->body, name);
}

/* Has the action what it needs, and nothing else? Adds problems. */
static void check_members(struct control_call *call, enum action action)
{
    const cJSON *time = member(call, "time"), *seconds = member(call, "seconds");
    if (time == NULL && actions[action].needs_time)
        call_problem(call, "time", "missing");
    if (time != NULL && !actions[action].may_have_time)
        call_problem(call, "time", "has no meaning for this action");
    if (seconds == NULL && actions[action].needs_seconds)
        call_problem(call, "seconds", "missing");
    if (seconds != NULL && !actions[action].needs_seconds)
        call_problem(call, "seconds", "has no meaning for this action");
    if (seconds != NULL && fabs(seconds->valuedouble) > most_seconds)
        call_problem(call, "seconds", "is too much for a clock");
}

/* Where the clock is to stand after the action. */
static int64_t target(const struct control_call *call, enum action action)
{
    const char *text = call_text(call, "time");
    const cJSON *seconds = member(call, "seconds");
    int64_t time = call->now;
    int64_t distance = seconds != NULL ? (int64_t)(seconds->valuedouble * MICROSECONDS) : 0;
    if (text != NULL)
        rfc3339_parse(text, strlen(text), &time);
    if (action == ADVANCE)
        time += distance;
    else if (action == OFFSET)
        time = call->real_time + distance;
    return time;
}

static void apply(struct control_call *call, enum action action, int64_t time)
{
    struct clock *clock = &call->tenant->clock;
    switch (action) {
    case FREEZE:
        clock_freeze(clock, time);
        break;
    case SET:
        clock_set(clock, call->real_time, time);
        break;
    case ADVANCE:
        clock_advance(clock, time - call->now);
        break;
    case OFFSET:
        clock_offset(clock, time - call->real_time);
        break;
    default:
        clock_resume(clock, call->real_time);
        break;
    }
}

enum control_error clock_get(struct control_call *call)
{
    char text[RFC3339_SIZE];
    int64_t time = clock_read(&call->tenant->clock, call->real_time);
    int64_t offset = time - call->real_time;
    rfc3339_format(time, text);
    call->answer = cJSON_CreateObject();
    cJSON_AddStringToObject(call->answer, "time", text);
    cJSON_AddBoolToObject(call->answer, "frozen", clock_is_frozen(&call->tenant->clock));
    cJSON_AddNumberToObject(call->answer, "offsetSeconds", (double)offset / MICROSECONDS);
    return CONTROL_OK;
}

enum control_error clock_change(struct control_call *call)
{
    if (!call_check(call, &clock_shape))
        return CONTROL_BAD_BODY;
    enum action action = find_action(call_text(call, "action"));
    check_members(call, action);
    if (call->problems.count > 0)
        return CONTROL_BAD_BODY;
    int64_t time = target(call, action);
    if (time < first_time || time >= last_time) {
        call_problem(call, member(call, "time") != NULL ? "time" : "seconds",
                     "would put the clock outside the years 2000 to 2099");
        return CONTROL_BAD_BODY;
    }
    int64_t before = atomic_load(&call->tenant->clock.state);
    apply(call, action, time);
    enum control_error error = clock_get(call);
    bool told = call_print(call, call->answer);
    cJSON_Delete(call->answer);
    call->answer = NULL;
    if (told)
        return error;
    atomic_store(&call->tenant->clock.state, before);
    return CONTROL_NO_MEMORY;
}

enum control_error clock_delete(struct control_call *call)
{
    clock_offset(&call->tenant->clock, 0);
    return CONTROL_OK;
}

static const struct shape_field limit_fields[] = {
    {"requests", SHAPE_INTEGER, 0, NULL, NULL},
    {0},
};
static const struct shape limit_shape = {limit_fields};

enum control_error limit_get(struct control_call *call)
{
    struct http_rate_limit seen;
    limit_look(&call->tenant->limit, call->now, &seen);
    call->answer = cJSON_CreateObject();
    cJSON_AddNumberToObject(call->answer, "requests", seen.most);
    cJSON_AddNumberToObject(call->answer, "remaining", seen.remaining);
    cJSON_AddNumberToObject(call->answer, "resetSeconds", seen.reset_seconds);
    return CONTROL_OK;
}

enum control_error limit_change(struct control_call *call)
{
    int64_t requests = 0;
    if (!call_check(call, &limit_shape) || !call_number(call, "requests", 0, LIMIT_MOST, &requests))
        return CONTROL_BAD_BODY;
    return limit_set(&call->tenant->limit, (unsigned)requests) ? limit_get(call)
                                                               : CONTROL_NO_MEMORY;
}

enum control_error limit_delete(struct control_call *call)
{
    return limit_set(&call->tenant->limit, 0) ? CONTROL_OK : CONTROL_NO_MEMORY;
}
