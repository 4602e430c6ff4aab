#include "expect.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static cJSON **documents;
static size_t document_count;

/* Calls that left SnapTrade's public API file, or are refused to whoever came after that day. */
static const struct withdrawal {
    const char *method;      /* NULL: any */
    const char *start, *end; /* of the path, with one segment between; no end: all of it */
    const char *day;
} withdrawals[] = {
    {NULL, "/sessionEvents", NULL, "2026-08-10"},
    {"DELETE", "/authorizations/", "", "2026-08-10"},
    {"GET", "/accounts/", "/positions", "2026-08-10"},
    {"GET", "/accounts/", "/holdings", "2026-05-11"},
};

static bool is_of(const struct withdrawal *withdrawal, const struct answer *answer)
{
    size_t start = strlen(withdrawal->start);
    if (withdrawal->method != NULL && strcmp(answer->method, withdrawal->method) != 0)
        return false;
    if (withdrawal->end == NULL)
        return strcmp(answer->path, withdrawal->start) == 0;
    if (strncmp(answer->path, withdrawal->start, start) != 0)
        return false;
    const char *segment = answer->path + start;
    return strcmp(segment + strcspn(segment, "/"), withdrawal->end) == 0;
}

/* A 404 for what is unknown is no sign of it, nor is that a method was never there. */
static bool is_gone(const struct withdrawal *withdrawal, const struct answer *answer)
{
    static const char unknown_code[] = "\"1011\"";
    if (strcmp(answer->method, "OPTIONS") == 0 || strstr(answer->body, unknown_code) != NULL)
        return false;
    return answer->status == 404 || answer->status == 410 ||
           (answer->status == 405 &&
            (withdrawal->method != NULL || strcmp(answer->method, "GET") == 0));
}

void end_if_withdrawn(const struct answer *answer)
{
    for (size_t i = 0; i < sizeof withdrawals / sizeof *withdrawals; i++)
        if (is_of(&withdrawals[i], answer) && is_gone(&withdrawals[i], answer))
            withdrawn(text("%s answered %d; SnapTrade withdrew the call on %s", answer->request,
                           answer->status, withdrawals[i].day));
}

static void begin(const struct answer *answer)
{
    look_at(answer);
    end_if_withdrawn(answer);
}

void expect_status(const struct answer *answer, int status)
{
    begin(answer);
    if (answer->status != status)
        fail_part(text("%d", status), text("%d %s", answer->status, answer->body),
                  "answered %d instead of %d", answer->status, status);
}

/* Whether the two lists of methods differ in that the first has no DELETE. */
static bool lacks_removal(const char *received, const char *expected)
{
    static const char removal[] = "DELETE, ";
    const char *found = strstr(expected, removal);
    if (found == NULL)
        return false;
    size_t before = (size_t)(found - expected);
    return before > 0 && strncmp(received, expected, before) == 0 &&
           strcmp(received + before, found + sizeof removal - 1) == 0;
}

const char *expect_some_header(const struct answer *answer, const char *name)
{
    begin(answer);
    const char *received = answer_header(answer, name);
    if (received == NULL)
        fail_part(text("a header %s", name), "no such header", "no header %s", name);
    return received;
}

void expect_header(const struct answer *answer, const char *name, const char *value)
{
    begin(answer);
    const char *received = answer_header(answer, name);
    const char *line = text("%s: %s", name, value);
    if (strcmp(name, "Allow") == 0 && received != NULL && lacks_removal(received, value))
        withdrawn(text("%s answered Allow: %s; SnapTrade withdrew DELETE there on 2026-08-10",
                       answer->request, received));
    if (received == NULL)
        fail_part(line, "no such header", "no header %s", name);
    if (strcmp(received, value) != 0)
        fail_part(line, text("%s: %s", name, received), "%s is \"%s\" instead of \"%s\"", name,
                  received, value);
}

void expect_no_header(const struct answer *answer, const char *name)
{
    begin(answer);
    const char *received = answer_header(answer, name);
    if (received != NULL)
        fail_part(text("no header %s", name), text("%s: %s", name, received),
                  "there is a header %s", name);
}

void expect_body(const struct answer *answer, const char *body)
{
    begin(answer);
    if (answer->body_length != strlen(body) || strcmp(answer->body, body) != 0)
        fail_part(*body != '\0' ? body : "no body",
                  *answer->body != '\0' ? answer->body : "no body", "the body is another");
}

void expect_open_connection(const struct answer *answer)
{
    begin(answer);
    if (answer->new_connection)
        fail_part("an answer on the connection that was open", "a connection that had been closed",
                  "it needed a new connection");
}

cJSON *expect_json(const struct answer *answer)
{
    begin(answer);
    cJSON *document = cJSON_ParseWithOpts(answer->body, NULL, true);
    if (document == NULL)
        fail_part("JSON", answer->body, "the body is not JSON");
    documents = no_null(realloc(documents, (document_count + 1) * sizeof(cJSON *)));
    return documents[document_count++] = document;
}

static void expect_member(const struct answer *answer, const cJSON *envelope, const char *name,
                          const char *value)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(envelope, name);
    const char *sent = cJSON_GetStringValue(member);
    if (sent == NULL || strcmp(sent, value) != 0)
        fail_part(text("\"%s\":\"%s\"", name, value), answer->body,
                  "the %s is %s instead of \"%s\"", name,
                  sent != NULL     ? text("\"%s\"", sent)
                  : member != NULL ? "no string"
                                   : "missing",
                  value);
}

void expect_error(const struct answer *answer, int status, const char *detail, const char *code)
{
    expect_status(answer, status);
    const cJSON *envelope = expect_json(answer);
    expect_member(answer, envelope, "detail", detail);
    expect_member(answer, envelope, "code", code);
}

cJSON *expect_array(const struct answer *answer)
{
    expect_status(answer, 200);
    cJSON *document = expect_json(answer);
    if (!cJSON_IsArray(document))
        fail_part("an array", answer->body, "the body is no array");
    return document;
}

size_t items_of(const cJSON *array)
{
    return (size_t)cJSON_GetArraySize(array);
}

cJSON *expect_items(const struct answer *answer)
{
    cJSON *array = expect_array(answer);
    if (cJSON_GetArraySize(array) == 0 && !target()->spawned)
        unjudged(text("%s: answered an empty list, and this needs an item", answer->request));
    if (cJSON_GetArraySize(array) == 0)
        fail_part("at least one item", answer->body, "an empty list");
    return array;
}

cJSON *expect_object(const struct answer *answer)
{
    expect_status(answer, 200);
    cJSON *document = expect_json(answer);
    if (!cJSON_IsObject(document))
        fail_part("an object", answer->body, "the body is no object");
    return document;
}

const char *first_id(void)
{
    const cJSON *first = cJSON_GetArrayItem(expect_items(send_get("/authorizations")), 0);
    return required_text(first, "id");
}

const char *removable_id(void)
{
    const char *named = care_removable();
    if (!care_is_on())
        return first_id();
    if (named == NULL || !lists(send_get("/authorizations"), named))
        unjudged("the connection that --allow-delete names is not there, or no longer");
    return named;
}

bool lists(const struct answer *answer, const char *id)
{
    const cJSON *item, *array = expect_array(answer);
    cJSON_ArrayForEach(item, array)
    {
        const char *listed = member_text(item, "id");
        if (listed != NULL && strcasecmp(listed, id) == 0)
            return true;
    }
    return false;
}

void expect_listed(const struct answer *answer, const char *id, bool listed)
{
    if (lists(answer, id) != listed)
        fail_part(text("a list with%s %s", listed ? "" : "out", id), answer->body, "%s is %slisted",
                  id, listed ? "not " : "");
}

void expect_end(void)
{
    look_end();
    while (document_count > 0)
        cJSON_Delete(documents[--document_count]);
    free(documents);
    documents = NULL;
}
