/* Fault rules without a server: which requests fit, what is decided, drawn and counted, also by
 * many threads at once, and what ends a pause. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>

#include "fault/base64.h"
#include "fault/faults.h"
#include "monotonic.h"
#include "state/json_read.h"
#include "suite.h"

static struct fault_book *book;
static struct buffer lines;

static void begin(void)
{
    book = fault_book_new(1);
    ck_assert_ptr_nonnull(book);
}

static void end(void)
{
    fault_book_free(book);
    buffer_free(&lines);
}

static struct problems problems_here(void)
{
    return (struct problems){.out = &lines, .file = "rule"};
}

/* Its match and its action may be "". */
static struct fault_rule *rule_of(const char *name, const char *match, const char *action)
{
    char text[512];
    struct problems problems = problems_here();
    snprintf(text, sizeof text, "{\"name\":\"%s\",\"match\":{%s},\"action\":{%s}}", name, match,
             action[0] != '\0' ? action : "\"type\":\"emptyBody\"");
    cJSON *object = json_read(text, strlen(text), &problems);
    struct fault_rule *rule = fault_rule_read(object, &problems);
    cJSON_Delete(object);
    buffer_free(&problems.pointer);
    ck_assert_msg(rule != NULL, "%s", lines.data);
    return rule;
}

static void add(const char *name, const char *match)
{
    struct problems problems = problems_here();
    ck_assert_msg(faults_add(&book->of_all, rule_of(name, match, ""), &problems), "%s", lines.data);
    buffer_free(&problems.pointer);
}

static struct http_request request_of(const char *method, const char *path, const char *query)
{
    return (struct http_request){.method = http_method_of(method),
                                 .method_name = method,
                                 .path = path,
                                 .query = query,
                                 .version = "1.1"};
}

static const struct {
    const char *match, *method, *path, *query;
    bool fits;
} fitting[] = {
    {"", "GET", "/", "", true},
    {"", "PATCH", "/anything", "a=b", true},
    {"\"method\":\"GET\"", "GET", "/a", "", true},
    {"\"method\":\"GET\"", "HEAD", "/a", "", false},
    {"\"method\":\"GET\"", "DELETE", "/a", "", false},
    {"\"path\":\"/a\"", "GET", "/a", "", true},
    {"\"path\":\"/a\"", "GET", "/api/v1/a", "", true},
    {"\"path\":\"/api/v1/a\"", "GET", "/a", "", false},
    {"\"path\":\"/a/*\"", "GET", "/a/b", "", true},
    {"\"path\":\"/a/*\"", "GET", "/a/b/c", "", false},
    {"\"path\":\"/a/**\"", "GET", "/a/b/c", "", true},
    {"\"path\":\"**\"", "GET", "/", "", true},
    {"\"userId\":\"a b\"", "GET", "/a", "x=y&userId=a+b", true},
    {"\"userId\":\"a b\"", "GET", "/a", "user%49d=a%20b", true},
    {"\"userId\":\"a\"", "GET", "/a", "userId=b", false},
    {"\"userId\":\"a\"", "GET", "/a", "", false},
    {"\"userId\":\"\"", "GET", "/a", "userId=", true},
    {"\"method\":\"GET\",\"path\":\"/a\"", "GET", "/b", "", false},
};

START_TEST(a_request_fits_by_method_path_and_user)
{
    struct fault_rule *rule = rule_of("a", fitting[_i].match, "");
    const struct http_request request =
        request_of(fitting[_i].method, fitting[_i].path, fitting[_i].query);
    ck_assert(fault_rule_fits(rule, &request) == fitting[_i].fits);
    fault_rule_release(rule);
}
END_TEST

/* What a Python program of the same description draws: the first three of each kind. */
static const struct {
    uint64_t seed;
    const char *name;
    bool by_name;
    double draws[3];
    int delays[3];
} drawn[] = {
    {1,
     "a",
     false,
     {0.83798319591854109, 0.28869281141274172, 0.19000512002445347},
     {160, 172, 167}},
    {1,
     "a",
     true,
     {0.16074905071219026, 0.91400211185344704, 0.74442886748948389},
     {197, 137, 172}},
    {1,
     "b",
     false,
     {0.12991506093808569, 0.88081424732942171, 0.68719420298577616},
     {119, 112, 176}},
    {1,
     "b",
     true,
     {0.96062423181669554, 0.46629289574637056, 0.29570347288362975},
     {142, 152, 155}},
    {UINT32_MAX,
     "outage-1",
     false,
     {0.29392563101702607, 0.66560994447561961, 0.98413153685197863},
     {106, 113, 197}},
    {UINT32_MAX,
     "outage-1",
     true,
     {0.51471410424593134, 0.92045991690505524, 0.75616630793153461},
     {126, 146, 186}},
};

START_TEST(draws_depend_on_seed_name_and_count_alone)
{
    struct fault_rule *rule =
        rule_of(drawn[_i].name, "", "\"type\":\"delay\",\"delayMs\":{\"min\":100,\"max\":200}");
    for (size_t i = 0; i < 3; i++) {
        struct fault_decision decision = drawn[_i].by_name ? fault_rule_name(rule, drawn[_i].seed)
                                                           : fault_rule_match(rule, drawn[_i].seed);
        ck_assert(decision.applies);
        ck_assert_double_eq(decision.draw, drawn[_i].draws[i]);
        ck_assert_int_eq(decision.delay_ms, drawn[_i].delays[i]);
    }
    fault_rule_release(rule);
}
END_TEST

START_TEST(a_range_of_delays_has_both_ends)
{
    struct fault_rule *rule =
        rule_of("a", "", "\"type\":\"delay\",\"delayMs\":{\"min\":5,\"max\":7}");
    int seen[3] = {0};
    for (int i = 0; i < 3000; i++) {
        int64_t delay = fault_rule_match(rule, 1).delay_ms;
        ck_assert(delay >= 5 && delay <= 7);
        seen[delay - 5]++;
    }
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_gt(seen[i], 900);
    fault_rule_release(rule);
}
END_TEST

/* For each, which of the first eight requests that fit get the fault: '1' or '0'. */
static const struct {
    const char *match, *applied;
} decided[] = {
    {"", "11111111"},
    {"\"nth\":1", "10000000"},
    {"\"nth\":3", "00100000"},
    {"\"times\":2", "11000000"},
    {"\"nth\":3,\"times\":1", "00100000"},
    {"\"probability\":1", "11111111"},
    {"\"probability\":0", "00000000"},
    {"\"probability\":0.5", "01110000"},
    {"\"probability\":0.5,\"times\":2", "01100000"},
    {"\"probability\":0.5,\"nth\":1", "00000000"},
};

START_TEST(nth_times_and_probability_must_all_agree)
{
    struct fault_rule *rule = rule_of("a", decided[_i].match, "");
    char applied[9] = "";
    for (size_t i = 0; i < 8; i++)
        applied[i] = fault_rule_match(rule, 1).applies ? '1' : '0';
    ck_assert_str_eq(applied, decided[_i].applied);
    ck_assert_uint_eq(rule->counts.matched, 8);
    fault_rule_release(rule);
}
END_TEST

START_TEST(the_first_rule_that_applies_takes_the_request)
{
    const struct http_request request = request_of("GET", "/a", "");
    struct fault_decision decision;
    add("a", "\"nth\":2");
    add("b", "\"path\":\"/other\"");
    add("c", "\"times\":2");
    static const char *const expected[] = {"c", "a", "c", NULL};
    for (size_t i = 0; i < 4; i++) {
        struct fault_rule *rule = faults_match(&book->of_all, &request, &decision);
        ck_assert((rule == NULL) == (expected[i] == NULL));
        if (rule != NULL)
            ck_assert_str_eq(rule->name, expected[i]);
        fault_rule_release(rule);
    }
    ck_assert_ptr_null(faults_name(&book->of_all, "d", &decision));
    struct fault_rule *named = faults_name(&book->of_all, "b", &decision);
    ck_assert_str_eq(named->name, "b");
    fault_rule_release(named);
}
END_TEST

START_TEST(the_book_counts_the_rules_of_all_its_sets)
{
    struct faults own;
    struct problems problems = problems_here();
    ck_assert(faults_begin(&own, book));
    add("a", "");
    ck_assert(faults_add(&own, rule_of("a", "", ""), &problems));
    ck_assert(!faults_add(&own, rule_of("a", "", ""), &problems));
    ck_assert_uint_eq(atomic_load(&book->rules), 2);
    ck_assert_int_eq(faults_remove(&own, "b"), FAULT_UNKNOWN);
    ck_assert_int_eq(faults_remove(&own, "a"), FAULT_REMOVED);
    ck_assert_uint_eq(atomic_load(&book->rules), 1);
    ck_assert(faults_add(&own, rule_of("c", "", ""), &problems));
    faults_end(&own);
    faults_clear(&book->of_all);
    ck_assert_uint_eq(atomic_load(&book->rules), 0);
    buffer_free(&problems.pointer);
}
END_TEST

enum { THREADS = 4, TURNS = 500, TIMES = 700 };

static void *match_many(void *argument)
{
    const struct http_request request = request_of("GET", "/a", "");
    struct fault_decision decision;
    size_t *taken = argument;
    for (int i = 0; i < TURNS; i++) {
        struct fault_rule *rule = faults_match(&book->of_all, &request, &decision);
        *taken += rule != NULL ? 1 : 0;
        fault_rule_release(rule);
    }
    return NULL;
}

static void *change_rules(void *argument)
{
    (void)argument;
    for (int i = 0; i < TURNS; i++) {
        add("passing", "\"path\":\"/other\"");
        ck_assert_int_eq(faults_remove(&book->of_all, "passing"), FAULT_REMOVED);
    }
    return NULL;
}

START_TEST(threads_share_the_times_of_a_rule_exactly)
{
    pthread_t threads[THREADS + 1];
    size_t taken[THREADS] = {0}, all = 0;
    char match[32];
    snprintf(match, sizeof match, "\"times\":%d", TIMES);
    add("a", match);
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, match_many, &taken[i]), 0);
    ck_assert_int_eq(pthread_create(&threads[THREADS], NULL, change_rules, NULL), 0);
    for (size_t i = 0; i <= THREADS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < THREADS; i++)
        all += taken[i];
    ck_assert_uint_eq(all, TIMES);
}
END_TEST

static bool always_gone(void *context)
{
    ++*(unsigned *)context;
    return true;
}

static bool never_gone(void *context)
{
    ++*(unsigned *)context;
    return false;
}

START_TEST(a_pause_lasts_its_time_or_until_the_client_leaves)
{
    atomic_bool ended = false;
    unsigned asked = 0;
    struct pause pause = {&ended, never_gone, &asked};
    const struct timespec least = monotonic_later(monotonic_now(), 20);
    ck_assert_int_eq(pauses_sleep(book->pauses, &pause, 20), PAUSE_OVER);
    const struct timespec now = monotonic_now();
    ck_assert(monotonic_passed(&least, &now));
    ck_assert_uint_eq(asked, 1);
    pause.gone = always_gone;
    ck_assert_int_eq(pauses_sleep(book->pauses, &pause, 3600000), PAUSE_GONE);
    ck_assert_uint_eq(asked, 2);
    ck_assert_int_eq(pauses_sleep(book->pauses, &pause, 0), PAUSE_OVER);
}
END_TEST

static void *end_rule(void *argument)
{
    atomic_store((atomic_bool *)argument, true);
    pauses_wake(book->pauses);
    return NULL;
}

START_TEST(a_pause_ends_with_its_rule_and_all_end_with_the_mock)
{
    atomic_bool ended = false;
    const struct pause pause = {&ended, NULL, NULL};
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, end_rule, &ended), 0);
    ck_assert_int_eq(pauses_sleep(book->pauses, &pause, 3600000), PAUSE_CUT_SHORT);
    pthread_join(thread, NULL);
    atomic_store(&ended, false);
    pauses_stop(book->pauses);
    ck_assert_int_eq(pauses_sleep(book->pauses, &pause, 3600000), PAUSE_CUT_SHORT);
}
END_TEST

static const struct {
    const char *text, *bytes; /* NULL: is refused */
    size_t length;
} encoded[] = {
    {"", "", 0},
    {"YQ==", "a", 1},
    {"YWI=", "ab", 2},
    {"YWJj", "abc", 3},
    {"YWJjZA==", "abcd", 4},
    {"AAAA", "\0\0\0", 3},
    {"/+//", "\xff\xef\xff", 3},
    {"Y", NULL, 0},
    {"YQ", NULL, 0},
    {"YQ=", NULL, 0},
    {"YQ===", NULL, 0},
    {"YR==", NULL, 0},
    {"YWJ=", NULL, 0},
    {"=QQQ", NULL, 0},
    {"Y=Q=", NULL, 0},
    {"YQ==YQ==", NULL, 0},
    {"YWJj\n", NULL, 0},
    {"YW-_", NULL, 0},
    {"====", NULL, 0},
    {"Y\xc3\xa9=", NULL, 0},
};

START_TEST(base64_is_read_strictly)
{
    struct buffer out = {0};
    bool good = base64_read(encoded[_i].text, &out);
    ck_assert(good == (encoded[_i].bytes != NULL));
    if (good) {
        ck_assert_uint_eq(out.length, encoded[_i].length);
        ck_assert(out.length == 0 || memcmp(out.data, encoded[_i].bytes, out.length) == 0);
    }
    buffer_free(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_rules");
    TCase *tests = tcase_create("fault_rules");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, a_request_fits_by_method_path_and_user, 0,
                        sizeof fitting / sizeof fitting[0]);
    tcase_add_loop_test(tests, draws_depend_on_seed_name_and_count_alone, 0,
                        sizeof drawn / sizeof drawn[0]);
    tcase_add_test(tests, a_range_of_delays_has_both_ends);
    tcase_add_loop_test(tests, nth_times_and_probability_must_all_agree, 0,
                        sizeof decided / sizeof decided[0]);
    tcase_add_test(tests, the_first_rule_that_applies_takes_the_request);
    tcase_add_test(tests, the_book_counts_the_rules_of_all_its_sets);
    tcase_add_test(tests, threads_share_the_times_of_a_rule_exactly);
    tcase_add_test(tests, a_pause_lasts_its_time_or_until_the_client_leaves);
    tcase_add_test(tests, a_pause_ends_with_its_rule_and_all_end_with_the_mock);
    tcase_add_loop_test(tests, base64_is_read_strictly, 0, sizeof encoded / sizeof encoded[0]);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
