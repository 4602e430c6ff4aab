/* A partner's clock and its rate limit, without a server and without waiting. */
#include "tenant/clock.h"
#include "tenant/limit.h"

#include "suite.h"

static const int64_t second = 1000000, real_now = INT64_C(1700000000000000);

START_TEST(a_new_clock_is_the_real_one)
{
    struct clock clock = {0};
    ck_assert_int_eq(clock_read(&clock, real_now), real_now);
    ck_assert(!clock_is_frozen(&clock));
}
END_TEST

START_TEST(a_frozen_clock_stands_until_it_resumes_and_runs_on_from_there)
{
    struct clock clock = {0};
    clock_freeze(&clock, real_now - 2 * second);
    ck_assert(clock_is_frozen(&clock));
    ck_assert_int_eq(clock_read(&clock, real_now + 50 * second), real_now - 2 * second);
    clock_resume(&clock, real_now + 50 * second);
    ck_assert_int_eq(clock_read(&clock, real_now + 51 * second), real_now - 1 * second);
}
END_TEST

START_TEST(setting_keeps_a_frozen_clock_frozen_and_a_running_one_running)
{
    struct clock clock = {0};
    clock_set(&clock, real_now, 42 * second);
    ck_assert_int_eq(clock_read(&clock, real_now + second), 43 * second);
    clock_freeze(&clock, second);
    clock_set(&clock, real_now, 42 * second);
    ck_assert_int_eq(clock_read(&clock, real_now + second), 42 * second);
}
END_TEST

START_TEST(advancing_moves_a_clock_whether_it_stands_or_runs)
{
    struct clock clock = {0};
    clock_advance(&clock, -3 * second);
    ck_assert_int_eq(clock_read(&clock, real_now), real_now - 3 * second);
    clock_freeze(&clock, real_now);
    clock_advance(&clock, 5 * second + 1);
    ck_assert(clock_is_frozen(&clock));
    ck_assert_int_eq(clock_read(&clock, 0), real_now + 5 * second + 2);
}
END_TEST

static struct limit limit;
static struct http_rate_limit seen;

static void start(void)
{
    ck_assert(limit_start(&limit));
}

static void end(void)
{
    limit_end(&limit);
}

START_TEST(a_limit_that_is_off_lets_everything_through)
{
    for (int i = 0; i < 1000; i++)
        ck_assert(limit_take(&limit, real_now, &seen));
    ck_assert(!seen.on);
}
END_TEST

START_TEST(a_spent_limit_opens_again_when_the_oldest_request_leaves_the_window)
{
    ck_assert(limit_set(&limit, 2));
    ck_assert(limit_take(&limit, real_now, &seen));
    ck_assert_uint_eq(seen.remaining, 1);
    ck_assert_uint_eq(seen.reset_seconds, 0);
    ck_assert(limit_take(&limit, real_now + 20 * second, &seen));
    ck_assert_uint_eq(seen.remaining, 0);
    ck_assert_uint_eq(seen.reset_seconds, 40);
    ck_assert(!limit_take(&limit, real_now + 60 * second - 1, &seen));
    ck_assert_uint_eq(seen.reset_seconds, 1);
    ck_assert(limit_take(&limit, real_now + 60 * second, &seen));
    ck_assert_uint_eq(seen.reset_seconds, 20);
}
END_TEST

START_TEST(looking_spends_nothing_and_a_refusal_neither)
{
    ck_assert(limit_set(&limit, 1));
    limit_look(&limit, real_now, &seen);
    ck_assert_uint_eq(seen.remaining, 1);
    ck_assert(limit_take(&limit, real_now, &seen));
    ck_assert(!limit_take(&limit, real_now + 30 * second, &seen));
    ck_assert(limit_take(&limit, real_now + 60 * second, &seen));
}
END_TEST

START_TEST(a_clock_that_is_put_back_makes_a_new_start_but_a_late_thread_does_not)
{
    ck_assert(limit_set(&limit, 2));
    ck_assert(limit_take(&limit, real_now, &seen));
    ck_assert(limit_take(&limit, real_now - second / 2, &seen));
    ck_assert(!limit_take(&limit, real_now, &seen));
    ck_assert(limit_take(&limit, real_now - 10 * second, &seen));
    ck_assert_uint_eq(seen.remaining, 1);
}
END_TEST

START_TEST(setting_a_limit_starts_it_anew)
{
    ck_assert(limit_set(&limit, 1));
    ck_assert(limit_take(&limit, real_now, &seen));
    ck_assert(limit_set(&limit, 3));
    limit_look(&limit, real_now, &seen);
    ck_assert_uint_eq(seen.remaining, 3);
    ck_assert(limit_set(&limit, 0));
    ck_assert(!limit_is_on(&limit));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("clock");
    TCase *clocks = tcase_create("clock"), *limits = tcase_create("limit");
    tcase_add_test(clocks, a_new_clock_is_the_real_one);
    tcase_add_test(clocks, a_frozen_clock_stands_until_it_resumes_and_runs_on_from_there);
    tcase_add_test(clocks, setting_keeps_a_frozen_clock_frozen_and_a_running_one_running);
    tcase_add_test(clocks, advancing_moves_a_clock_whether_it_stands_or_runs);
    suite_add_tcase(suite, clocks);
    tcase_add_checked_fixture(limits, start, end);
    tcase_add_test(limits, a_limit_that_is_off_lets_everything_through);
    tcase_add_test(limits, a_spent_limit_opens_again_when_the_oldest_request_leaves_the_window);
    tcase_add_test(limits, looking_spends_nothing_and_a_refusal_neither);
    tcase_add_test(limits, a_clock_that_is_put_back_makes_a_new_start_but_a_late_thread_does_not);
    tcase_add_test(limits, setting_a_limit_starts_it_anew);
    suite_add_tcase(suite, limits);
    return run_suite(suite);
}
