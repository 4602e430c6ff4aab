/* Why is a signature wrong, or what rule lets it through? Of a request that somebody pastes, and of
 * one in the journal. Times are not judged: both may be long ago. */
#include <stdlib.h>
#include <string.h>

#include "../api/mock.h"
#include "../http/framing.h"
#include "../http/query.h"
#include "../journal/journal.h"
#include "calls.h"

enum { TARGET_MOST = 65536 };

static const struct shape_field explain_fields[] = {
    {"method", SHAPE_TEXT, 0, NULL, NULL},
    {"target", SHAPE_TEXT, 0, NULL, NULL},
    {"signature", SHAPE_TEXT, SHAPE_OPTIONAL, NULL, NULL},
    {"body", SHAPE_TEXT, SHAPE_OPTIONAL, NULL, NULL},
    {0},
};
static const struct shape explain_shape = {explain_fields};

static int64_t now_of(void *context, const char *client_id)
{
    const struct control_call *call = context;
    (void)client_id;
    return call->now;
}

static void add_text(cJSON *answer, const char *name, const char *text)
{
    if (text != NULL)
        cJSON_AddStringToObject(answer, name, text);
    else
        cJSON_AddNullToObject(answer, name);
}

/* The row of the table; NULL: there is none of this name. */
static const struct snaptrade_mistake *mistake_named(const char *name)
{
    const struct snaptrade_mistake *mistake;
    for (size_t i = 0; (mistake = snaptrade_mistake_at(i)) != NULL; i++)
        if (strcmp(mistake->name, name) == 0)
            return mistake;
    return NULL;
}

/* `noted` is what was found when the request came, which may have been about its time; "": nothing.
 */
static cJSON *describe(const struct snaptrade_diagnosis *diagnosis, const char *noted)
{
    const struct snaptrade_mistake *mistake = diagnosis->mistake;
    bool differs = noted[0] != '\0' && (mistake == NULL || strcmp(mistake->name, noted) != 0);
    if (differs && mistake_named(noted) != NULL)
        mistake = mistake_named(noted);
    cJSON *answer = cJSON_CreateObject();
    cJSON_AddBoolToObject(answer, "verified", mistake == NULL);
    add_text(answer, "rule", mistake == NULL ? diagnosis->rule : NULL);
    add_text(answer, "mistake", mistake != NULL ? mistake->name : NULL);
    add_text(answer, "sentence", mistake != NULL ? mistake->sentence : NULL);
    add_text(answer, "mend", mistake != NULL ? mistake->mend : NULL);
    add_text(answer, "signed", diagnosis->signed_string);
    add_text(answer, "expected", diagnosis->expected_string);
    return answer;
}

static enum control_error explain(struct control_call *call, const struct http_request *request,
                                  const char *noted)
{
    struct snaptrade_diagnosis diagnosis;
    const struct mock_config config = {.store = call->control->config.store,
                                       .strict = call->control->config.strict,
                                       .now = now_of,
                                       .context = call};
    bool good = mock_explain(&config, request, &diagnosis);
    if (good)
        call->answer = describe(&diagnosis, noted);
    snaptrade_diagnosis_free(&diagnosis);
    return good ? CONTROL_OK : CONTROL_NO_MEMORY;
}

/* Path and query of a target or a URL, cut apart in place. */
static bool cut_target(char *target, struct http_request *request)
{
    char *scheme = strstr(target, "://");
    char *path = scheme != NULL ? strchr(scheme + 3, '/') : target;
    if (path == NULL || path[0] != '/')
        return false;
    path[strcspn(path, "#")] = '\0';
    char *query = strchr(path, '?');
    if (query != NULL)
        *query++ = '\0';
    request->path = path;
    request->query = query != NULL ? query : "";
    return true;
}

/* Below a partner its own requests are explained only. */
static bool is_own(const struct control_call *call, const char *query)
{
    char client_id[STORE_TEXT_SIZE];
    return call->tenant == NULL ||
           !query_first(query, QUERY_CLIENT_ID, client_id, sizeof client_id) ||
           strcmp(client_id, call_client_id(call)) == 0;
}

enum control_error explanation_make(struct control_call *call)
{
    if (!call_check(call, &explain_shape))
        return CONTROL_BAD_BODY;
    const char *signature = call_text(call, "signature"), *given = call_text(call, "target");
    const struct http_header header = {"Signature", signature};
    struct http_request request = {.method_name = call_text(call, "method"),
                                   .headers = &header,
                                   .header_count = signature != NULL ? 1 : 0,
                                   .body = call_text(call, "body")};
    char *target = strlen(given) < TARGET_MOST ? strdup(given) : NULL;
    enum control_error error = CONTROL_BAD_BODY;
    if (target == NULL && strlen(given) < TARGET_MOST)
        problems_no_memory(&call->problems);
    else if (target == NULL || !cut_target(target, &request))
        call_problem(call, "target", "must be a URL, or a path with its query");
    else if (!is_own(call, request.query))
        call_problem(call, "target", "has the clientId of another partner");
    else
        error = explain(call, &request, "");
    free(target);
    return error;
}

static enum control_error explain_entry(struct control_call *call,
                                        const struct journal_entry *entry)
{
    struct http_header headers[FRAMING_MAX_HEADERS];
    struct http_request request = {
        .method_name = journal_entry_text(entry, JOURNAL_METHOD),
        .headers = headers,
        .body = entry->body_bytes > 0 ? journal_entry_text(entry, JOURNAL_BODY) : NULL};
    size_t place = entry->headers;
    while (request.header_count < entry->header_count && request.header_count < FRAMING_MAX_HEADERS)
        headers[request.header_count++] = journal_entry_header(entry, &place);
    char *target = strdup(journal_entry_text(entry, JOURNAL_TARGET));
    enum control_error error = CONTROL_NO_ENTRY;
    if (target == NULL)
        error = CONTROL_NO_MEMORY;
    else if (cut_target(target, &request))
        error = explain(call, &request, journal_entry_text(entry, JOURNAL_DIAGNOSIS));
    free(target);
    return error;
}

enum control_error explanation_get(struct control_call *call)
{
    struct journal *journal =
        call->tenant != NULL ? call->tenant->journal : journal_of_all(call->control->config.book);
    struct journal_entry *entry;
    size_t digits = strspn(call->id, "0123456789");
    uint64_t id = digits > 0 && call->id[digits] == '\0' ? strtoull(call->id, NULL, 10) : 0;
    if (id == 0 || journal_take(journal, id - 1, id + 1, &entry, 1) == 0)
        return CONTROL_NO_ENTRY;
    bool is_webhook = journal_entry_text(entry, JOURNAL_WEBHOOK_EVENT)[0] != '\0';
    enum control_error error = is_webhook ? CONTROL_NO_ENTRY : explain_entry(call, entry);
    journal_entry_release(entry);
    return error;
}
