/* When an unused partner expires: by its own clock or the real one, and what keeps it. Without a
 * server and without waiting. */
#include "suite.h"
#include "tenant/tenants.h"

static const int64_t second = 1000000, hour = 3600 * INT64_C(1000000);
static const int64_t start_time = INT64_C(1700000000000000);

static struct journal_book *book;
static struct fault_book *faults;
static struct tenants *tenants;
static struct tenant *tenant;

static void start(int64_t ttl)
{
    const struct journal_limits limits = {1, 1000};
    book = journal_book_new(&limits);
    faults = fault_book_new(1);
    ck_assert(book != NULL && faults != NULL);
    tenants = tenants_new(book, faults, 0);
    ck_assert_ptr_nonnull(tenants);
    ck_assert(tenants_add(tenants, "A", "", ttl, start_time));
    tenant = tenants_find(tenants, "A");
    ck_assert_ptr_nonnull(tenant);
}

static void start_with_an_hour(void)
{
    start(hour);
}

static void end(void)
{
    tenant_release(tenant);
    tenants_free(tenants);
    fault_book_free(faults);
    journal_book_free(book);
}

static void count(void *context, const char *client_id)
{
    ck_assert_str_eq(client_id, "A");
    ++*(int *)context;
}

/* What tenants_expire() does must be what tenant_left() says. */
static bool lives(int64_t after)
{
    int removed = 0;
    bool left = tenant->ttl == 0 || tenant_left(tenant, start_time + after) >= 0;
    tenants_expire(tenants, start_time + after, count, &removed);
    struct tenant *found = tenants_find(tenants, "A");
    ck_assert_int_eq(found != NULL, left);
    ck_assert_int_eq(removed, left ? 0 : 1);
    tenant_release(found);
    return left;
}

static void use(int64_t after)
{
    tenant_use(tenant, start_time + after);
}

START_TEST(on_the_real_clock_it_lives_as_long_as_it_is_to)
{
    ck_assert_int_eq(tenant_left(tenant, start_time + second), hour - second);
    use(10 * second);
    ck_assert(lives(hour + 10 * second));
    ck_assert(!lives(hour + 10 * second + 2));
}
END_TEST

START_TEST(a_clock_that_stands_or_was_put_back_does_not_keep_it)
{
    if (_i == 0)
        clock_freeze(&tenant->clock, start_time);
    else
        clock_advance(&tenant->clock, -20 * hour);
    use(10 * second);
    ck_assert(lives(hour + 10 * second));
    ck_assert(!lives(hour + 10 * second + 2));
}
END_TEST

START_TEST(a_clock_that_is_moved_ahead_ends_it_when_it_is_idle_for_a_minute)
{
    use(second);
    clock_advance(&tenant->clock, 2 * hour);
    ck_assert_int_eq(tenant_left(tenant, start_time + 11 * second), 50 * second);
    ck_assert(lives(61 * second));
    ck_assert(!lives(61 * second + 2));
}
END_TEST

START_TEST(time_by_its_own_clock_counts_from_its_last_use_by_that)
{
    clock_advance(&tenant->clock, 2 * hour);
    use(30 * second);
    ck_assert_int_eq(tenant_left(tenant, start_time + 30 * second), hour);
    clock_advance(&tenant->clock, hour / 2);
    ck_assert(lives(30 * second + hour / 2));
    ck_assert(!lives(30 * second + hour / 2 + 2));
}
END_TEST

START_TEST(uses_in_quick_succession_see_that_the_clock_has_moved)
{
    /* The real time is hardly any later, which alone would not be worth noting. */
    const int64_t distance = _i == 0 ? 2 * hour : -2 * hour;
    use(0);
    clock_advance(&tenant->clock, distance);
    use(2);
    ck_assert_int_le(tenant_left(tenant, start_time + 2), hour);
    ck_assert_int_ge(tenant_left(tenant, start_time + 2), hour - second);
    clock_advance(&tenant->clock, 3 * hour);
    use(4);
    clock_advance(&tenant->clock, hour / 2);
    ck_assert(lives(hour / 2 - second));
    ck_assert(!lives(hour / 2 + second));
}
END_TEST

START_TEST(who_uses_it_once_a_minute_keeps_it_however_far_the_clock_is_moved)
{
    for (int64_t minute = 1; minute < 10; minute++) {
        clock_advance(&tenant->clock, 5 * hour);
        ck_assert(lives(minute * 60 * second));
        use(minute * 60 * second);
    }
}
END_TEST

START_TEST(less_than_a_minute_to_live_is_what_it_has)
{
    end();
    start(2 * second);
    clock_advance(&tenant->clock, hour);
    ck_assert(lives(2 * second));
    ck_assert(!lives(2 * second + 2));
}
END_TEST

START_TEST(one_of_the_fixtures_lives_for_ever)
{
    end();
    start(0);
    clock_advance(&tenant->clock, 1000 * hour);
    ck_assert(lives(1000 * hour));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tenant_expiry");
    TCase *tests = tcase_create("tenant_expiry");
    tcase_add_checked_fixture(tests, start_with_an_hour, end);
    tcase_add_test(tests, on_the_real_clock_it_lives_as_long_as_it_is_to);
    tcase_add_loop_test(tests, a_clock_that_stands_or_was_put_back_does_not_keep_it, 0, 2);
    tcase_add_test(tests, a_clock_that_is_moved_ahead_ends_it_when_it_is_idle_for_a_minute);
    tcase_add_test(tests, time_by_its_own_clock_counts_from_its_last_use_by_that);
    tcase_add_loop_test(tests, uses_in_quick_succession_see_that_the_clock_has_moved, 0, 2);
    tcase_add_test(tests, who_uses_it_once_a_minute_keeps_it_however_far_the_clock_is_moved);
    tcase_add_test(tests, less_than_a_minute_to_live_is_what_it_has);
    tcase_add_test(tests, one_of_the_fixtures_lives_for_ever);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
