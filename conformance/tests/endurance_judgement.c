/* What stays the same passes, and what does not is named. */
#include "endurance.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"

enum { MINUTES = 31, MOST_FILES = 3 };

static const struct endurance_limits limits = {0.05, 0.03, 1024, MOST_FILES};
static struct endurance_sample samples[MINUTES];

static void make_flat(void)
{
    for (int i = 0; i < MINUTES; i++)
        samples[i] = (struct endurance_sample){.rate = 1000 + i % 7,
                                               .rss_kib = 30000 + 100 * (i % 3),
                                               .files = 40 + i % 2,
                                               .threads = 9};
}

static void expect(const char *wanted)
{
    char why[ENDURANCE_WHY_SIZE];
    bool good = endurance_judge(samples, MINUTES, &limits, why);
    ck_assert_str_eq(why, wanted);
    ck_assert(good == (wanted[0] == '\0'));
}

START_TEST(what_stays_the_same_passes)
{
    expect("");
}
END_TEST

START_TEST(warming_up_is_not_judged)
{
    samples[0] = (struct endurance_sample){1, 0, 1, 1, 1};
    expect("");
}
END_TEST

START_TEST(a_slower_end_is_named_and_a_faster_one)
{
    samples[MINUTES - 1].rate = 951;
    expect("");
    samples[MINUTES - 1].rate = 940;
    expect("1001 turns a second became 940");
    samples[MINUTES - 1].rate = 1052;
    expect("1001 turns a second became 1052");
}
END_TEST

START_TEST(a_machine_that_becomes_slower_or_faster_is_not_judged)
{
    samples[1].rate_of_fresh = 1100;
    samples[MINUTES - 1] = samples[1];
    samples[MINUTES - 1].rate = samples[1].rate / 2;
    samples[MINUTES - 1].rate_of_fresh = 570;
    expect("");
    samples[MINUTES - 1].rate_of_fresh = 580;
    expect("0.91 times the turns of a fresh one became 0.86");
    samples[MINUTES - 1].rate_of_fresh = 520;
    expect("0.91 times the turns of a fresh one became 0.96");
    samples[MINUTES - 1].rate_of_fresh = 0;
    expect("1001 turns a second became 500");
}
END_TEST

START_TEST(memory_that_grows_is_named)
{
    for (int i = 0; i < MINUTES; i++)
        samples[i].rss_kib = 30000 + 40 * i;
    expect("");
    for (int i = 0; i < MINUTES; i++)
        samples[i].rss_kib = 30000 + 100 * i;
    expect("30550 KiB of memory became 32550");
}
END_TEST

START_TEST(files_that_stay_open_are_named)
{
    samples[MINUTES - 2].files += MOST_FILES;
    expect("");
    samples[MINUTES - 2].files += 1;
    expect("41 open files became 45");
}
END_TEST

START_TEST(a_process_is_seen_with_its_files)
{
    struct endurance_sample before, after;
    ck_assert(endurance_look(getpid(), &before));
    ck_assert_int_gt(before.rss_kib, 100);
    ck_assert_int_ge(before.threads, 1);
    int copy = dup(STDERR_FILENO);
    ck_assert(endurance_look(getpid(), &after));
    ck_assert_int_eq(after.files, before.files + 1);
    close(copy);
    ck_assert(!endurance_look(0, &after));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("endurance");
    TCase *tests = tcase_create("endurance");
    tcase_add_checked_fixture(tests, make_flat, NULL);
    tcase_add_test(tests, what_stays_the_same_passes);
    tcase_add_test(tests, warming_up_is_not_judged);
    tcase_add_test(tests, a_slower_end_is_named_and_a_faster_one);
    tcase_add_test(tests, a_machine_that_becomes_slower_or_faster_is_not_judged);
    tcase_add_test(tests, memory_that_grows_is_named);
    tcase_add_test(tests, files_that_stay_open_are_named);
    tcase_add_test(tests, a_process_is_seen_with_its_files);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
