/* Verification: when it holds, what it shows, and which expectations are refused. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "journal/journal_verify.h"
#include "suite.h"

static struct journal_book *book;
static struct journal *all;
static struct buffer out, lines;
static cJSON *document;

static void add(const char *method, const char *path, int status)
{
    const struct journal_record record = {
        .status = status,
        .method = method,
        .path = path,
        .query = "",
        .client_id = "A",
        .signature_rule = "",
        .diagnosis = "",
        .fault = "",
    };
    journal_add(book, NULL, &record);
}

static void fill(void)
{
    const struct journal_limits limits = {1000, 1 << 20};
    book = journal_book_new(&limits);
    ck_assert_ptr_nonnull(book);
    all = journal_of_all(book);
    add("GET", "/a", 200);
    add("GET", "/a", 404);
    add("GET", "/b", 404);
    add("DELETE", "/a", 204);
    add("DELETE", "/b", 404);
    add("GET", "/a", 200);
    add("GET", "/c", 500);
}

static void empty(void)
{
    journal_book_free(book);
    cJSON_Delete(document);
    buffer_free(&out);
    buffer_free(&lines);
}

/* Reads it, with the problems as lines; `document` keeps the texts. */
static bool read_expectation(const char *text, struct journal_expectation *expectation)
{
    struct problems problems = {.out = &lines, .file = "b"};
    document = cJSON_Parse(text);
    ck_assert_msg(document != NULL, "%s", text);
    bool good = journal_expectation_read(expectation, document, &problems);
    buffer_free(&problems.pointer);
    return good;
}

static void verify(const char *text)
{
    struct journal_expectation expectation;
    ck_assert_msg(read_expectation(text, &expectation), "%s: %s", text, lines.data);
    journal_verify(all, &expectation, &out);
}

static const struct {
    const char *expectation;
    bool holds;
    int count;
} expectations[] = {
    {"{\"pattern\":{}}", true, 7},
    {"{\"pattern\":{\"status\":404}}", true, 3},
    {"{\"pattern\":{\"status\":\"404\"}}", true, 3},
    {"{\"pattern\":{\"status\":\"4xx\",\"method\":\"GET\"}}", true, 2},
    {"{\"pattern\":{\"status\":501}}", false, 0},
    {"{\"pattern\":{\"status\":501},\"exactly\":0}", true, 0},
    {"{\"pattern\":{\"status\":501},\"atMost\":0}", true, 0},
    {"{\"pattern\":{\"path\":\"/a\"},\"exactly\":4}", true, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"exactly\":3}", false, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"exactly\":5}", false, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"atLeast\":4}", true, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"atLeast\":5}", false, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"atMost\":4}", true, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"atMost\":3}", false, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"atLeast\":2,\"atMost\":4}", true, 4},
    {"{\"pattern\":{\"path\":\"/a\"},\"atLeast\":2,\"atMost\":3}", false, 4},
    {"{\"pattern\":{\"path\":\"/a\",\"after\":2},\"exactly\":2}", true, 2},
    {"{\"pattern\":{\"path\":\"/a\",\"after\":\"2\"},\"exactly\":2}", true, 2},
    {"{\"pattern\":{\"diagnosis\":null,\"fault\":null,\"signatureRule\":null}}", true, 7},
    {"{\"pattern\":{\"clientId\":null}}", false, 0},
    {"{\"pattern\":{\"userId\":\"u\"},\"atLeast\":0}", true, 0},
};

START_TEST(it_holds_when_the_count_is_as_expected)
{
    char start[64];
    verify(expectations[_i].expectation);
    snprintf(start, sizeof start, "{\"holds\":%s,\"count\":%d,\"rows\":[",
             expectations[_i].holds ? "true" : "false", expectations[_i].count);
    ck_assert_msg(strncmp(out.data, start, strlen(start)) == 0, "%s: %s",
                  expectations[_i].expectation, out.data);
}
END_TEST

/* The ids of the entries of an answer's member, and behind each what differs. */
static const char *ids_in(const char *member)
{
    static char ids[256];
    size_t length = 0;
    cJSON *answer = cJSON_Parse(out.data);
    const cJSON *row, *name, *array = cJSON_GetObjectItemCaseSensitive(answer, member);
    ck_assert_msg(answer != NULL, "%s", out.data);
    snprintf(ids, sizeof ids, "%s", array == NULL ? "none" : "");
    cJSON_ArrayForEach(row, array)
    {
        const cJSON *entry = cJSON_GetObjectItemCaseSensitive(row, "entry");
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(entry != NULL ? entry : row, "id");
        length += (size_t)snprintf(ids + length, sizeof ids - length, "%d ", id->valueint);
        cJSON_ArrayForEach(name, cJSON_GetObjectItemCaseSensitive(row, "differs")) length +=
            (size_t)snprintf(ids + length, sizeof ids - length, "%s ", name->valuestring);
    }
    cJSON_Delete(answer);
    return ids;
}

START_TEST(it_shows_what_matches_oldest_first)
{
    verify("{\"pattern\":{\"path\":\"/a\"}}");
    ck_assert_str_eq(ids_in("rows"), "1 2 4 6 ");
    ck_assert_str_eq(ids_in("closest"), "none");
}
END_TEST

START_TEST(it_shows_the_newest_100_rows)
{
    for (int i = 0; i < 150; i++)
        add("GET", "/d", 200);
    verify("{\"pattern\":{\"path\":\"/d\"},\"exactly\":150}");
    ck_assert_int_eq(strncmp(out.data, "{\"holds\":true,\"count\":150,\"rows\":[{\"id\":58,", 43),
                     0);
}
END_TEST

START_TEST(with_too_few_it_shows_what_came_closest)
{
    verify("{\"pattern\":{\"method\":\"DELETE\",\"path\":\"/a\",\"status\":404}}");
    ck_assert_str_eq(ids_in("rows"), "");
    ck_assert_str_eq(ids_in("closest"), "5 path 4 status 2 method 6 method status "
                                        "3 method path ");
}
END_TEST

START_TEST(with_some_but_too_few_it_shows_both)
{
    verify("{\"pattern\":{\"path\":\"/b\"},\"atLeast\":3}");
    ck_assert_str_eq(ids_in("rows"), "3 5 ");
    ck_assert_str_eq(ids_in("closest"), "7 path 6 path 4 path 2 path 1 path ");
}
END_TEST

START_TEST(with_too_many_nothing_came_close)
{
    verify("{\"pattern\":{\"path\":\"/b\"},\"atMost\":1}");
    ck_assert_str_eq(ids_in("rows"), "3 5 ");
    ck_assert_str_eq(ids_in("closest"), "none");
}
END_TEST

START_TEST(an_empty_journal_has_nothing_close)
{
    journal_clear(all);
    verify("{\"pattern\":{}}");
    ck_assert_str_eq(out.data, "{\"holds\":false,\"count\":0,\"rows\":[],\"closest\":[]}");
}
END_TEST

static const struct {
    const char *expectation, *problems;
} bad[] = {
    {"[]", "b: /: must be an object\n"},
    {"{}", "b: /pattern: missing\n"},
    {"{\"pattern\":1}", "b: /pattern: must be an object\n"},
    {"{\"pattern\":{},\"count\":1}", "b: /count: unknown field\n"},
    {"{\"pattern\":{},\"atleast\":1}", "b: /atleast: unknown field; did you mean \"atLeast\"?\n"},
    {"{\"pattern\":{},\"exactly\":\"1\"}",
     "b: /exactly: must be a whole number of 32 bits, not \"1\"\n"},
    {"{\"pattern\":{},\"exactly\":1.5}", "b: /exactly: must be a whole number of 32 bits\n"},
    {"{\"pattern\":{},\"exactly\":-1}", "b: /exactly: must not be negative\n"},
    {"{\"pattern\":{},\"exactly\":1,\"atMost\":2}", "b: /exactly: excludes atLeast and atMost\n"},
    {"{\"pattern\":{},\"exactly\":1,\"atLeast\":1}", "b: /exactly: excludes atLeast and atMost\n"},
    {"{\"pattern\":{},\"atLeast\":3,\"atMost\":2}", "b: /atMost: must not be less than atLeast\n"},
    {"{\"pattern\":{\"limit\":1}}",
     "b: /pattern/limit: unknown; there are method, path, status, userId, clientId, "
     "signatureRule, diagnosis, fault, eventType, after\n"},
    {"{\"pattern\":{\"status\":true}}", "b: /pattern/status: must be a string or a number\n"},
    {"{\"pattern\":{\"status\":4.5}}",
     "b: /pattern/status: must be a status from 100 to 599, or a class such as \"4xx\", not "
     "\"4.5\"\n"},
    {"{\"pattern\":{\"method\":1,\"path\":null,\"fault\":[]}}",
     "b: /pattern/method: must be a string\nb: /pattern/path: must be a string\n"
     "b: /pattern/fault: must be a string or null\n"},
    {"{\"pattern\":{\"after\":-1}}",
     "b: /pattern/after: must be the id of a request, or 0, not \"-1\"\n"},
    {"{\"pattern\":{\"method\":\"A\",\"method\":\"B\"}}",
     "b: /pattern/method: stands twice in its object\n"},
};

START_TEST(a_bad_expectation_is_refused_with_pointers)
{
    struct journal_expectation expectation;
    ck_assert(!read_expectation(bad[_i].expectation, &expectation));
    ck_assert_str_eq(lines.data, bad[_i].problems);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal_verification");
    TCase *tests = tcase_create("journal_verification");
    tcase_add_checked_fixture(tests, fill, empty);
    tcase_add_loop_test(tests, it_holds_when_the_count_is_as_expected, 0,
                        sizeof expectations / sizeof expectations[0]);
    tcase_add_test(tests, it_shows_what_matches_oldest_first);
    tcase_add_test(tests, it_shows_the_newest_100_rows);
    tcase_add_test(tests, with_too_few_it_shows_what_came_closest);
    tcase_add_test(tests, with_some_but_too_few_it_shows_both);
    tcase_add_test(tests, with_too_many_nothing_came_close);
    tcase_add_test(tests, an_empty_journal_has_nothing_close);
    tcase_add_loop_test(tests, a_bad_expectation_is_refused_with_pointers, 0,
                        sizeof bad / sizeof bad[0]);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
