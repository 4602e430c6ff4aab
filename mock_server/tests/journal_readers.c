/* Lists, verifications, waits and clearing while others add: each answer is whole and in order. */
#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdatomic.h>

#include "journal/journal_list.h"
#include "journal/journal_verify.h"
#include "suite.h"

enum { THREADS = 8, WRITERS = 3, ROUNDS = 10000, ENTRIES = 100, A_MOMENT_MS = 2 };

static struct journal_book *book;
static struct journal *own;
static atomic_int writers;

static void *add_many(void *argument)
{
    const struct journal_record record = {
        .status = 404,
        .method = "GET",
        .path = "/api/v1/authorizations",
        .query = "userId=u&userSecret=s",
        .client_id = "A",
        .signature_rule = "",
        .diagnosis = "",
        .fault = "",
    };
    for (int i = 0; i < ROUNDS; i++)
        journal_add(book, own, &record);
    atomic_fetch_sub(&writers, 1);
    return argument;
}

static void check_rows(const struct buffer *out, const char *member)
{
    int last = 0;
    cJSON *answer = cJSON_Parse(out->data);
    const cJSON *row;
    ck_assert_ptr_nonnull(answer);
    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(answer, member))
    {
        int id = cJSON_GetObjectItemCaseSensitive(row, "id")->valueint;
        ck_assert_int_gt(id, last);
        last = id;
    }
    cJSON_Delete(answer);
}

static void *read_many(void *argument)
{
    struct buffer out = {0};
    struct journal_expectation expectation = {.least = 1, .most = ENTRIES};
    struct problems problems = {.out = &out, .file = "query"};
    ck_assert(journal_pattern_set(&expectation.pattern, "userId", "u", &problems));
    while (atomic_load(&writers) > 0) {
        struct journal_wait wait = journal_wait_of(A_MOMENT_MS, NULL, NULL);
        expectation.pattern.after = journal_mark(argument).last;
        buffer_reset(&out);
        journal_list(argument, &expectation.pattern, &wait, &out);
        check_rows(&out, "entries");
        expectation.pattern.after = 0;
        buffer_reset(&out);
        journal_verify(argument, &expectation, &out);
        check_rows(&out, "rows");
        buffer_reset(&out);
        journal_last_failure(argument, &out);
    }
    buffer_free(&problems.pointer);
    buffer_free(&out);
    return NULL;
}

static void *clear_many(void *argument)
{
    while (atomic_load(&writers) > 0)
        journal_clear(argument);
    return NULL;
}

START_TEST(readers_see_whole_answers_while_others_add_and_clear)
{
    static void *(*const tasks[THREADS])(void *) = {add_many,  read_many, add_many,  clear_many,
                                                    read_many, add_many,  read_many, read_many};
    const struct journal_limits limits = {ENTRIES, 1 << 20};
    pthread_t threads[THREADS];
    book = journal_book_new(&limits);
    ck_assert_ptr_nonnull(book);
    own = journal_new(book);
    ck_assert_ptr_nonnull(own);
    atomic_store(&writers, WRITERS);
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, tasks[i], i % 4 == 0 ? own : journal_of_all(book)),
            0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(journal_mark(own).last, (uintmax_t)WRITERS * ROUNDS);
    journal_release(own);
    journal_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal_readers");
    TCase *tests = tcase_create("journal_readers");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, readers_see_whole_answers_while_others_add_and_clear);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
