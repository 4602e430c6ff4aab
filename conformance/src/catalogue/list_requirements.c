/* GET /authorizations */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/model.h"
#include "requirement.h"

static const char list_path[] = "/authorizations";

static cJSON *list_of(const struct credentials *as)
{
    return expect_items(send_call(&(struct call){.path = list_path, .as = as}));
}

START_TEST(it_answers_an_array_of_authorizations)
{
    const cJSON *item, *array = list_of(NULL);
    cJSON_ArrayForEach(item, array)
    {
        expect_that(cJSON_IsObject(item), "an item", "an object", json_text(item));
        required_text(item, "id");
    }
}
END_TEST

START_TEST(every_field_has_its_documented_type)
{
    const cJSON *item, *array = list_of(NULL);
    cJSON_ArrayForEach(item, array)
    {
        expect_authorization(item);
    }
}
END_TEST

START_TEST(only_the_users_own_are_listed)
{
    const char *const ids[] = {first_id(), SECOND_USERS_ID};
    const struct credentials *const users[] = {&john, &second_user};
    for (int user = 0; user < 2; user++)
        for (int id = 0; id < 2; id++)
            expect_listed(send_call(&(struct call){.path = list_path, .as = users[user]}), ids[id],
                          user == id);
}
END_TEST

START_TEST(a_user_without_connections_has_an_empty_list)
{
    const struct answer *answer = send_call(&(struct call){.path = list_path, .as = &newcomer});
    expect_status(answer, 200);
    expect_body(answer, "[]");
}
END_TEST

START_TEST(dates_have_a_zone)
{
    static const char *const names[] = {"created_date", "updated_date", "disabled_date"};
    const cJSON *item, *array = list_of(NULL);
    cJSON_ArrayForEach(item, array)
    {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            const char *date = member_text(item, names[i]);
            if (date != NULL)
                expect_date(date, names[i]);
        }
    }
}
END_TEST

START_TEST(what_java_reads_is_always_there)
{
    static const char *const names[] = {"aws_s3_square_logo_url", "url", "open_url"};
    const cJSON *item, *array = list_of(NULL);
    cJSON_ArrayForEach(item, array)
    {
        const cJSON *brokerage = cJSON_GetObjectItemCaseSensitive(item, "brokerage");
        expect_that(cJSON_HasObjectItem(item, "disabled_date"), "disabled_date",
                    "\"disabled_date\", null or not", json_text(item));
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            expect_that(cJSON_HasObjectItem(brokerage, names[i]), text("brokerage.%s", names[i]),
                        text("\"%s\", null or not", names[i]), json_text(brokerage));
    }
}
END_TEST

START_TEST(the_order_stays)
{
    const struct answer *first = send_get(list_path), *second = send_get(list_path);
    expect_status(first, 200);
    expect_body(second, first->body);
}
END_TEST

START_TEST(a_disabled_connection_says_since_when)
{
    size_t disabled = 0;
    const cJSON *item, *array = list_of(&john);
    cJSON_ArrayForEach(item, array)
    {
        bool is_disabled = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "disabled"));
        expect_that(is_disabled == (member_text(item, "disabled_date") != NULL), "disabled_date",
                    is_disabled ? "a disabled_date, since disabled is true"
                                : "a disabled_date of null, since disabled is not true",
                    json_text(item));
        disabled += is_disabled;
    }
    expect_some("disabled connections", 1, disabled);
}
END_TEST

START_TEST(later_fields_have_their_values)
{
    const cJSON *item, *array = list_of(NULL);
    cJSON_ArrayForEach(item, array)
    {
        const char *mode = member_text(item, "data_freshness_mode");
        const cJSON *payout = cJSON_GetObjectItemCaseSensitive(item, "is_eligible_for_payout");
        expect_that(mode == NULL || strcmp(mode, "realtime") == 0 || strcmp(mode, "delayed") == 0,
                    "data_freshness_mode", "realtime or delayed", mode);
        expect_that(payout == NULL || cJSON_IsBool(payout), "is_eligible_for_payout", "a boolean",
                    json_text(payout));
    }
}
END_TEST

START_TEST(user_ids_that_are_hard_to_encode_are_found)
{
    const struct credentials *const users[] = {&spaced_user, &odd_user, NULL};
    for (size_t i = 0; users[i] != NULL; i++)
        list_of(users[i]);
}
END_TEST

START_TEST(partners_do_not_see_each_others)
{
    const cJSON *item, *array = list_of(&partner_2);
    cJSON_ArrayForEach(item, array)
    {
        const char *id = required_text(item, "id");
        expect_listed(send_call(&(struct call){.path = list_path, .as = &john}), id, false);
    }
}
END_TEST

static const struct requirement rows[] = {
    {"LIST-001", MUST, DOC, "API document of 2023-05-01, listBrokerageAuthorizations",
     "smoke model", NOTHING, NULL, &it_answers_an_array_of_authorizations,
     "GET /authorizations answers 200 with an array of BrokerageAuthorization."},
    {"LIST-002", MUST, DOC,
     "API document of 2023-05-01, listBrokerageAuthorizations, BrokerageAuthorization", "model",
     NOTHING, NULL, &every_field_has_its_documented_type,
     "Every field of an authorization and its brokerage has its documented type."},
    {"LIST-003", MUST, DOC, "API document of 2023-05-01, listBrokerageAuthorizations", "isolation",
     DEFAULT_FIXTURES, NULL, &only_the_users_own_are_listed,
     "Only the user's own authorizations are listed."},
    {"LIST-004", MUST, DOC, "API document of 2023-05-01, listBrokerageAuthorizations", "model",
     DEFAULT_FIXTURES, NULL, &a_user_without_connections_has_an_empty_list,
     "A user without authorizations gets an empty array."},
    {"LIST-005", MUST, SDK,
     "wire capture of official SDKs: Go returns nothing and Ruby raises without a zone",
     "model sdk-need dates", NOTHING, NULL, &dates_have_a_zone,
     "Dates are RFC 3339 with a zone: without one, Go's SDK returns nothing."},
    {"LIST-006", SHOULD, SDK, "reading the code of the Java SDK", "model sdk-need", NOTHING, NULL,
     &what_java_reads_is_always_there,
     "disabled_date and brokerage's aws_s3_square_logo_url, url and open_url are always there, "
     "null or not: Java's SDK throws without them."},
    {"LIST-007", SHOULD, ASSUMED, "our choice", "model order", NOTHING, NULL, &the_order_stays,
     "The order is the same from call to call."},
    {"LIST-008", MUST, DOC,
     "API document of 2023-05-01, BrokerageAuthorization.disabled and disabled_date", "model dates",
     DEFAULT_FIXTURES, NULL, &a_disabled_connection_says_since_when,
     "A disabled authorization has disabled true and a disabled_date, any other has null there."},
    {"LIST-009", MUST, SPEC, "OpenAPI file, 2025-05 and 2026-06: BrokerageAuthorization", "model",
     NOTHING, NULL, &later_fields_have_their_values,
     "data_freshness_mode is realtime or delayed, is_eligible_for_payout a boolean, where they are "
     "there."},
    {"LIST-010", MUST, SDK, "wire capture of official SDKs: how ids are encoded", "encoding",
     DEFAULT_FIXTURES, NULL, &user_ids_that_are_hard_to_encode_are_found,
     "A userId with a space, non-ASCII, &, + or % is found."},
    {"LIST-011", MUST, ASSUMED, "our choice", "isolation", DEFAULT_FIXTURES, NULL,
     &partners_do_not_see_each_others,
     "Authorizations of one partner's users are not those of another's."},
};
const struct area list_area = AREA("LIST", "GET /authorizations", rows);
