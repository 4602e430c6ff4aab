#include "calls.h"

/* openapi.json beside this file, which the build turns into C. */
extern const char control_openapi[];

enum control_error openapi_get(struct control_call *call)
{
    buffer_append_text(&call->response->body, control_openapi);
    return call->response->body.failed ? CONTROL_NO_MEMORY : CONTROL_OK;
}
