/* A read is judged by what was known before it began and still is when it ended. */
#include "ledger.h"

#include <stdlib.h>

#include "suite.h"

enum { PLACE = 1 };

static struct ledger ledger;

static void set_up(void)
{
    ledger_init(&ledger);
}

static void tear_down(void)
{
    ledger_end(&ledger);
}

static void expect(const struct ledger_view *view, bool seen_is_right, bool missed_is_right)
{
    ck_assert(ledger_agrees(&ledger, view, PLACE, true) == seen_is_right);
    ck_assert(ledger_agrees(&ledger, view, PLACE, false) == missed_is_right);
}

START_TEST(what_was_removed_before_must_not_be_seen)
{
    ledger_note(&ledger, PLACE, LEDGER_UNKNOWN);
    ledger_note(&ledger, PLACE, LEDGER_GONE);
    struct ledger_view view = ledger_look(&ledger);
    expect(&view, false, true);
}
END_TEST

START_TEST(what_is_there_must_be_seen)
{
    ledger_note(&ledger, PLACE, LEDGER_THERE);
    struct ledger_view view = ledger_look(&ledger);
    expect(&view, true, false);
}
END_TEST

START_TEST(what_is_being_removed_may_be_either)
{
    ledger_note(&ledger, PLACE, LEDGER_UNKNOWN);
    struct ledger_view view = ledger_look(&ledger);
    ledger_note(&ledger, PLACE, LEDGER_GONE);
    expect(&view, true, true);
}
END_TEST

START_TEST(what_changed_during_the_read_may_be_either)
{
    ledger_note(&ledger, PLACE, LEDGER_GONE);
    struct ledger_view view = ledger_look(&ledger);
    ledger_note(&ledger, PLACE, LEDGER_UNKNOWN);
    ledger_note(&ledger, PLACE, LEDGER_THERE);
    ledger_note(&ledger, PLACE, LEDGER_UNKNOWN);
    ledger_note(&ledger, PLACE, LEDGER_GONE);
    expect(&view, true, true);
}
END_TEST

START_TEST(one_place_says_nothing_of_another)
{
    ledger_note(&ledger, PLACE, LEDGER_THERE);
    struct ledger_view view = ledger_look(&ledger);
    ledger_note(&ledger, PLACE + 1, LEDGER_UNKNOWN);
    expect(&view, true, false);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ledger");
    TCase *tests = tcase_create("ledger");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_was_removed_before_must_not_be_seen);
    tcase_add_test(tests, what_is_there_must_be_seen);
    tcase_add_test(tests, what_is_being_removed_may_be_either);
    tcase_add_test(tests, what_changed_during_the_read_may_be_either);
    tcase_add_test(tests, one_place_says_nothing_of_another);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
