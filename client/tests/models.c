/* The models: what each field becomes, and what is refused where. */
#include "snaptrade/models.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static const char full[] =
    "{\"id\":\"2bcd7cc3-e922-4976-bce1-9858296801c3\",\"created_date\":\"2024-08-20T21:56:19Z\","
    "\"updated_date\":\"2024-08-21T21:56:19Z\",\"name\":\"Connection-1\",\"type\":\"trade\","
    "\"disabled\":true,\"disabled_date\":\"2022-01-21T20:11:19.217Z\",\"is_eligible_for_payout\":"
    "false,\"data_freshness_mode\":\"realtime\",\"meta\":{\"identifier\":123456,\"of\":[{}]},"
    "\"brokerage\":{\"id\":\"87b24961-b51e-4db8-9226-f198f6518a89\",\"slug\":\"QUESTRADE\","
    "\"name\":\"Qu\\u00e9strade \\ud83d\\ude00\",\"enabled\":true,\"maintenance_mode\":false,"
    "\"brokerage_type\":{\"id\":\"503dd2a4\",\"name\":\"Traditional Brokerage\"},"
    "\"exchanges\":[\"2bcd7cc3\",\"3bcd7cc3\"]},\"unheard_of\":{\"disabled\":\"no\"}}";

static struct snaptrade_authorization one;
static struct snaptrade_authorization_list list;
static struct snaptrade_session_event_list events;
static char message[SNAPTRADE_MESSAGE_SIZE];

static enum snaptrade_parse_result parse_one(const char *json)
{
    return snaptrade_parse_authorization(json, strlen(json), &one, message);
}

static enum snaptrade_parse_result parse_list(const char *json)
{
    return snaptrade_parse_authorization_list(json, strlen(json), &list, message);
}

static void free_all(void)
{
    snaptrade_authorization_free(&one);
    snaptrade_authorization_list_free(&list);
    snaptrade_session_event_list_free(&events);
}

START_TEST(every_field_of_an_authorization_is_read)
{
    ck_assert_int_eq(parse_one(full), SNAPTRADE_PARSE_OK);
    ck_assert_str_eq(one.id.value, "2bcd7cc3-e922-4976-bce1-9858296801c3");
    ck_assert_str_eq(one.created_date.value, "2024-08-20T21:56:19Z");
    ck_assert_str_eq(one.updated_date.value, "2024-08-21T21:56:19Z");
    ck_assert_str_eq(one.name.value, "Connection-1");
    ck_assert_str_eq(one.type.value, "trade");
    ck_assert(one.disabled.presence == SNAPTRADE_PRESENT && one.disabled.value);
    ck_assert_str_eq(one.disabled_date.value, "2022-01-21T20:11:19.217Z");
    ck_assert(one.is_eligible_for_payout.presence == SNAPTRADE_PRESENT);
    ck_assert(!one.is_eligible_for_payout.value);
    ck_assert_str_eq(one.data_freshness_mode.value, "realtime");
    ck_assert_str_eq(one.meta.value, "{\"identifier\":123456,\"of\":[{}]}");
    const struct snaptrade_brokerage *brokerage = &one.brokerage;
    ck_assert_int_eq(brokerage->presence, SNAPTRADE_PRESENT);
    ck_assert_str_eq(brokerage->slug.value, "QUESTRADE");
    ck_assert_str_eq(brokerage->name.value, "Qu\xc3\xa9strade \xf0\x9f\x98\x80");
    ck_assert(brokerage->enabled.value && !brokerage->maintenance_mode.value);
    ck_assert_str_eq(brokerage->brokerage_type.name.value, "Traditional Brokerage");
    ck_assert_uint_eq(brokerage->exchanges.count, 2);
    ck_assert_str_eq(brokerage->exchanges.items[1], "3bcd7cc3");
}
END_TEST

START_TEST(absent_null_and_present_are_told_apart)
{
    ck_assert_int_eq(parse_one("{\"name\":null,\"type\":\"\",\"brokerage\":null}"),
                     SNAPTRADE_PARSE_OK);
    ck_assert_int_eq(one.id.presence, SNAPTRADE_ABSENT);
    ck_assert_int_eq(one.name.presence, SNAPTRADE_NULL);
    ck_assert_int_eq(one.type.presence, SNAPTRADE_PRESENT);
    ck_assert_int_eq(one.disabled.presence, SNAPTRADE_ABSENT);
    ck_assert_int_eq(one.brokerage.presence, SNAPTRADE_NULL);
    ck_assert_int_eq(one.brokerage.brokerage_type.presence, SNAPTRADE_ABSENT);
    ck_assert_ptr_null(one.name.value);
    ck_assert_str_eq(one.type.value, "");
}
END_TEST

START_TEST(lists_keep_their_order_and_may_be_empty)
{
    ck_assert_int_eq(parse_list(" [{\"id\":\"a\"},{\"id\":\"b\"},{}]\r\n"), SNAPTRADE_PARSE_OK);
    ck_assert_uint_eq(list.count, 3);
    ck_assert_str_eq(list.items[0].id.value, "a");
    ck_assert_str_eq(list.items[1].id.value, "b");
    ck_assert_ptr_null(list.items[2].id.value);
    snaptrade_authorization_list_free(&list);
    ck_assert_int_eq(parse_list("[]"), SNAPTRADE_PARSE_OK);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

START_TEST(session_events_keep_unknown_types_and_whole_numbers)
{
    static const char json[] =
        "[{\"id\":\"i\",\"session_event_type\":\"BRAND_NEW\",\"session_id\":\"s\",\"user_id\":"
        "\"u\","
        "\"created_date\":\"2022-05-31T11:35:33.753881+00:00\",\"brokerage_status_code\":500,"
        "\"brokerage_authorization_id\":null},{\"brokerage_status_code\":9007199254740992}]";
    ck_assert_int_eq(snaptrade_parse_session_event_list(json, strlen(json), &events, message),
                     SNAPTRADE_PARSE_OK);
    ck_assert_uint_eq(events.count, 2);
    ck_assert_str_eq(events.items[0].session_event_type.value, "BRAND_NEW");
    ck_assert_int_eq(events.items[0].brokerage_status_code.value, 500);
    ck_assert_int_eq(events.items[0].brokerage_authorization_id.presence, SNAPTRADE_NULL);
    ck_assert_int_eq(events.items[1].brokerage_status_code.value, INT64_C(9007199254740992));
}
END_TEST

START_TEST(the_small_answers_are_read)
{
    static const char deleted[] = "{\"detail\":\"gone\",\"connection_id\":\"c\"}";
    static const char online[] = "{\"version\":151,\"timestamp\":\"2026\",\"online\":true}";
    struct snaptrade_deletion deletion;
    struct snaptrade_api_status status;
    ck_assert_int_eq(snaptrade_parse_deletion(deleted, strlen(deleted), &deletion, message),
                     SNAPTRADE_PARSE_OK);
    ck_assert_str_eq(deletion.connection_id.value, "c");
    ck_assert_int_eq(snaptrade_parse_api_status(online, strlen(online), &status, message),
                     SNAPTRADE_PARSE_OK);
    ck_assert_int_eq(status.version.value, 151);
    ck_assert(status.online.value);
    snaptrade_deletion_free(&deletion);
    snaptrade_api_status_free(&status);
    ck_assert_ptr_null(deletion.detail.value);
}
END_TEST

static const struct {
    const char *json, *message;
} refused[] = {
    {"", "not JSON, at byte 0"},
    {"[", "not JSON, at byte 0"},
    {"[{\"id\":\"a\"},", "not JSON, at byte 11"},
    {"[] x", "more behind the JSON, at byte 3"},
    {"[]]", "more behind the JSON, at byte 2"},
    {"[\"\xff\"]", "not UTF-8"},
    {"{}", "not an array"},
    {"[1]", "/0: not an object"},
    {"[{},{\"id\":7}]", "/1/id: not a string"},
    {"[{\"disabled\":\"true\"}]", "/0/disabled: not a boolean"},
    {"[{\"meta\":[]}]", "/0/meta: not an object"},
    {"[{\"brokerage\":\"Q\"}]", "/0/brokerage: not an object"},
    {"[{\"brokerage\":{\"enabled\":1}}]", "/0/brokerage/enabled: not a boolean"},
    {"[{\"brokerage\":{\"exchanges\":{}}}]", "/0/brokerage/exchanges: not an array"},
    {"[{\"brokerage\":{\"exchanges\":[\"a\",null]}}]", "/0/brokerage/exchanges/1: not a string"},
    {"[{\"brokerage\":{\"brokerage_type\":{\"name\":[]}}}]",
     "/0/brokerage/brokerage_type/name: not a string"},
};

START_TEST(what_is_malformed_is_refused_with_its_place)
{
    ck_assert_int_eq(parse_list(refused[_i].json), SNAPTRADE_PARSE_MALFORMED);
    ck_assert_str_eq(message, refused[_i].message);
    ck_assert_uint_eq(list.count, 0);
    ck_assert_ptr_null(list.items);
}
END_TEST

START_TEST(numbers_that_are_not_whole_are_refused)
{
    static const char *const numbers[] = {"1.5", "1e300", "-1e300", "9007199254740994"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char json[80];
        snprintf(json, sizeof json, "[{\"brokerage_status_code\":%s}]", numbers[i]);
        ck_assert_int_eq(snaptrade_parse_session_event_list(json, strlen(json), &events, message),
                         SNAPTRADE_PARSE_MALFORMED);
        ck_assert_str_eq(message, "/0/brokerage_status_code: not a whole number");
    }
}
END_TEST

START_TEST(no_start_of_a_body_is_taken_for_the_whole)
{
    char json[sizeof full + 2];
    snprintf(json, sizeof json, "[%s]", full);
    for (size_t length = 0; length < strlen(json); length++) {
        char *part = malloc(length + 1); /* of that size, so that a read behind it is seen */
        ck_assert_ptr_nonnull(part);
        memcpy(part, json, length);
        ck_assert_int_eq(snaptrade_parse_authorization_list(part, length, &list, message),
                         SNAPTRADE_PARSE_MALFORMED);
        free(part);
    }
    ck_assert_int_eq(parse_list(json), SNAPTRADE_PARSE_OK);
}
END_TEST

START_TEST(nesting_without_end_is_refused)
{
    enum { DEPTH = 100000 };
    char *json = malloc(DEPTH + 1);
    ck_assert_ptr_nonnull(json);
    memset(json, '[', DEPTH);
    json[DEPTH] = '\0';
    ck_assert_int_eq(parse_list(json), SNAPTRADE_PARSE_MALFORMED);
    free(json);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client_models");
    TCase *tests = tcase_create("models");
    tcase_add_checked_fixture(tests, NULL, free_all);
    tcase_add_test(tests, every_field_of_an_authorization_is_read);
    tcase_add_test(tests, absent_null_and_present_are_told_apart);
    tcase_add_test(tests, lists_keep_their_order_and_may_be_empty);
    tcase_add_test(tests, session_events_keep_unknown_types_and_whole_numbers);
    tcase_add_test(tests, the_small_answers_are_read);
    tcase_add_loop_test(tests, what_is_malformed_is_refused_with_its_place, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_test(tests, numbers_that_are_not_whole_are_refused);
    tcase_add_test(tests, no_start_of_a_body_is_taken_for_the_whole);
    tcase_add_test(tests, nesting_without_end_is_refused);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
