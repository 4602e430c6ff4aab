/* What may go to a server that is not ours, and how fast. No time passes: the clock is the test's.
 */
#include "../src/target/care.h"

#include <sys/wait.h>
#include <unistd.h>

#include "suite.h"

#define MINE "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define OTHER "917c8734-8470-4a3e-a18f-57c3f2ee6631"

static long long now, waited;
static int waits;

static long long read_now(void)
{
    return now;
}

static void take_time(long long ms)
{
    now += ms;
    waited += ms;
    waits++;
}

/* poll() may come back early. */
static void take_half_the_time(long long ms)
{
    take_time(ms > 1 ? ms / 2 : ms);
}

static const struct care_clock test_clock = {read_now, take_time},
                               early_clock = {read_now, take_half_the_time};

static void start(bool on, const char *removable)
{
    const struct care care = {.on = on, .removable = removable, .clock = &test_clock};
    now = 5000;
    waited = waits = 0;
    ck_assert(care_start(&care));
}

static void send(int requests)
{
    for (int i = 0; i < requests; i++)
        care_wait();
}

START_TEST(the_201st_request_waits_until_a_minute_after_the_first)
{
    start(true, NULL);
    send(1);
    now += 10000;
    send(CARE_REQUESTS_A_MINUTE - 1);
    ck_assert_int_eq(waits, 0);
    send(1);
    ck_assert_int_eq(waits, 1);
    ck_assert_int_eq(waited, 50000);
    ck_assert_int_eq(now, 5000 + 60000);
    send(1); /* a minute after the second, which was sent ten seconds after the first */
    ck_assert_int_eq(now, 15000 + 60000);
}
END_TEST

START_TEST(no_minute_sees_more_than_200)
{
    enum { REQUESTS = 1000 };
    static long long sent[REQUESTS];
    start(true, NULL);
    for (int i = 0; i < REQUESTS; i++) {
        care_wait();
        sent[i] = now;
        now += i % 7 == 0 ? 900 : 3;
    }
    for (int i = CARE_REQUESTS_A_MINUTE; i < REQUESTS; i++)
        ck_assert_int_ge(sent[i] - sent[i - CARE_REQUESTS_A_MINUTE], 60000);
    ck_assert_int_gt(waits, 0);
}
END_TEST

START_TEST(who_sends_slowly_never_waits)
{
    start(true, NULL);
    for (int i = 0; i < 3 * CARE_REQUESTS_A_MINUTE; i++, now += 300)
        care_wait();
    ck_assert_int_eq(waits, 0);
}
END_TEST

START_TEST(a_wait_that_ends_early_is_gone_on_with)
{
    const struct care care = {.on = true, .clock = &early_clock};
    now = waited = waits = 0;
    ck_assert(care_start(&care));
    send(CARE_REQUESTS_A_MINUTE + 1);
    ck_assert_int_gt(waits, 1);
    ck_assert_int_eq(waited, 60000);
}
END_TEST

START_TEST(the_processes_of_all_tests_count_together)
{
    start(true, NULL);
    for (int i = 0; i < CARE_REQUESTS_A_MINUTE; i++) {
        pid_t child = fork();
        if (child == 0) {
            care_wait();
            _exit(waits == 0 ? 0 : 1);
        }
        int status = -1;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
    send(1);
    ck_assert_int_eq(waited, 60000);
}
END_TEST

START_TEST(without_care_nothing_waits)
{
    const struct care dry = {.on = true, .at_any_rate = true, .clock = &test_clock};
    start(false, NULL);
    send(3 * CARE_REQUESTS_A_MINUTE);
    ck_assert(care_start(&dry));
    send(3 * CARE_REQUESTS_A_MINUTE);
    ck_assert_int_eq(waits, 0);
}
END_TEST

static const struct {
    const char *method, *path;
    bool without_leave, with_leave; /* with leave to remove MINE */
} requests[] = {
    {"GET", "/authorizations/" OTHER, true, true},
    {"get", "/authorizations", true, true},
    {"HEAD", "/authorizations", true, true},
    {"OPTIONS", "/sessionEvents", true, true},
    {"DELETE", "/authorizations/" MINE, false, true},
    {"delete", "/authorizations/" MINE, false, true},
    {"DELETE", "/authorizations/2BCD7CC3-E922-4976-BCE1-9858296801C3", false, true},
    {"DELETE", "/connection/" MINE, false, true},
    {"DELETE", "/authorizations/" OTHER, false, false},
    {"delete", "/authorizations/" OTHER, false, false},
    {"DELETE", "/connection/" OTHER, false, false},
    /* One of them under other names. */
    {"DELETE", "/authorizations/{" OTHER "}", false, false},
    {"DELETE", "/authorizations/917c8734%2D8470-4a3e-a18f-57c3f2ee6631", false, false},
    {"DELETE", "/authorizations/917c873484704a3ea18f57c3f2ee6631", false, false},
    {"DELETE", "/authorizations/urn:uuid:" OTHER, false, false},
    {"DELETE", "/authorizations/" OTHER "/", false, false},
    {"DELETE", "/authorizations/" MINE "/" OTHER, false, false},
    {"DELETE", "/authorizations/" MINE "?id=" OTHER, false, false},
    /* Nobody's. */
    {"DELETE", "/authorizations/" UNKNOWN_ID, false, true},
    {"DELETE", "/connection/" UNKNOWN_ID, false, true},
    {"DELETE", "/authorizations/" UNKNOWN_ID "0", false, true},
    {"DELETE", "/authorizations/x", false, true},
    {"DELETE", "/authorizations/not%20a%2Fuuid", false, true},
    /* All of them, or something else. */
    {"DELETE", "/authorizations", false, false},
    {"DELETE", "/authorizations/", false, false},
    {"DELETE", "/sessionEvents", false, false},
    {"DELETE", "/sessionEvents/x", false, false},
    {"DELETE", "/", false, false},
    {"DELETE", "", false, false},
    {"POST", "/authorizations/" MINE, false, false},
    {"PUT", "/authorizations", false, false},
    {"PATCH", "/authorizations/" UNKNOWN_ID, false, false},
    {"PURGE", "/authorizations/" MINE, false, false},
};

START_TEST(only_the_named_connection_may_be_removed)
{
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        const char *method = requests[i].method, *path = requests[i].path;
        start(true, NULL);
        ck_assert_msg(care_allows(method, path) == requests[i].without_leave,
                      "without leave: %s %s", method, path);
        start(true, MINE);
        ck_assert_msg(care_allows(method, path) == requests[i].with_leave, "with leave: %s %s",
                      method, path);
        start(false, NULL);
        ck_assert_msg(care_allows(method, path), "without care: %s %s", method, path);
    }
}
END_TEST

START_TEST(it_tells_what_may_go)
{
    start(true, MINE);
    ck_assert(care_is_on());
    ck_assert_str_eq(care_removable(), MINE);
    start(true, NULL);
    ck_assert_ptr_null(care_removable());
    start(false, MINE);
    ck_assert(!care_is_on());
    ck_assert_ptr_null(care_removable());
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("care");
    TCase *test = tcase_create("care");
    tcase_add_test(test, the_201st_request_waits_until_a_minute_after_the_first);
    tcase_add_test(test, no_minute_sees_more_than_200);
    tcase_add_test(test, who_sends_slowly_never_waits);
    tcase_add_test(test, a_wait_that_ends_early_is_gone_on_with);
    tcase_add_test(test, the_processes_of_all_tests_count_together);
    tcase_add_test(test, without_care_nothing_waits);
    tcase_add_test(test, only_the_named_connection_may_be_removed);
    tcase_add_test(test, it_tells_what_may_go);
    suite_add_tcase(suite, test);
    return run_suite(suite);
}
