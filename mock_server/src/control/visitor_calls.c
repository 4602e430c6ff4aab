#include "calls.h"

enum { VISITOR_TTL = 3600, VISITOR_RATE = 250 };

/* Is there an old page for which anybody may ask? */
enum control_error about_get(struct control_call *call)
{
    const struct control_config *config = &call->control->config;
    call->answer = cJSON_CreateObject();
    cJSON_AddStringToObject(call->answer, "version", config->version);
    cJSON_AddBoolToObject(call->answer, "visitors", config->visitors);
    cJSON_AddBoolToObject(call->answer, "open", config->access.open);
    return CONTROL_OK;
}

/* A partner for whoever comes: limited as SnapTrade limits its own, and gone an hour after it was
 * used last. */
enum control_error visitors_make(struct control_call *call)
{
    struct control *control = call->control;
    struct http_rate_limit seen;
    if (!control->config.visitors)
        return CONTROL_NO_PATH;
    if (!limit_take(&control->visits, call->real_time, &seen))
        return CONTROL_MANY_VISITORS;
    return partners_add(call, VISITOR_TTL, VISITOR_RATE);
}
