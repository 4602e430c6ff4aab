#include "fault_status.h"

#include "../state/member.h"

enum { MOST_RETRY_AFTER = 86400, LEAST_STATUS = 100, MOST_STATUS = 999, USUAL_WAIT = 7 };

/* What is answered when the rule does not say. 401 to 404 and 429 are SnapTrade's (WIRE facts);
 * the others have been seen by nobody. */
static const struct envelope {
    int status;
    bool has_wait;                      /* may have a Retry-After */
    const char *code, *detail, *behind; /* `detail`, the seconds, and `behind` where there is one */
} envelopes[] = {
    {401, false, "1076", "Unable to verify signature sent", NULL},
    {402, false, "3003",
     "Unable to sync with brokerage account because the connection is disabled.", NULL},
    {403, false, "1066", "User does not have permission to access this resource", NULL},
    {404, false, "1011", "The requested resource does not exist.", NULL},
    {425, false, "0000", "The resource is not ready yet, try again later.", NULL},
    {429, true, "0000", "Request was throttled. Expected available in ", " seconds."},
    {500, false, "0000", "A server error occurred.", NULL},
    {503, true, "0000", "Service temporarily unavailable, try again later.", NULL},
};

static const struct envelope *find(int64_t status)
{
    for (size_t i = 0; i < sizeof envelopes / sizeof envelopes[0]; i++)
        if (envelopes[i].status == status)
            return &envelopes[i];
    return NULL;
}

static void read_wait(struct fault_action *action, const struct envelope *envelope,
                      const cJSON *object, struct problems *problems)
{
    int64_t wait = -1;
    if (!member_number(object, "retryAfter", 0, MOST_RETRY_AFTER, &wait, problems))
        return;
    if (wait >= 0 && !envelope->has_wait)
        member_problem(problems, "retryAfter", "goes with the status 429 or 503 only");
    else if (wait >= 0)
        buffer_append_format(&action->headers, "Retry-After: %lld\r\n", (long long)wait);
    if (envelope->behind != NULL)
        buffer_append_format(&action->text, "%s%lld%s", envelope->detail,
                             wait >= 0 ? (long long)wait : USUAL_WAIT, envelope->behind);
}

bool fault_status_read(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    size_t before = problems->count;
    int64_t status = 0;
    if (!member_number(object, "status", LEAST_STATUS, MOST_STATUS, &status, problems))
        return false;
    const struct envelope *envelope = find(status);
    if (envelope == NULL) {
        member_problem(problems, "status",
                       "must be 401, 402, 403, 404, 425, 429, 500 or 503; the type \"respond\" "
                       "answers with any other");
        return false;
    }
    read_wait(action, envelope, object, problems);
    const char *code = member_text(object, "code"), *detail = member_text(object, "detail");
    action->status = envelope->status;
    action->code = code != NULL ? code : envelope->code;
    action->detail = detail != NULL              ? detail
                     : action->text.data != NULL ? action->text.data
                                                 : envelope->detail;
    return problems->count == before;
}
