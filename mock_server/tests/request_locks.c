/* The locks of requests, on whichever processors they are taken. */
#include "request_locks.h"

#include <sched.h>
#include <stdatomic.h>

#include "suite.h"

enum { READERS = 6, WRITERS = 2, ROUNDS = 2000 };

static struct read_lock lock;
static pthread_mutex_t brief;
static atomic_int writers;
static volatile unsigned long first, second; /* always the same, but for whoever writes */

static void *write_both(void *argument)
{
    for (int i = 0; i < ROUNDS; i++) {
        read_lock_write(&lock);
        first = first + 1;
        sched_yield();
        second = second + 1;
        read_lock_written(&lock);
    }
    atomic_fetch_sub(&writers, 1);
    return argument;
}

static void *read_both(void *argument)
{
    while (atomic_load(&writers) > 0) {
        pthread_rwlock_t *reading = read_lock_read(&lock);
        unsigned long one = first, other = second;
        pthread_rwlock_unlock(reading);
        ck_assert_uint_eq(one, other);
    }
    return argument;
}

START_TEST(no_reader_on_any_processor_sees_half_of_what_is_written)
{
    pthread_t threads[READERS + WRITERS];
    first = second = 0;
    atomic_store(&writers, WRITERS);
    ck_assert(read_lock_init(&lock));
    for (size_t i = 0; i < READERS + WRITERS; i++)
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, i < WRITERS ? write_both : read_both, NULL), 0);
    for (size_t i = 0; i < READERS + WRITERS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(first, (unsigned long)WRITERS * ROUNDS);
    read_lock_end(&lock);
}
END_TEST

static void *read_once(void *argument)
{
    pthread_rwlock_unlock(read_lock_read(&lock));
    return argument;
}

START_TEST(a_reader_does_not_wait_for_one_that_reads)
{
    pthread_t thread;
    ck_assert(read_lock_init(&lock));
    pthread_rwlock_t *reading = read_lock_read(&lock);
    ck_assert_int_eq(pthread_create(&thread, NULL, read_once, NULL), 0);
    pthread_join(thread, NULL);
    pthread_rwlock_unlock(reading);
    read_lock_end(&lock);
}
END_TEST

START_TEST(a_writer_keeps_every_part_to_itself)
{
    ck_assert(read_lock_init(&lock));
    read_lock_write(&lock);
    for (size_t i = 0; i < LOCK_PARTS; i++)
        ck_assert_int_ne(pthread_rwlock_tryrdlock(&lock.parts[i].lock), 0);
    read_lock_written(&lock);
    for (size_t i = 0; i < LOCK_PARTS; i++) {
        ck_assert_int_eq(pthread_rwlock_trywrlock(&lock.parts[i].lock), 0);
        pthread_rwlock_unlock(&lock.parts[i].lock);
    }
    read_lock_end(&lock);
}
END_TEST

static void *count_briefly(void *argument)
{
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&brief);
        first = first + 1;
        pthread_mutex_unlock(&brief);
    }
    return argument;
}

START_TEST(a_brief_lock_lets_one_in_at_a_time)
{
    pthread_t threads[READERS];
    first = 0;
    ck_assert(brief_lock_init(&brief));
    for (size_t i = 0; i < READERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, count_briefly, NULL), 0);
    for (size_t i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(first, (unsigned long)READERS * ROUNDS);
    pthread_mutex_destroy(&brief);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("request_locks");
    TCase *tests = tcase_create("request_locks");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, no_reader_on_any_processor_sees_half_of_what_is_written);
    tcase_add_test(tests, a_reader_does_not_wait_for_one_that_reads);
    tcase_add_test(tests, a_writer_keeps_every_part_to_itself);
    tcase_add_test(tests, a_brief_lock_lets_one_in_at_a_time);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
