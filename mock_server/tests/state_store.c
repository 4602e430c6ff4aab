/* The store: who sees what, in which order, and removals that race. */
#include "state/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

enum { MANY = 1000 };

static struct store *store;
static struct buffer out;

static struct snaptrade_uuid uuid_of(unsigned number)
{
    struct snaptrade_uuid id = {{0}};
    memcpy(id.bytes, &number, sizeof number);
    return id;
}

static void add_user(const char *client_id, const char *user_id)
{
    struct store_user user = {.user_secret = "secret"};
    snprintf(user.user_id, sizeof user.user_id, "%s", user_id);
    ck_assert_int_eq(store_add_user(store, client_id, &user), STORE_OK);
}

static void add(const char *client_id, const char *user_id, unsigned number, const char *json)
{
    struct snaptrade_uuid id = uuid_of(number);
    ck_assert_int_eq(store_add_authorization(store, client_id, user_id, &id, json), STORE_OK);
}

static void add_event(const char *user_id, const char *session_id, int64_t created,
                      const char *json)
{
    static unsigned number;
    const struct store_session_event event = {user_id, session_id, created, json,
                                              uuid_of(++number)};
    ck_assert_int_eq(store_add_session_event(store, "A", &event), STORE_OK);
}

static void fill(void)
{
    store = store_new();
    ck_assert_ptr_nonnull(store);
    ck_assert_int_eq(store_add_partner(store, &(struct store_partner){"A", "key-a", false}),
                     STORE_OK);
    ck_assert_int_eq(store_add_partner(store, &(struct store_partner){"B", "key-b", true}),
                     STORE_OK);
    add_user("A", "one");
    add_user("A", "two");
    add_user("B", "one");
    add("A", "one", 1, "1");
    add("A", "two", 2, "2");
    add("A", "one", 3, "3");
    add("B", "one", 1, "9");
}

static void empty(void)
{
    store_free(store);
    buffer_free(&out);
}

static const char *list(const char *client_id, const char *user_id)
{
    buffer_reset(&out);
    ck_assert_int_eq(store_list_authorizations(store, client_id, user_id, &out), STORE_OK);
    return out.data;
}

static const char *events(const char *user_ids, const char *session_ids)
{
    const struct store_event_filter filter = {user_ids, session_ids};
    buffer_reset(&out);
    ck_assert_int_eq(store_list_session_events(store, "A", &filter, &out), STORE_OK);
    return out.data;
}

START_TEST(a_list_has_the_users_own_in_the_order_of_adding)
{
    ck_assert_str_eq(list("A", "one"), "[1,3]");
    ck_assert_str_eq(list("A", "two"), "[2]");
    ck_assert_str_eq(list("B", "one"), "[9]");
}
END_TEST

START_TEST(another_users_or_partners_authorization_is_not_found)
{
    struct snaptrade_uuid first = uuid_of(1), second = uuid_of(2);
    ck_assert_int_eq(store_get_authorization(store, "A", "one", &second, &out), STORE_NOT_FOUND);
    ck_assert_int_eq(store_get_authorization(store, "B", "one", &second, &out), STORE_NOT_FOUND);
    ck_assert_int_eq(store_remove_authorization(store, "A", "two", &first), STORE_NOT_FOUND);
    ck_assert_int_eq(store_get_authorization(store, "X", "one", &first, &out), STORE_NOT_FOUND);
    ck_assert_uint_eq(out.length, 0);
    ck_assert_int_eq(store_get_authorization(store, "B", "one", &first, &out), STORE_OK);
    ck_assert_str_eq(out.data, "9");
}
END_TEST

START_TEST(what_is_removed_is_gone_for_good_and_alone)
{
    struct snaptrade_uuid first = uuid_of(1);
    ck_assert_int_eq(store_remove_authorization(store, "A", "one", &first), STORE_OK);
    ck_assert_int_eq(store_remove_authorization(store, "A", "one", &first), STORE_NOT_FOUND);
    ck_assert_int_eq(store_get_authorization(store, "A", "one", &first, &out), STORE_NOT_FOUND);
    ck_assert_str_eq(list("A", "one"), "[3]");
    ck_assert_str_eq(list("B", "one"), "[9]");
}
END_TEST

START_TEST(a_taken_id_is_refused_and_changes_nothing)
{
    struct snaptrade_uuid first = uuid_of(1);
    const struct store_partner partner = {"A", "other", false};
    const struct store_user user = {"one", "other"};
    struct store_partner found;
    ck_assert_int_eq(store_add_partner(store, &partner), STORE_DUPLICATE);
    ck_assert_int_eq(store_add_user(store, "A", &user), STORE_DUPLICATE);
    ck_assert_int_eq(store_add_authorization(store, "A", "two", &first, "8"), STORE_DUPLICATE);
    ck_assert(store_find_partner(store, "A", &found));
    ck_assert_str_eq(found.consumer_key, "key-a");
    ck_assert_str_eq(list("A", "two"), "[2]");
}
END_TEST

START_TEST(nothing_is_added_below_what_is_not_there)
{
    struct snaptrade_uuid id = uuid_of(7);
    const struct store_user user = {"one", "other"};
    ck_assert_int_eq(store_add_user(store, "X", &user), STORE_NOT_FOUND);
    ck_assert_int_eq(store_add_authorization(store, "A", "X", &id, "8"), STORE_NOT_FOUND);
    ck_assert_int_eq(store_add_authorization(store, "X", "one", &id, "8"), STORE_NOT_FOUND);
}
END_TEST

START_TEST(the_first_partner_and_user_are_those_added_first)
{
    struct store_partner partner;
    struct store_user user;
    ck_assert(store_first_partner(store, &partner));
    ck_assert_str_eq(partner.client_id, "A");
    ck_assert(store_first_user(store, "A", &user));
    ck_assert_str_eq(user.user_id, "one");
    ck_assert(!store_first_user(store, "X", &user));
    ck_assert(!store_find_user(store, "A", "ONE", &user));
}
END_TEST

START_TEST(session_events_come_by_date_and_keep_order_within_one)
{
    add_event("one", "s", 20, "20a");
    add_event("one", "s", 10, "10");
    add_event("one", "s", 20, "20b");
    add_event("one", "s", 15, "15");
    ck_assert_str_eq(events(NULL, NULL), "[10,15,20a,20b]");
}
END_TEST

START_TEST(a_removed_session_event_goes_alone_also_from_among_those_of_one_moment)
{
    static const struct {
        unsigned number;
        const char *left;
    } steps[] = {{2, "[10,20b,20c]"}, {4, "[10,20b]"}, {1, "[20b]"}, {3, "[]"}};
    static const char *const jsons[] = {"10", "20a", "20b", "20c"};
    struct snaptrade_uuid id;
    for (size_t i = 0; i < 4; i++) {
        const struct store_session_event event = {"one", "s", i == 0 ? 10 : 20, jsons[i],
                                                  uuid_of((unsigned)i + 1)};
        ck_assert_int_eq(store_add_session_event(store, "A", &event), STORE_OK);
    }
    for (size_t i = 0; i < 4; i++) {
        id = uuid_of(steps[i].number);
        ck_assert_int_eq(store_remove_session_event(store, "B", &id), STORE_NOT_FOUND);
        ck_assert_int_eq(store_remove_session_event(store, "A", &id), STORE_OK);
        ck_assert_int_eq(store_remove_session_event(store, "A", &id), STORE_NOT_FOUND);
        ck_assert_str_eq(events(NULL, NULL), steps[i].left);
    }
}
END_TEST

/* `step` from one event to the next, round a clock of MANY: 1 is oldest first, MANY - 1 newest
 * first. */
static void add_many_events(int step)
{
    char json[16];
    for (int i = 1; i <= MANY; i++) {
        int hour = i * step % MANY;
        snprintf(json, sizeof json, "%d", hour);
        add_event("one", "s", hour, json);
    }
}

START_TEST(many_session_events_come_by_date_in_whatever_order_they_were_added)
{
    static const int steps[] = {1, MANY - 1, 7, MANY / 2 + 1};
    struct buffer wanted = {0};
    add_many_events(steps[_i]);
    for (int hour = 0; hour < MANY; hour++)
        buffer_append_format(&wanted, "%c%d", hour == 0 ? '[' : ',', hour);
    buffer_append_text(&wanted, "]");
    ck_assert_str_eq(events(NULL, NULL), wanted.data);
    buffer_free(&wanted);
}
END_TEST

START_TEST(session_events_are_filtered_by_both_lists)
{
    add_event("one", "aaaa", 1, "1");
    add_event("two", "bbbb", 2, "2");
    add_event("one", "bbbb", 3, "3");
    ck_assert_str_eq(events("one", NULL), "[1,3]");
    ck_assert_str_eq(events("one,two", ""), "[1,2,3]");
    ck_assert_str_eq(events(NULL, "BBBB"), "[2,3]");
    ck_assert_str_eq(events("one", "bbbb"), "[3]");
    ck_assert_str_eq(events(",,two,", NULL), "[2]");
    ck_assert_str_eq(events(",", ","), "[1,2,3]");
    ck_assert_str_eq(events("ONE", NULL), "[]");
    ck_assert_str_eq(events("on", NULL), "[]");
    ck_assert_str_eq(events("one ", "aaaa,bbbb"), "[]");
}
END_TEST

enum { RACERS = 8, ROUNDS = 200 };
static atomic_int removals;

static void *race(void *argument)
{
    (void)argument;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct snaptrade_uuid id = uuid_of(100 + round);
        struct buffer found = {0};
        bool gone = store_get_authorization(store, "A", "one", &id, &found) == STORE_NOT_FOUND;
        if (store_remove_authorization(store, "A", "one", &id) == STORE_OK) {
            ck_assert(!gone);
            atomic_fetch_add(&removals, 1);
        }
        ck_assert_int_eq(store_get_authorization(store, "A", "one", &id, &found), STORE_NOT_FOUND);
        buffer_free(&found);
    }
    return NULL;
}

START_TEST(of_removals_that_race_exactly_one_wins)
{
    pthread_t threads[RACERS];
    for (unsigned round = 0; round < ROUNDS; round++)
        add("A", "one", 100 + round, "x");
    for (int i = 0; i < RACERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, race, NULL), 0);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(atomic_load(&removals), ROUNDS);
    ck_assert_str_eq(list("A", "one"), "[1,3]");
}
END_TEST

/* The number that an id was made of; 0: there is none. */
static int number_of(const struct snaptrade_uuid *id)
{
    return id != NULL ? id->bytes[0] : 0;
}

/* What was told, as "client user connection.account before>after;", and whether the store could be
 * asked then. */
static void note(void *context, const struct store_change *change)
{
    struct buffer *told = context;
    struct store_user owner;
    bool there = change->connection == NULL ||
                 store_find_owner(store, change->client_id, change->connection, &owner) == STORE_OK;
    buffer_append_format(told, "%s %s %d.%d %s>%s%s;", change->client_id, change->user_id,
                         number_of(change->connection), number_of(change->account),
                         change->before != NULL ? change->before : "",
                         change->after != NULL ? change->after : "", there ? "" : " gone");
}

static bool edit(const char *json, struct buffer *edited, void *good)
{
    buffer_append_format(edited, "%s%s", json, json);
    return good != NULL;
}

START_TEST(each_change_of_a_user_or_a_connection_is_told_and_no_other)
{
    struct buffer told = {0};
    struct snaptrade_uuid first = uuid_of(1), second = uuid_of(2), none = uuid_of(9);
    store_settle(store);
    store_observe(store, note, &told);
    add("A", "one", 5, "5");
    add_user("A", "three");
    add_event("one", "s", 1, "e");
    ck_assert_int_eq(store_add_authorization(store, "A", "two", &first, "8"), STORE_DUPLICATE);
    ck_assert_int_eq(store_edit_authorization(store, "A", &second, edit, store), STORE_OK);
    ck_assert_int_eq(store_edit_authorization(store, "A", &second, edit, NULL), STORE_NO_MEMORY);
    ck_assert_int_eq(store_edit_authorization(store, "A", &none, edit, store), STORE_NOT_FOUND);
    ck_assert_int_eq(store_remove_authorization(store, "A", "one", &second), STORE_NOT_FOUND);
    ck_assert_int_eq(store_remove_authorization(store, "A", "one", &first), STORE_OK);
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    store_reset(store);
    ck_assert_str_eq(told.data,
                     "A one 5.0 >5;A three 0.0 >three;A two 2.0 2>22;A one 1.0 1> gone;");
    buffer_free(&told);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("store");
    TCase *tests = tcase_create("store");
    tcase_add_checked_fixture(tests, fill, empty);
    tcase_add_test(tests, a_list_has_the_users_own_in_the_order_of_adding);
    tcase_add_test(tests, another_users_or_partners_authorization_is_not_found);
    tcase_add_test(tests, what_is_removed_is_gone_for_good_and_alone);
    tcase_add_test(tests, a_taken_id_is_refused_and_changes_nothing);
    tcase_add_test(tests, nothing_is_added_below_what_is_not_there);
    tcase_add_test(tests, the_first_partner_and_user_are_those_added_first);
    tcase_add_test(tests, a_removed_session_event_goes_alone_also_from_among_those_of_one_moment);
    tcase_add_test(tests, session_events_come_by_date_and_keep_order_within_one);
    tcase_add_loop_test(tests, many_session_events_come_by_date_in_whatever_order_they_were_added,
                        0, 4);
    tcase_add_test(tests, session_events_are_filtered_by_both_lists);
    tcase_add_test(tests, each_change_of_a_user_or_a_connection_is_told_and_no_other);
    tcase_add_test(tests, of_removals_that_race_exactly_one_wins);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
