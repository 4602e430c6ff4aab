/* What is read from the journal: entries as JSON, lists by every filter, waiting for them, and the
 * last failure. */
#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "journal/journal_list.h"
#include "state/json_check.h"
#include "suite.h"

enum { LATE_MS = 20000, SOON_MS = 20 };

static struct journal_book *book;
static struct journal *all;
static struct buffer out, lines;

static const struct http_header signed_by[] = {
    {"Host", "a:1"},
    {"Signature", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq="},
};

static struct journal_record record_of(const char *path, const char *query, int status)
{
    return (struct journal_record){
        .time = INT64_C(1724190979123935),
        .microseconds = 42,
        .status = status,
        .method = "GET",
        .path = path,
        .query = query,
        .headers = signed_by,
        .header_count = 2,
        .client_id = "",
        .signature_rule = "",
        .diagnosis = "",
        .fault = "",
        .body_bytes = 5,
        .connection = 7,
    };
}

static void add(const char *path, const char *query, int status)
{
    const struct journal_record record = record_of(path, query, status);
    journal_add(book, NULL, &record);
}

/* Six requests; filters below name them by their ids. */
static void fill(void)
{
    const struct journal_limits limits = {2000, 8 << 20};
    book = journal_book_new(&limits);
    ck_assert_ptr_nonnull(book);
    all = journal_of_all(book);
    add("/api/v1/authorizations", "userId=John.doe%40snaptrade.com&clientId=A", 200);
    add("/authorizations/1-2", "user%49d=a+b", 404);
    struct journal_record record =
        record_of("/api/v1/authorizations/3/refresh", "userId=a%20b", 401);
    record.client_id = "A";
    record.diagnosis = "sorted-query";
    journal_add(book, NULL, &record);
    record = record_of("/api/v1/sessionEvents", "", 200);
    record.client_id = "B";
    record.signature_rule = "wire";
    journal_add(book, NULL, &record);
    record = record_of("/api/v1/connection/3", "x=userId=a", 500);
    record.method = "DELETE";
    record.fault = "outage";
    record.fault_draw = 0.9999999;
    journal_add(book, NULL, &record);
    add("/", "", 200);
}

static void empty(void)
{
    journal_book_free(book);
    buffer_free(&out);
    buffer_free(&lines);
}

/* Sets "name=value" for a filter, each ended by a newline, in `pattern`, which borrows them. */
static struct journal_pattern pattern_of(char *settings)
{
    struct journal_pattern pattern = {0};
    struct problems problems = {.out = &lines, .file = "query"};
    for (char *rest = settings; *rest != '\0';) {
        char *name = rest, *value = strchr(name, '='), *end = strchr(name, '\n');
        ck_assert(value != NULL && end != NULL);
        *value = *end = '\0';
        rest = end + 1;
        ck_assert_msg(journal_pattern_set(&pattern, name, value + 1, &problems), "%s", lines.data);
    }
    buffer_free(&problems.pointer);
    return pattern;
}

/* The ids in the list, each a digit, and its "last"; the list is in `out`, as an object. */
static const char *list(struct journal *journal, const struct journal_pattern *pattern,
                        struct journal_wait *wait)
{
    buffer_reset(&out);
    buffer_append_text(&out, "{");
    journal_list(journal, pattern, wait, &out);
    buffer_append_text(&out, "}");
    static char ids[8192];
    size_t count = 0;
    cJSON *parsed = cJSON_Parse(out.data);
    const cJSON *entry;
    ck_assert_msg(parsed != NULL, "%s", out.data);
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(parsed, "entries"))
    {
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(entry, "id");
        count += (size_t)snprintf(ids + count, sizeof ids - count, "%d", id->valueint);
    }
    const cJSON *last = cJSON_GetObjectItemCaseSensitive(parsed, "last");
    snprintf(ids + count, sizeof ids - count, "|%d", last->valueint);
    cJSON_Delete(parsed);
    return ids;
}

static const char *ids_of(const char *settings)
{
    char copy[600];
    snprintf(copy, sizeof copy, "%s", settings);
    const struct journal_pattern pattern = pattern_of(copy);
    return list(all, &pattern, NULL);
}

START_TEST(an_entry_is_json_with_all_its_fields_in_order)
{
    ck_assert_str_eq(ids_of("after=2\nlimit=1\nstatus=401\n"), "3|6");
    ck_assert_str_eq(
        out.data,
        "{\"entries\":[{\"id\":3,\"time\":\"2024-08-20T21:56:19.123935Z\",\"method\":\"GET\","
        "\"target\":\"/api/v1/authorizations/3/refresh?userId=a%20b\",\"status\":401,"
        "\"microseconds\":42,\"clientId\":\"A\",\"signatureRule\":null,"
        "\"diagnosis\":\"sorted-query\",\"fault\":null,\"faultDraw\":null,\"headers\":[{\"name\":"
        "\"Host\",\"value\":\"a:1\"},{\"name\":\"Signature\",\"value\":\"abcdef***\"}],"
        "\"bodyBytes\":5,\"body\":null,\"connection\":7}],\"last\":6}");
}
END_TEST

START_TEST(a_fault_has_its_draw_cut_to_six_places)
{
    ck_assert_str_eq(ids_of("fault=outage\n"), "5|6");
    ck_assert_ptr_nonnull(strstr(out.data, ",\"fault\":\"outage\",\"faultDraw\":0.999999,"));
}
END_TEST

START_TEST(hostile_bytes_still_give_valid_json)
{
    char bytes[256];
    struct json_problem problem;
    for (size_t i = 0; i < 255; i++)
        bytes[i] = (char)(i + 1);
    bytes[255] = '\0';
    const struct http_header header = {bytes, "\"\\\x01\x7f\xc3\xa9\xe9\xed\xa0\x80\xff"};
    struct journal_record record = record_of(bytes, bytes, 200);
    record.method = record.client_id = record.fault = bytes;
    record.headers = &header;
    record.header_count = 1;
    record.body = bytes;
    journal_add(book, NULL, &record);
    ck_assert_str_eq(ids_of("limit=1\n"), "7|7");
    ck_assert_msg(json_check(out.data, out.length, &problem), "%s", problem.what);
    ck_assert_ptr_nonnull(strstr(out.data,
                                 "\"value\":\"\\\"\\\\\\u0001\\u007f\xc3\xa9\\\\xe9\\\\xed"
                                 "\\\\xa0\\\\x80\\\\xff\""));
}
END_TEST

static const struct {
    const char *settings, *ids;
} filters[] = {
    {"", "123456|6"},
    {"method=GET\n", "12346|6"},
    {"method=get\n", "|6"},
    {"path=/authorizations\n", "1|6"},
    {"path=/api/v1/authorizations\n", "1|6"},
    {"path=/authorizations/*\n", "2|6"},
    {"path=/api/v1/authorizations/*\n", "|6"},
    {"path=/authorizations/**\n", "23|6"},
    {"path=/authorizations**\n", "123|6"},
    {"path=/authorizations/*/refresh\n", "3|6"},
    {"path=/*/3\n", "5|6"},
    {"path=**3**\n", "35|6"},
    {"path=/a*/*-*\n", "2|6"},
    {"path=/\n", "6|6"},
    {"path=/*\n", "146|6"},
    {"path=*\n", "|6"},
    {"path=**\n", "123456|6"},
    {"path=/authorization\n", "|6"},
    {"status=404\n", "2|6"},
    {"status=4xx\n", "23|6"},
    {"status=5XX\n", "5|6"},
    {"status=2xx\n", "146|6"},
    {"userId=John.doe@snaptrade.com\n", "1|6"},
    {"userId=a b\n", "23|6"},
    {"userId=a\n", "|6"},
    {"userId=\n", "|6"},
    {"clientId=A\n", "3|6"},
    {"clientId=*\n", "34|6"},
    {"clientId=\n", "1256|6"},
    {"signatureRule=wire\n", "4|6"},
    {"signatureRule=wir\n", "|6"},
    {"diagnosis=*\n", "3|6"},
    {"diagnosis=sorted-query\n", "3|6"},
    {"diagnosis=\n", "12456|6"},
    {"fault=outage\n", "5|6"},
    {"fault=*\n", "5|6"},
    {"after=0\n", "123456|6"},
    {"after=4\n", "56|6"},
    {"after=6\n", "|6"},
    {"after=999999999999999999\n", "|6"},
    {"limit=2\n", "56|6"},
    {"limit=2\nstatus=200\n", "46|6"},
    {"limit=1000\nmethod=GET\nstatus=4xx\nuserId=a b\nclientId=A\npath=**/refresh\n", "3|6"},
};

START_TEST(a_list_has_what_matches_all_filters)
{
    const char *ids = ids_of(filters[_i].settings);
    ck_assert_msg(strcmp(ids, filters[_i].ids) == 0, "%s: %s", filters[_i].settings, ids);
}
END_TEST

static const struct {
    const char *name, *value, *problem;
} bad[] = {
    {"colour", "red",
     "/colour: unknown; there are method, path, status, userId, clientId, "
     "signatureRule, diagnosis, fault, eventType, after, limit"},
    {"Status", "200", "/Status: unknown"},
    {"path", "", "/path: must be a path"},
    {"path", "authorizations", "/path: must be a path"},
    {"path", "/a?b",
     "/path: must be a path of at most 255 bytes that begins with / or *, without "
     "a query, not \"/a?b\""},
    {"status", "", "/status: must be a status"},
    {"status", "4x",
     "/status: must be a status from 100 to 599, or a class such as \"4xx\", not "
     "\"4x\""},
    {"status", "6xx", "/status: must be"},
    {"status", "0xx", "/status: must be"},
    {"status", "4xxx", "/status: must be"},
    {"status", "99", "/status: must be"},
    {"status", "600", "/status: must be"},
    {"status", "-200", "/status: must be"},
    {"after", "-1", "/after: must be the id of a request, or 0, not \"-1\""},
    {"after", "1.5", "/after: must be"},
    {"after", "", "/after: must be"},
    {"after", "9999999999999999999", "/after: must be"},
    {"limit", "0", "/limit: must be a number from 1 to 1000, not \"0\""},
    {"limit", "1001", "/limit: must be"},
    {"method", "POST", "/method: must stand only once, not \"POST\""},
};

START_TEST(a_bad_filter_is_refused_with_its_name)
{
    struct journal_pattern pattern = {0};
    struct problems problems = {.out = &lines, .file = "q"};
    char expected[200];
    ck_assert(journal_pattern_set(&pattern, "method", "GET", &problems));
    ck_assert(!journal_pattern_set(&pattern, bad[_i].name, bad[_i].value, &problems));
    snprintf(expected, sizeof expected, "q: %s", bad[_i].problem);
    ck_assert_msg(strncmp(lines.data, expected, strlen(expected)) == 0, "%s", lines.data);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_uint_eq(problems.pointer.length, 0);
    buffer_free(&problems.pointer);
}
END_TEST

START_TEST(a_path_of_more_than_255_bytes_is_refused)
{
    struct journal_pattern pattern = {0};
    struct problems problems = {.out = &lines, .file = "q"};
    char path[258];
    memset(path, '*', sizeof path);
    path[256] = '\0';
    ck_assert(!journal_pattern_set(&pattern, "path", path, &problems));
    path[255] = '\0';
    pattern.set = 0;
    ck_assert(journal_pattern_set(&pattern, "path", path, &problems));
    ck_assert_str_eq(list(all, &pattern, NULL), "123456|6");
    buffer_free(&problems.pointer);
}
END_TEST

START_TEST(a_list_has_the_newest_100_unless_told)
{
    char settings[] = "limit=1000\n";
    for (int i = 0; i < 1500; i++)
        add("/x", "", 200);
    const struct journal_pattern pattern = {0}, most = pattern_of(settings);
    list(all, &pattern, NULL);
    ck_assert_int_eq(strncmp(out.data, "{\"entries\":[{\"id\":1407,", 23), 0);
    list(all, &most, NULL);
    ck_assert_int_eq(strncmp(out.data, "{\"entries\":[{\"id\":507,", 22), 0);
}
END_TEST

START_TEST(an_empty_journal_has_an_empty_list)
{
    struct journal *own = journal_new(book);
    const struct journal_pattern pattern = {0};
    ck_assert_ptr_nonnull(own);
    list(own, &pattern, NULL);
    ck_assert_str_eq(out.data, "{\"entries\":[],\"last\":0}");
    ck_assert(!journal_last_failure(own, &out));
    journal_clear(all);
    ck_assert_str_eq(ids_of(""), "|6");
    journal_release(own);
}
END_TEST

START_TEST(the_last_failure_is_the_newest_from_400_on)
{
    ck_assert(journal_last_failure(all, &out));
    ck_assert_int_eq(strncmp(out.data, "{\"id\":5,", 8), 0);
    for (int i = 0; i < 200; i++)
        add("/x", "", 399);
    add("/x", "", 400);
    for (int i = 0; i < 200; i++)
        add("/x", "", 399);
    buffer_reset(&out);
    ck_assert(journal_last_failure(all, &out));
    ck_assert_int_eq(strncmp(out.data, "{\"id\":207,", 10), 0);
}
END_TEST

static void *add_soon(void *argument)
{
    struct journal *own = journal_new(book);
    struct journal_mark mark = journal_mark(own);
    struct journal_wait wait = journal_wait_of(SOON_MS, NULL, NULL);
    journal_wait(own, &mark, &wait);
    add("/x", "", 404);
    add("/x", "", 503);
    journal_release(own);
    return argument;
}

START_TEST(a_wait_is_for_what_matches)
{
    char settings[] = "after=5\nstatus=5xx\n";
    const struct journal_pattern pattern = pattern_of(settings);
    pthread_t thread;
    struct journal_wait wait = journal_wait_of(LATE_MS, NULL, NULL);
    ck_assert_int_eq(pthread_create(&thread, NULL, add_soon, NULL), 0);
    ck_assert_str_eq(list(all, &pattern, &wait), "8|8");
    pthread_join(thread, NULL);
}
END_TEST

START_TEST(a_wait_for_what_is_there_takes_no_time)
{
    char settings[] = "after=4\nstatus=5xx\n";
    const struct journal_pattern pattern = pattern_of(settings);
    struct journal_wait wait = journal_wait_of(LATE_MS, NULL, NULL);
    ck_assert_str_eq(list(all, &pattern, &wait), "5|6");
}
END_TEST

START_TEST(a_wait_in_vain_gives_an_empty_list)
{
    char settings[] = "after=5\nstatus=5xx\n";
    const struct journal_pattern pattern = pattern_of(settings);
    struct journal_wait wait = journal_wait_of(SOON_MS, NULL, NULL);
    ck_assert_str_eq(list(all, &pattern, &wait), "|6");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal_answers");
    TCase *tests = tcase_create("journal_answers");
    tcase_set_timeout(tests, 30);
    tcase_add_checked_fixture(tests, fill, empty);
    tcase_add_test(tests, an_entry_is_json_with_all_its_fields_in_order);
    tcase_add_test(tests, a_fault_has_its_draw_cut_to_six_places);
    tcase_add_test(tests, hostile_bytes_still_give_valid_json);
    tcase_add_loop_test(tests, a_list_has_what_matches_all_filters, 0,
                        sizeof filters / sizeof filters[0]);
    tcase_add_loop_test(tests, a_bad_filter_is_refused_with_its_name, 0,
                        sizeof bad / sizeof bad[0]);
    tcase_add_test(tests, a_path_of_more_than_255_bytes_is_refused);
    tcase_add_test(tests, a_list_has_the_newest_100_unless_told);
    tcase_add_test(tests, an_empty_journal_has_an_empty_list);
    tcase_add_test(tests, the_last_failure_is_the_newest_from_400_on);
    tcase_add_test(tests, a_wait_is_for_what_matches);
    tcase_add_test(tests, a_wait_for_what_is_there_takes_no_time);
    tcase_add_test(tests, a_wait_in_vain_gives_an_empty_list);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
