#include "expect.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static cJSON **documents;
static size_t document_count;

/* Ends the test: the request, and how what was expected and what was received differ. */
__attribute__((format(printf, 4, 5))) static noreturn void fail_answer(const struct answer *answer,
                                                                       const char *expected,
                                                                       const char *received,
                                                                       const char *format, ...)
{
    char *why = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&why, format, arguments);
    va_end(arguments);
    evidence_differs(expected, received);
    ck_abort_msg("%s: %s", answer->request, length >= 0 ? keep(why) : "it fails");
    abort(); /* not reached: a test has a process of its own, which has ended */
}

/* DELETE /authorizations/{authorizationId} and /sessionEvents left SnapTrade's public API file on
 * 2026-08-10. A 404 for an unknown authorization is no sign of that. */
static bool is_withdrawn(const struct answer *answer)
{
    static const char removed[] = "/authorizations/", unknown_code[] = "\"1011\"";
    bool gone = answer->status == 404 || answer->status == 405;
    if (!gone || strcmp(answer->method, "OPTIONS") == 0)
        return false;
    if (strcmp(answer->path, "/sessionEvents") == 0)
        return answer->status == 404 || strcmp(answer->method, "GET") == 0;
    return strcmp(answer->method, "DELETE") == 0 &&
           strncmp(answer->path, removed, sizeof removed - 1) == 0 &&
           strchr(answer->path + sizeof removed - 1, '/') == NULL &&
           strstr(answer->body, unknown_code) == NULL;
}

static void look_at(const struct answer *answer)
{
    evidence_look_at(answer->number);
    if (is_withdrawn(answer))
        withdrawn(text("%s answered %d; SnapTrade withdrew the call on 2026-08-10", answer->request,
                       answer->status));
}

void expect_status(const struct answer *answer, int status)
{
    look_at(answer);
    if (answer->status != status)
        fail_answer(answer, text("%d", status), text("%d %s", answer->status, answer->body),
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

void expect_header(const struct answer *answer, const char *name, const char *value)
{
    look_at(answer);
    const char *received = answer_header(answer, name);
    const char *line = text("%s: %s", name, value);
    if (strcmp(name, "Allow") == 0 && received != NULL && lacks_removal(received, value))
        withdrawn(text("%s answered Allow: %s; SnapTrade withdrew DELETE there on 2026-08-10",
                       answer->request, received));
    if (received == NULL)
        fail_answer(answer, line, "no such header", "no header %s", name);
    if (strcmp(received, value) != 0)
        fail_answer(answer, line, text("%s: %s", name, received), "%s is \"%s\" instead of \"%s\"",
                    name, received, value);
}

static cJSON *parse(const struct answer *answer)
{
    cJSON *document = cJSON_ParseWithOpts(answer->body, NULL, true);
    if (document == NULL)
        fail_answer(answer, "JSON", answer->body, "the body is not JSON");
    documents = no_null(realloc(documents, (document_count + 1) * sizeof(cJSON *)));
    return documents[document_count++] = document;
}

static void expect_member(const struct answer *answer, const cJSON *envelope, const char *name,
                          const char *value)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(envelope, name);
    const char *sent = cJSON_GetStringValue(member);
    if (sent == NULL || strcmp(sent, value) != 0)
        fail_answer(answer, text("\"%s\":\"%s\"", name, value), answer->body,
                    "the %s is %s instead of \"%s\"", name,
                    sent != NULL     ? text("\"%s\"", sent)
                    : member != NULL ? "no string"
                                     : "missing",
                    value);
}

void expect_error(const struct answer *answer, int status, const char *detail, const char *code)
{
    expect_status(answer, status);
    const cJSON *envelope = parse(answer);
    expect_member(answer, envelope, "detail", detail);
    expect_member(answer, envelope, "code", code);
}

cJSON *expect_array(const struct answer *answer)
{
    expect_status(answer, 200);
    cJSON *document = parse(answer);
    if (!cJSON_IsArray(document))
        fail_answer(answer, "an array", answer->body, "the body is no array");
    return document;
}

cJSON *expect_items(const struct answer *answer)
{
    cJSON *array = expect_array(answer);
    if (cJSON_GetArraySize(array) == 0 && !target()->spawned)
        unjudged(text("%s: answered an empty list, and this needs an item", answer->request));
    if (cJSON_GetArraySize(array) == 0)
        fail_answer(answer, "at least one item", answer->body, "an empty list");
    return array;
}

cJSON *expect_object(const struct answer *answer)
{
    expect_status(answer, 200);
    cJSON *document = parse(answer);
    if (!cJSON_IsObject(document))
        fail_answer(answer, "an object", answer->body, "the body is no object");
    return document;
}

const char *member_text(const cJSON *object, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (member == NULL || cJSON_IsNull(member))
        return NULL;
    ck_assert_msg(cJSON_IsString(member), "%s is no string", name);
    return member->valuestring;
}

const char *first_id(void)
{
    const cJSON *first = cJSON_GetArrayItem(expect_items(send_get("/authorizations")), 0);
    const char *id = member_text(first, "id");
    ck_assert_msg(id != NULL, "the user's first brokerage authorization has no id");
    return id;
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

void expect_end(void)
{
    while (document_count > 0)
        cJSON_Delete(documents[--document_count]);
    free(documents);
    documents = NULL;
}
