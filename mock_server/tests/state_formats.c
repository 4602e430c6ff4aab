/* uuid, rfc3339 and json_check: the three formats that fixtures and paths are made of. */
#include <inttypes.h>
#include <string.h>

#include "snaptrade/uuid.h"
#include "state/json_check.h"
#include "state/rfc3339.h"
#include "suite.h"

static const struct {
    const char *text;
    bool good;
} uuids[] = {
    {"2bcd7cc3-e922-4976-bce1-9858296801c3", true},
    {"2BCD7CC3-E922-4976-BCE1-9858296801C3", true},
    {"00000000-0000-0000-0000-000000000000", true},
    {"ffffffff-ffff-1fff-ffff-ffffffffffff", true},
    {"", false},
    {"2bcd7cc3e9224976bce19858296801c3", false},
    {"2bcd7cc3-e922-4976-bce1-9858296801c", false},
    {"2bcd7cc3-e922-4976-bce1-9858296801c33", false},
    {"{bcd7cc3-e922-4976-bce1-9858296801c3}", false},
    {"2bcd7cc3-e922-4976-bce1-9858296801cg", false},
    {"2bcd7cc3-e922-4976-bce1_9858296801c3", false},
    {"2bcd7cc-3e922-4976-bce1-9858296801c3", false},
    {" 2bcd7cc3-e922-4976-bce1-9858296801c", false},
    {"%32bcd7cc-e922-4976-bce1-9858296801c", false},
};

START_TEST(a_uuid_is_its_rfc_4122_text_and_nothing_else)
{
    struct snaptrade_uuid uuid;
    ck_assert_msg(snaptrade_uuid_parse(uuids[_i].text, strlen(uuids[_i].text), &uuid) ==
                      uuids[_i].good,
                  "%s", uuids[_i].text);
}
END_TEST

START_TEST(the_case_of_a_uuid_does_not_matter)
{
    struct snaptrade_uuid lower, upper;
    ck_assert(snaptrade_uuid_parse(uuids[0].text, SNAPTRADE_UUID_LENGTH, &lower));
    ck_assert(snaptrade_uuid_parse(uuids[1].text, SNAPTRADE_UUID_LENGTH, &upper));
    ck_assert_mem_eq(lower.bytes, upper.bytes, sizeof lower.bytes);
    ck_assert_int_eq(lower.bytes[0], 0x2b);
    ck_assert_int_eq(lower.bytes[15], 0xc3);
}
END_TEST

static const struct {
    const char *text;
    int64_t time; /* -1: refused */
} dates[] = {
    {"1970-01-01T00:00:00Z", 0},
    {"1970-01-02T00:00:00.5Z", INT64_C(86400500000)},
    {"2024-08-20T21:56:19.123935Z", INT64_C(1724190979123935)},
    {"2024-08-20t21:56:19.1239359z", INT64_C(1724190979123935)},
    {"2022-05-31T11:35:33.753881+00:00", INT64_C(1653996933753881)},
    {"2022-05-31T13:35:33-02:30", INT64_C(1654013133000000)},
    {"2000-02-29T00:00:00Z", INT64_C(951782400000000)},
    {"2016-12-31T23:59:60Z", INT64_C(1483228800000000)},
    {"2100-02-29T00:00:00Z", -1},
    {"2023-02-29T00:00:00Z", -1},
    {"2024-13-01T00:00:00Z", -1},
    {"2024-00-01T00:00:00Z", -1},
    {"2024-04-31T00:00:00Z", -1},
    {"2024-04-30T24:00:00Z", -1},
    {"2024-04-30T00:60:00Z", -1},
    {"2024-04-30T00:00:61Z", -1},
    {"2024-04-30T00:00:00", -1},
    {"2024-04-30T00:00:00.Z", -1},
    {"2024-04-30T00:00:00+0200", -1},
    {"2024-04-30T00:00:00+24:00", -1},
    {"2024-04-30 00:00:00Z", -1},
    {"2024-04-30", -1},
    {"2024-4-30T00:00:00Z", -1},
    {"2024-04-30T00:00:00Zx", -1},
    {"", -1},
};

START_TEST(a_date_is_rfc_3339_of_a_day_that_exists)
{
    int64_t time = -1;
    bool good = rfc3339_parse(dates[_i].text, strlen(dates[_i].text), &time);
    ck_assert_msg(good == (dates[_i].time >= 0) && time == dates[_i].time, "%s: %" PRId64,
                  dates[_i].text, time);
}
END_TEST

START_TEST(a_date_is_written_as_it_is_read)
{
    static const char *const texts[] = {"1970-01-01T00:00:00.000000Z",
                                        "2000-02-29T23:59:59.999999Z",
                                        "2024-08-20T21:56:19.003935Z"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char text[RFC3339_SIZE];
        int64_t time = -1;
        ck_assert(rfc3339_parse(texts[i], strlen(texts[i]), &time));
        rfc3339_format(time, text);
        ck_assert_str_eq(text, texts[i]);
    }
}
END_TEST

static const struct {
    const char *text;
    size_t line, column; /* 0: good */
    const char *what;
} jsons[] = {
    {"{}", 0, 0, NULL},
    {" [ ] ", 0, 0, NULL},
    {"null", 0, 0, NULL},
    {"[1, -0, 0.5, 1e3, 1E-2, -12.5e+10]", 0, 0, NULL},
    {"{\"a\":[true,false,null,\"x\"],\"b\":{}}", 0, 0, NULL},
    {"\"\\u00e9 \\ud83d\\ude00 \\n\\/\\\\\\\"\"", 0, 0, NULL},
    {"[[],{},[{}]]\n", 0, 0, NULL},
    {"", 1, 1, "the text ends where a value is expected"},
    {"[1,]", 1, 4, "expected a value"},
    {"[1 2]", 1, 4, "expected ',' or ']'"},
    {"{\"a\" 1}", 1, 6, "expected ':'"},
    {"{\"a\":1,}", 1, 8, "expected a member's name in quotes"},
    {"{\"a", 1, 4, "a string does not end"},
    {"{a:1}", 1, 2, "expected a member's name in quotes"},
    {"{\"a\":1]", 1, 7, "expected ',' or '}'"},
    {"[", 1, 2, "the text ends where a value is expected"},
    {"[01]", 1, 3, "a number does not start with 0"},
    {"[+1]", 1, 2, "expected a value"},
    {"[.5]", 1, 2, "expected a value"},
    {"[1.]", 1, 4, "a digit is missing"},
    {"[1e]", 1, 4, "a digit is missing"},
    {"[-]", 1, 3, "a digit is missing"},
    {"[NaN]", 1, 2, "expected a value"},
    {"[tru]", 1, 2, "expected a value"},
    {"{}\n\n {}", 3, 2, "there is more behind the value"},
    {"[\"\t\"]", 1, 3, "control character in a string"},
    {"\"abc", 1, 5, "a string does not end"},
    {"\"\\x\"", 1, 3, "unknown escape in a string"},
    {"\"\\u12g4\"", 1, 4, "\\u needs four hexadecimal digits"},
    {"\"\\u0000\"", 1, 4, "\\u0000 is not accepted"},
    {"\"\\ud800\"", 1, 8, "half a surrogate pair"},
    {"\"\\ud800\\u0041\"", 1, 8, "half a surrogate pair"},
    {"\"\\udc00\"", 1, 8, "half a surrogate pair"},
    {"[\n\"\xff\"]", 2, 2, "not UTF-8"},
    {"\"\xc0\x80\"", 1, 2, "not UTF-8"},
    {"\xef\xbb\xbf{}", 1, 1, "starts with a byte order mark"},
    {"// x\n{}", 1, 1, "expected a value"},
};

START_TEST(json_is_checked_strictly_and_the_place_is_named)
{
    struct json_problem problem = {0, 0, NULL};
    bool good = json_check(jsons[_i].text, strlen(jsons[_i].text), &problem);
    ck_assert_msg(good == (jsons[_i].line == 0), "%s", jsons[_i].text);
    ck_assert_uint_eq(problem.line, jsons[_i].line);
    ck_assert_msg(problem.column == jsons[_i].column, "%s: column %zu (%s)", jsons[_i].text,
                  problem.column, problem.what);
    ck_assert_pstr_eq(problem.what, jsons[_i].what);
}
END_TEST

START_TEST(nul_bytes_are_no_json)
{
    struct json_problem problem;
    ck_assert(!json_check("{}\0", 3, &problem));
    ck_assert(!json_check("\"a\0b\"", 5, &problem));
}
END_TEST

START_TEST(nesting_has_a_limit)
{
    char text[2 * (JSON_MAX_DEPTH + 1)];
    struct json_problem problem;
    memset(text, '[', JSON_MAX_DEPTH + 1);
    memset(text + JSON_MAX_DEPTH + 1, ']', JSON_MAX_DEPTH + 1);
    ck_assert(!json_check(text, sizeof text, &problem));
    ck_assert_str_eq(problem.what, "nested too deep");
    ck_assert(json_check(text + 1, sizeof text - 2, &problem));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("formats");
    TCase *tests = tcase_create("formats");
    tcase_add_loop_test(tests, a_uuid_is_its_rfc_4122_text_and_nothing_else, 0,
                        sizeof uuids / sizeof uuids[0]);
    tcase_add_test(tests, the_case_of_a_uuid_does_not_matter);
    tcase_add_loop_test(tests, a_date_is_rfc_3339_of_a_day_that_exists, 0,
                        sizeof dates / sizeof dates[0]);
    tcase_add_test(tests, a_date_is_written_as_it_is_read);
    tcase_add_loop_test(tests, json_is_checked_strictly_and_the_place_is_named, 0,
                        sizeof jsons / sizeof jsons[0]);
    tcase_add_test(tests, nul_bytes_are_no_json);
    tcase_add_test(tests, nesting_has_a_limit);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
