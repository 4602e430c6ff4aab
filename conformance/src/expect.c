#include "expect.h"

#include <check.h>
#include <string.h>

#include "target.h"
#include "unjudged.h"

enum { MOST_DOCUMENTS = 256 };
static cJSON *documents[MOST_DOCUMENTS];
static size_t document_count;

void expect_status(const struct answer *answer, int status)
{
    ck_assert_msg(answer->status == status, "%s: answered %d instead of %d: %s", answer->request,
                  answer->status, status, answer->body);
}

void expect_header(const struct answer *answer, const char *name, const char *value)
{
    const char *received = answer_header(answer, name);
    ck_assert_msg(received != NULL, "%s: no header %s", answer->request, name);
    ck_assert_msg(strcmp(received, value) == 0, "%s: %s is \"%s\" instead of \"%s\"",
                  answer->request, name, received, value);
}

static cJSON *parse(const struct answer *answer)
{
    cJSON *document = cJSON_ParseWithOpts(answer->body, NULL, true);
    ck_assert_msg(document != NULL, "%s: the body is not JSON: %s", answer->request, answer->body);
    ck_assert_uint_lt(document_count, MOST_DOCUMENTS);
    return documents[document_count++] = document;
}

void expect_error(const struct answer *answer, int status, const char *detail, const char *code)
{
    expect_status(answer, status);
    const cJSON *envelope = parse(answer);
    const char *sent_detail = member_text(envelope, "detail");
    const char *sent_code = member_text(envelope, "code");
    ck_assert_msg(sent_detail != NULL && strcmp(sent_detail, detail) == 0,
                  "%s: the detail is \"%s\" instead of \"%s\"", answer->request,
                  sent_detail != NULL ? sent_detail : "", detail);
    ck_assert_msg(sent_code != NULL && strcmp(sent_code, code) == 0,
                  "%s: the code is %s instead of %s", answer->request,
                  sent_code != NULL ? sent_code : "missing", code);
}

cJSON *expect_array(const struct answer *answer)
{
    expect_status(answer, 200);
    cJSON *document = parse(answer);
    ck_assert_msg(cJSON_IsArray(document), "%s: the body is no array", answer->request);
    return document;
}

cJSON *expect_items(const struct answer *answer)
{
    cJSON *array = expect_array(answer);
    if (cJSON_GetArraySize(array) == 0 && !target()->spawned)
        unjudged(text("%s: answered an empty list, and this needs an item", answer->request));
    ck_assert_msg(cJSON_GetArraySize(array) > 0, "%s: an empty list", answer->request);
    return array;
}

cJSON *expect_object(const struct answer *answer)
{
    expect_status(answer, 200);
    cJSON *document = parse(answer);
    ck_assert_msg(cJSON_IsObject(document), "%s: the body is no object", answer->request);
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

bool lists(const struct answer *answer, const char *id)
{
    const cJSON *item, *array = expect_array(answer);
    cJSON_ArrayForEach(item, array)
    {
        const char *listed = member_text(item, "id");
        if (listed != NULL && strcmp(listed, id) == 0)
            return true;
    }
    return false;
}

void expect_end(void)
{
    while (document_count > 0)
        cJSON_Delete(documents[--document_count]);
}
