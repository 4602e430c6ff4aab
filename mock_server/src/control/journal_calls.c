#include "calls.h"

#include <stdlib.h>
#include <string.h>

#include "../journal/journal_list.h"
#include "../journal/journal_verify.h"

enum { MOST_WAIT_SECONDS = JOURNAL_WAIT_MAX_MS / 1000, MILLISECONDS = 1000 };

/* Of the partner that the path names, or of all. */
static struct journal *journal_of(const struct control_call *call)
{
    return call->tenant != NULL ? call->tenant->journal
                                : journal_of_all(call->control->config.book);
}

static bool read_wait(struct control_call *call, const char *text, int64_t *milliseconds)
{
    size_t digits = strspn(text, "0123456789");
    long seconds = digits > 0 && digits < 4 && text[digits] == '\0' ? strtol(text, NULL, 10) : -1;
    if (seconds < 0 || seconds > MOST_WAIT_SECONDS) {
        call_problem(call, "wait", "must be a whole number of seconds from 0 to 60");
        return false;
    }
    *milliseconds = seconds * MILLISECONDS;
    return true;
}

static bool read_query(struct control_call *call, struct journal_pattern *pattern,
                       int64_t *milliseconds)
{
    const cJSON *parameter;
    bool good = true;
    cJSON_ArrayForEach(parameter, call->query)
    {
        if (strcmp(parameter->string, "wait") == 0)
            good = read_wait(call, parameter->valuestring, milliseconds) && good;
        else
            good = journal_pattern_set(pattern, parameter->string, parameter->valuestring,
                                       &call->problems) &&
                   good;
    }
    return good;
}

/* Who shows a journal learns from it whether there is more to ask for; whether anything at all has
 * changed is for the host to know. */
static void add_state(struct control_call *call)
{
    const struct control_config *config = &call->control->config;
    struct buffer *out = &call->response->body;
    buffer_append_format(out, ",\"state\":%llu",
                         (unsigned long long)journal_revision(journal_of(call)).state);
    if (call->tenant != NULL && !access_is_tenant(&config->access, call->request))
        buffer_append_format(
            out, ",\"stateOfAll\":%llu",
            (unsigned long long)journal_revision(journal_of_all(config->book)).state);
}

enum control_error journal_get(struct control_call *call)
{
    struct journal_pattern pattern = {.wanted = {NULL}};
    struct buffer *out = &call->response->body;
    int64_t milliseconds = 0;
    if (!read_query(call, &pattern, &milliseconds))
        return CONTROL_BAD_QUERY;
    struct journal_wait wait = journal_wait_of(milliseconds, call->peer->gone, call->peer->context);
    bool waits = milliseconds > 0; /* and holds a thread */
    if (waits && !control_take_place(call->control))
        return CONTROL_BUSY;
    buffer_append_text(out, "{");
    journal_list(journal_of(call), &pattern, waits ? &wait : NULL, out);
    if (waits)
        control_leave_place(call->control);
    add_state(call);
    buffer_append_text(out, "}");
    return out->failed ? CONTROL_NO_MEMORY : CONTROL_OK;
}

/* "after" is a revision, and "wait" as in the journal. */
static bool read_changes(struct control_call *call, uint64_t *after, int64_t *milliseconds)
{
    const cJSON *parameter;
    cJSON_ArrayForEach(parameter, call->query)
    {
        const char *text = parameter->valuestring;
        if (strcmp(parameter->string, "wait") == 0) {
            read_wait(call, text, milliseconds);
        } else if (strcmp(parameter->string, "after") != 0) {
            call_problem(call, parameter->string, "unknown parameter; there are after and wait");
        } else if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0') {
            call_problem(call, "after", "must be a revision");
        } else {
            *after = strtoull(text, NULL, 10);
        }
    }
    return call->problems.count == 0;
}

enum control_error changes_get(struct control_call *call)
{
    uint64_t after = 0;
    int64_t milliseconds = 0;
    if (!read_changes(call, &after, &milliseconds))
        return CONTROL_BAD_QUERY;
    struct journal *journal = journal_of(call);
    struct journal_revision revision = journal_revision(journal);
    if (revision.all == after && milliseconds > 0) {
        struct journal_wait wait =
            journal_wait_of(milliseconds, call->peer->gone, call->peer->context);
        if (!control_take_place(call->control))
            return CONTROL_BUSY;
        revision = journal_wait_revision(journal, after, &wait);
        control_leave_place(call->control);
    }
    buffer_append_format(&call->response->body, "{\"revision\":%llu,\"state\":%llu}",
                         (unsigned long long)revision.all, (unsigned long long)revision.state);
    return call->response->body.failed ? CONTROL_NO_MEMORY : CONTROL_OK;
}

enum control_error journal_delete(struct control_call *call)
{
    journal_clear(journal_of(call));
    return CONTROL_OK;
}

enum control_error failure_get(struct control_call *call)
{
    return journal_last_failure(journal_of(call), &call->response->body) ? CONTROL_OK
                                                                         : CONTROL_NO_FAILURE;
}

enum control_error verification_make(struct control_call *call)
{
    enum { CONFLICT = 409 };
    struct journal_expectation expectation;
    if (!journal_expectation_read(&expectation, call->body, &call->problems))
        return CONTROL_BAD_BODY;
    if (!journal_verify(journal_of(call), &expectation, &call->response->body))
        call->status = CONFLICT;
    return call->response->body.failed ? CONTROL_NO_MEMORY : CONTROL_OK;
}
