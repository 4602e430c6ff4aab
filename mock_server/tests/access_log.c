/* The access log: one whole line, safe for a terminal. The request's query and headers never reach
 * it; a key in the path is hidden. */
#include "log/access_log.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static const struct mock_report report = {.client_id = "PASSIVTEST",
                                          .rule = "encoded-key",
                                          .refusal = "because \"x\"",
                                          .diagnosis = "query-sorted",
                                          .secrets = {"the key", [MOCK_SECRETS - 1] = "another"},
                                          .error = API_OK};
static const struct access_log_entry entry = {
    .time = INT64_C(1724190979123935),
    .method = "GET",
    .path = "/a\x1b[31m\nb",
    .status = 401,
    .microseconds = 42,
    .report = &report,
};

START_TEST(text_escapes_what_a_terminal_would_obey)
{
    struct buffer line = {0};
    access_log_format(ACCESS_LOG_TEXT, &entry, &line);
    ck_assert_str_eq(
        line.data,
        "2024-08-20T21:56:19.123Z GET /a\\x1b[31m\\x0ab 401 42us "
        "PASSIVTEST signature=encoded-key refused: because \"x\" diagnosis=query-sorted\n");
    buffer_free(&line);
}
END_TEST

START_TEST(text_shows_letters_and_nothing_that_looks_like_one)
{
    static const struct {
        const char *client_id, *shown;
    } rows[] = {
        {"J\u00f6rg \u65e5\u672c \U0001f600", " J\u00f6rg \u65e5\u672c \U0001f600 sig"},
        {"a\xc2\x9b"
         "31m",
         " a\\xc2\\x9b31m sig"},
        {"\x9b"
         "31m\x7f\xc2",
         " \\x9b31m\\x7f\\xc2 sig"},
        {"a\u202eb\u2066\u2028\u200f", " a\\xe2\\x80\\xaeb\\xe2\\x81\\xa6\\xe2\\x80\\xa8"
                                       "\\xe2\\x80\\x8f sig"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer line = {0};
        struct mock_report named = report;
        struct access_log_entry shown = entry;
        snprintf(named.client_id, sizeof named.client_id, "%s", rows[i].client_id);
        shown.report = &named;
        access_log_format(ACCESS_LOG_TEXT, &shown, &line);
        ck_assert_msg(strstr(line.data, rows[i].shown) != NULL, "%s", line.data);
        buffer_free(&line);
    }
}
END_TEST

START_TEST(a_fault_is_named)
{
    struct buffer line = {0};
    struct access_log_entry faulty = entry;
    faulty.fault = "outage";
    access_log_format(ACCESS_LOG_TEXT, &faulty, &line);
    ck_assert_ptr_nonnull(strstr(line.data, " signature=encoded-key fault=outage refused: "));
    access_log_format(ACCESS_LOG_JSON, &faulty, &line);
    ck_assert_ptr_nonnull(strstr(line.data, ",\"fault\":\"outage\",\"refusal\":"));
    buffer_free(&line);
}
END_TEST

START_TEST(json_is_one_object_on_one_line)
{
    struct buffer line = {0};
    access_log_format(ACCESS_LOG_JSON, &entry, &line);
    ck_assert_str_eq(line.data,
                     "{\"time\":\"2024-08-20T21:56:19.123Z\",\"method\":\"GET\","
                     "\"path\":\"/a\\u001b[31m\\nb\",\"status\":401,\"microseconds\":42,"
                     "\"clientId\":\"PASSIVTEST\",\"signatureRule\":\"encoded-key\","
                     "\"refusal\":\"because \\\"x\\\"\",\"diagnosis\":\"query-sorted\"}\n");
    buffer_free(&line);
}
END_TEST

START_TEST(keys_in_the_path_are_hidden)
{
    struct buffer line = {0};
    struct access_log_entry with_key = entry;
    with_key.path = "/authorizations/the%20key/%61nother";
    access_log_format(ACCESS_LOG_TEXT, &with_key, &line);
    ck_assert_ptr_nonnull(strstr(line.data, " /authorizations/***/*** 401 "));
    buffer_free(&line);
}
END_TEST

START_TEST(none_is_silent)
{
    struct buffer line = {0};
    access_log_format(ACCESS_LOG_NONE, &entry, &line);
    ck_assert_uint_eq(line.length, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("access_log");
    TCase *tests = tcase_create("access_log");
    tcase_add_test(tests, text_escapes_what_a_terminal_would_obey);
    tcase_add_test(tests, text_shows_letters_and_nothing_that_looks_like_one);
    tcase_add_test(tests, a_fault_is_named);
    tcase_add_test(tests, json_is_one_object_on_one_line);
    tcase_add_test(tests, keys_in_the_path_are_hidden);
    tcase_add_test(tests, none_is_silent);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
