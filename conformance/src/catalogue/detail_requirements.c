/* GET /authorizations/{authorizationId} */
#include <ctype.h>
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/model.h"
#include "requirement.h"

static const struct answer *detail_of(const char *id)
{
    return send_get(text("/authorizations/%s", id));
}

START_TEST(it_answers_what_the_list_has)
{
    const cJSON *item, *array = expect_items(send_get("/authorizations"));
    cJSON_ArrayForEach(item, array)
    {
        const cJSON *object = expect_object(detail_of(required_text(item, "id")));
        expect_authorization(object);
        expect_same("what the list has", item, object);
    }
}
END_TEST

START_TEST(the_case_of_the_id_does_not_matter)
{
    const char *id = first_id();
    char upper[40];
    size_t length = 0;
    for (; length < sizeof upper - 1 && id[length] != '\0'; length++)
        upper[length] = (char)toupper((unsigned char)id[length]);
    upper[length] = '\0';
    const cJSON *object = expect_object(detail_of(upper));
    expect_text("the id", id, member_text(object, "id"));
}
END_TEST

START_TEST(an_id_that_is_no_uuid_is_refused)
{
    static const char *const ids[] = {"x",
                                      "1",
                                      "0123456789abcdef0123456789abcdef",
                                      "2bcd7cc3-e922-4976-bce1-9858296801c",
                                      "2bcd7cc3-e922-4976-bce1-9858296801c33",
                                      "2bcd7cc3-e922-4976-bce1-9858296801cg",
                                      "{2bcd7cc3-e922-4976-bce1-9858296801c3}",
                                      "not%20a%2Fuuid",
                                      "not+a%2Fuuid"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        expect_error(detail_of(ids[i]), BAD_ID);
}
END_TEST

START_TEST(an_unknown_id_does_not_exist)
{
    expect_error(detail_of(UNKNOWN_ID), NO_SUCH);
}
END_TEST

START_TEST(another_users_connection_does_not_exist)
{
    const char *path = "/authorizations/" SECOND_USERS_ID;
    expect_error(send_call(&(struct call){.path = path, .as = &john}), NO_SUCH);
    expect_object(send_call(&(struct call){.path = path, .as = &second_user}));
    expect_error(send_call(&(struct call){.path = path, .as = &partner_2}), NO_SUCH);
}
END_TEST

START_TEST(an_escaped_id_is_no_uuid)
{
    const char *id = first_id();
    expect_error(detail_of(text("%%%02x%s", (unsigned)(unsigned char)id[0], id + 1)), BAD_ID);
}
END_TEST

START_TEST(a_uuid_of_any_version_is_one)
{
    static const char *const ids[] = {
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "00000000-0000-1000-8000-000000000001", "00000000-0000-7000-0000-000000000001"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        expect_error(detail_of(ids[i]), NO_SUCH);
}
END_TEST

static const struct requirement rows[] = {
    {"DETAIL-001", MUST, DOC, "API document of 2023-05-01, detailBrokerageAuthorization",
     "smoke model", NOTHING, NULL, &it_answers_what_the_list_has,
     "GET /authorizations/{authorizationId} answers 200 with the authorization, as listed."},
    {"DETAIL-002", MUST, ASSUMED, "our choice", "id", NOTHING, NULL,
     &the_case_of_the_id_does_not_matter,
     "An authorizationId is found in either case, and answered as it was given out."},
    {"DETAIL-003", MUST, ASSUMED, "the document has this for remove; our choice for detail", "id",
     NOTHING, NULL, &an_id_that_is_no_uuid_is_refused,
     "An authorizationId that is no UUID: 400 The specified authorizationId is invalid (not a UUID "
     "string)."},
    {"DETAIL-004", MUST, SPEC, "OpenAPI file, 2026-05: the example of a 404", "id", NOTHING, NULL,
     &an_unknown_id_does_not_exist,
     "An unknown authorizationId: 404 The requested resource does not exist., code 1011."},
    {"DETAIL-005", MUST, ASSUMED, "our choice", "id isolation", DEFAULT_FIXTURES, NULL,
     &another_users_connection_does_not_exist,
     "Another user's authorization: 404, as if there were none."},
    {"DETAIL-006", SHOULD, ASSUMED, "our choice", "id encoding", NOTHING, NULL,
     &an_escaped_id_is_no_uuid, "An authorizationId with any percent-escape is no UUID: 400."},
    {"DETAIL-007", MUST, ASSUMED, "our choice", "id", NOTHING, NULL, &a_uuid_of_any_version_is_one,
     "A UUID of any version is one, and unknown: 404."},
};
const struct area detail_area = AREA("DETAIL", "GET /authorizations/{authorizationId}", rows);
