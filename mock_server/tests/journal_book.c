/* The journal's rings: what stays, what goes, who waits how long, and many threads at once. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "journal/journal.h"
#include "suite.h"

enum { ENTRIES = 4, MOST = 8, SOON_MS = 20, A_WHILE_MS = 40, LATE_MS = 20000 };

static struct journal_book *book;
static struct journal *own, *other;

static void open_book(size_t entries, size_t bytes)
{
    const struct journal_limits limits = {entries, bytes};
    book = journal_book_new(&limits);
    ck_assert_ptr_nonnull(book);
    own = journal_new(book);
    other = journal_new(book);
    ck_assert(own != NULL && other != NULL);
}

static void setup(void)
{
    open_book(ENTRIES, 1 << 20);
}

static void teardown(void)
{
    journal_release(own);
    journal_release(other);
    journal_book_free(book);
}

static void add(struct journal *journal, const char *path)
{
    const struct journal_record record = {
        .status = 200,
        .method = "GET",
        .path = path,
        .query = "",
        .client_id = "",
        .signature_rule = "",
        .diagnosis = "",
        .fault = "",
    };
    journal_add(book, journal, &record);
}

/* The targets in it, newest first. */
static const char *targets_between(struct journal *journal, uint64_t after, uint64_t before)
{
    static char text[256];
    struct journal_entry *entries[MOST];
    size_t count = journal_take(journal, after, before, entries, MOST), length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "%s",
                                   journal_entry_text(entries[i], JOURNAL_TARGET));
        journal_entry_release(entries[i]);
    }
    return text;
}

static const char *targets(struct journal *journal)
{
    return targets_between(journal, 0, UINT64_MAX);
}

START_TEST(a_request_stands_in_the_journal_of_all_and_in_its_partners)
{
    struct journal *all = journal_of_all(book);
    add(own, "/1");
    add(other, "/2");
    add(NULL, "/3");
    add(own, "/4");
    ck_assert_str_eq(targets(all), "/4/3/2/1");
    ck_assert_str_eq(targets(own), "/4/1");
    ck_assert_str_eq(targets(other), "/2");
    ck_assert_uint_eq(journal_mark(all).last, 4);
    ck_assert_uint_eq(journal_mark(other).last, 2);
}
END_TEST

START_TEST(the_oldest_go_when_there_are_too_many)
{
    add(own, "/1");
    for (int i = 0; i < 100; i++)
        add(other, "/x");
    add(other, "/y");
    ck_assert_str_eq(targets(journal_of_all(book)), "/y/x/x/x");
    ck_assert_str_eq(targets(other), "/y/x/x/x");
    ck_assert_str_eq(targets(own), "/1");
    ck_assert_uint_eq(journal_mark(other).last, 102);
}
END_TEST

START_TEST(the_oldest_go_when_they_are_too_large)
{
    char path[2000];
    memset(path, 'p', sizeof path);
    path[sizeof path - 1] = '\0';
    teardown();
    open_book(100, 1000);
    for (int i = 0; i < 50; i++)
        add(own, "/x");
    struct journal_entry *entries[100];
    size_t count = journal_take(own, 0, UINT64_MAX, entries, 100), bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += entries[i]->size;
        journal_entry_release(entries[i]);
    }
    ck_assert_uint_gt(count, 1);
    ck_assert_uint_le(bytes, 1000);
    ck_assert_uint_gt(bytes + bytes / count, 1000);
    add(own, path);
    ck_assert_str_eq(targets(own), "");
    add(own, "/1");
    ck_assert_str_eq(targets(own), "/1");
    ck_assert_uint_eq(journal_mark(own).last, 52);
}
END_TEST

START_TEST(a_journal_of_no_entries_keeps_nothing)
{
    teardown();
    open_book(0, 1000);
    add(own, "/1");
    ck_assert_str_eq(targets(own), "");
    ck_assert_str_eq(targets(journal_of_all(book)), "");
    ck_assert_uint_eq(journal_mark(own).last, 0);
}
END_TEST

START_TEST(entries_are_taken_between_two_ids)
{
    add(own, "/1");
    add(other, "/2");
    add(own, "/3");
    add(own, "/4");
    ck_assert_str_eq(targets_between(own, 1, UINT64_MAX), "/4/3");
    ck_assert_str_eq(targets_between(own, 0, 4), "/3/1");
    ck_assert_str_eq(targets_between(own, 1, 3), "");
    ck_assert_str_eq(targets_between(own, 4, UINT64_MAX), "");
    ck_assert_str_eq(targets_between(own, 99, UINT64_MAX), "");
    struct journal_entry *newest;
    ck_assert_uint_eq(journal_take(own, 0, UINT64_MAX, &newest, 1), 1);
    ck_assert_uint_eq(newest->id, 4);
    journal_entry_release(newest);
}
END_TEST

START_TEST(what_is_read_outlives_the_journal)
{
    struct journal_entry *entry;
    add(own, "/1");
    ck_assert_uint_eq(journal_take(own, 0, UINT64_MAX, &entry, 1), 1);
    journal_clear(own);
    journal_clear(journal_of_all(book));
    ck_assert_str_eq(journal_entry_text(entry, JOURNAL_TARGET), "/1");
    journal_entry_release(entry);
}
END_TEST

START_TEST(clearing_one_journal_leaves_the_others_alone_and_ids_going_on)
{
    add(own, "/1");
    add(other, "/2");
    journal_clear(own);
    ck_assert_str_eq(targets(own), "");
    ck_assert_str_eq(targets(journal_of_all(book)), "/2/1");
    ck_assert_uint_eq(journal_mark(own).last, 1);
    journal_clear(journal_of_all(book));
    ck_assert_str_eq(targets(journal_of_all(book)), "");
    ck_assert_str_eq(targets(other), "/2");
    add(own, "/3");
    ck_assert_uint_eq(journal_mark(own).last, 3);
    ck_assert_str_eq(targets(own), "/3");
}
END_TEST

START_TEST(a_released_journal_is_there_until_nobody_holds_it)
{
    struct journal *held = journal_new(book);
    ck_assert_ptr_nonnull(held);
    journal_hold(held);
    journal_release(held);
    add(held, "/1");
    ck_assert_str_eq(targets(held), "/1");
    journal_release(held);
    ck_assert_str_eq(targets(journal_of_all(book)), "/1");
}
END_TEST

/* What a thread does to the journal while the test waits in it. */
static void add_own(void)
{
    add(own, "/1");
}

static void add_other(void)
{
    add(other, "/1");
}

static void clear_own(void)
{
    journal_clear(own);
}

static void end_own(void)
{
    journal_end(own);
}

static void stop_book(void)
{
    journal_book_stop(book);
}

static void nothing(void)
{
}

static bool is_gone(void *context)
{
    ++*(int *)context;
    return true;
}

static bool stays(void *context)
{
    ++*(int *)context;
    return false;
}

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Acts a little after it is started, by a wait of its own. */
static void *act_soon(void *argument)
{
    void (*const *act)(void) = argument;
    struct journal_mark mark = journal_mark(other);
    struct journal_wait wait = journal_wait_of(SOON_MS, NULL, NULL);
    journal_wait(other, &mark, &wait);
    (*act)();
    return NULL;
}

static const struct {
    void (*act)(void);
    int64_t milliseconds;
    bool (*gone)(void *context);
    bool newer;
} waits[] = {
    {add_own, LATE_MS, stays, true},   {add_own, LATE_MS, NULL, true},
    {clear_own, LATE_MS, NULL, false}, {end_own, LATE_MS, NULL, false},
    {stop_book, LATE_MS, NULL, false}, {nothing, LATE_MS, is_gone, false},
    {nothing, 10, NULL, false},        {add_other, A_WHILE_MS, NULL, false},
    {nothing, 0, NULL, false},         {nothing, -1, NULL, false},
};

START_TEST(a_wait_ends_when_its_reason_does)
{
    pthread_t thread;
    int asked = 0;
    struct journal_mark mark = journal_mark(own);
    int64_t start = milliseconds_now();
    ck_assert_int_eq(pthread_create(&thread, NULL, act_soon, (void *)&waits[_i].act), 0);
    struct journal_wait wait = journal_wait_of(waits[_i].milliseconds, waits[_i].gone, &asked);
    ck_assert(journal_wait(own, &mark, &wait) == waits[_i].newer);
    pthread_join(thread, NULL);
    int64_t took = milliseconds_now() - start;
    ck_assert_int_lt(took, LATE_MS / 2);
    if (waits[_i].milliseconds < LATE_MS)
        ck_assert_int_ge(took, waits[_i].milliseconds);
    ck_assert_int_eq(asked, waits[_i].gone == is_gone ? 1 : 0);
}
END_TEST

START_TEST(a_wait_ends_at_once_for_what_has_happened_since_the_mark)
{
    struct journal_mark mark = journal_mark(own);
    struct journal_wait wait = journal_wait_of(LATE_MS, NULL, NULL);
    add(own, "/1");
    ck_assert(journal_wait(own, &mark, &wait));
    journal_clear(own);
    ck_assert(!journal_wait(own, &mark, &wait));
    mark = journal_mark(own);
    journal_book_stop(book);
    ck_assert(!journal_wait(own, &mark, &wait));
    add(own, "/2");
    ck_assert(!journal_wait(own, &mark, &wait));
}
END_TEST

START_TEST(a_wait_is_no_longer_than_the_most_allowed)
{
    struct journal_wait most = journal_wait_of(JOURNAL_WAIT_MAX_MS, NULL, NULL);
    struct journal_wait more = journal_wait_of(INT64_MAX, NULL, NULL);
    ck_assert_int_le(more.deadline.tv_sec - most.deadline.tv_sec, 1);
}
END_TEST

enum { THREADS = 8, ROUNDS = 2000 };
static atomic_int running;

static void *write_entries(void *argument)
{
    for (int i = 0; i < ROUNDS; i++)
        add(i % 3 == 0 || argument == journal_of_all(book) ? NULL : argument, "/x");
    atomic_fetch_sub(&running, 1);
    return NULL;
}

/* Reads what the writers add until they are done, and sees ids only fall from new to old. */
static void *read_entries(void *argument)
{
    while (atomic_load(&running) > 0) {
        struct journal_entry *entries[ENTRIES];
        struct journal_mark mark = journal_mark(argument);
        struct journal_wait wait = journal_wait_of(1, NULL, NULL);
        size_t count = journal_take(argument, 0, UINT64_MAX, entries, ENTRIES);
        for (size_t i = 0; i < count; i++)
            ck_assert(i == 0 || entries[i]->id < entries[i - 1]->id);
        for (size_t i = 0; i < count; i++)
            journal_entry_release(entries[i]);
        journal_wait(argument, &mark, &wait);
    }
    return NULL;
}

static void *clear_entries(void *argument)
{
    while (atomic_load(&running) > 0) {
        struct journal *passing = journal_new(book);
        ck_assert_ptr_nonnull(passing);
        add(passing, "/z");
        journal_clear(argument);
        journal_end(passing);
        journal_release(passing);
    }
    return NULL;
}

START_TEST(any_number_of_threads_may_add_read_wait_and_clear)
{
    static void *(*const tasks[])(void *) = {write_entries, write_entries, read_entries,
                                             clear_entries};
    struct journal *journals[] = {own, other, journal_of_all(book)};
    pthread_t threads[THREADS];
    atomic_store(&running, THREADS / 2);
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, tasks[i % 4], journals[i % 3]), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_ge(journal_mark(journal_of_all(book)).last, ROUNDS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal_book");
    TCase *tests = tcase_create("journal_book");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_request_stands_in_the_journal_of_all_and_in_its_partners);
    tcase_add_test(tests, the_oldest_go_when_there_are_too_many);
    tcase_add_test(tests, the_oldest_go_when_they_are_too_large);
    tcase_add_test(tests, a_journal_of_no_entries_keeps_nothing);
    tcase_add_test(tests, entries_are_taken_between_two_ids);
    tcase_add_test(tests, what_is_read_outlives_the_journal);
    tcase_add_test(tests, clearing_one_journal_leaves_the_others_alone_and_ids_going_on);
    tcase_add_test(tests, a_released_journal_is_there_until_nobody_holds_it);
    tcase_add_loop_test(tests, a_wait_ends_when_its_reason_does, 0, sizeof waits / sizeof waits[0]);
    tcase_add_test(tests, a_wait_ends_at_once_for_what_has_happened_since_the_mark);
    tcase_add_test(tests, a_wait_is_no_longer_than_the_most_allowed);
    tcase_add_test(tests, any_number_of_threads_may_add_read_wait_and_clear);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
