/* Users that go, and the accounts of connections. */
#include "state/store.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static struct store *store;
static struct buffer out, told;

static struct snaptrade_uuid uuid_of(unsigned number)
{
    struct snaptrade_uuid id = {{0}};
    memcpy(id.bytes, &number, sizeof number);
    return id;
}

static int number_of(const struct snaptrade_uuid *id)
{
    return id != NULL ? id->bytes[0] : 0;
}

/* "what user connection.account before>after;" */
static void note(void *context, const struct store_change *change)
{
    static const char what[] = "uca";
    buffer_append_format(context, "%c %s %d.%d %s>%s;", what[change->what], change->user_id,
                         number_of(change->connection), number_of(change->account),
                         change->before != NULL ? change->before : "",
                         change->after != NULL ? change->after : "");
}

static void add_account(unsigned connection, unsigned number, const char *json)
{
    const struct store_account account = {
        uuid_of(number), uuid_of(connection), {json, "[b]", "[p]", "[o]", "[a]"}};
    ck_assert_int_eq(store_add_account(store, "A", &account), STORE_OK);
}

static void fill(void)
{
    static const struct store_user users[] = {{"one", "secret"}, {"two", "secret"}};
    static const unsigned owners[] = {0, 0, 1};
    store = store_new();
    ck_assert_ptr_nonnull(store);
    ck_assert_int_eq(store_add_partner(store, &(struct store_partner){"A", "key", false}),
                     STORE_OK);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(store_add_user(store, "A", &users[i]), STORE_OK);
    for (unsigned i = 0; i < 3; i++) {
        const struct snaptrade_uuid id = uuid_of(i + 1);
        char json[2] = {(char)('1' + i), '\0'};
        ck_assert_int_eq(store_add_authorization(store, "A", users[owners[i]].user_id, &id, json),
                         STORE_OK);
    }
    add_account(2, 21, "21");
    add_account(1, 11, "11");
    add_account(1, 12, "12");
    add_account(3, 31, "31");
    store_settle(store);
    store_observe(store, note, &told);
}

static void empty(void)
{
    store_free(store);
    buffer_free(&out);
    buffer_free(&told);
}

static const char *list(const char *user_id, unsigned connection)
{
    const struct snaptrade_uuid id = uuid_of(connection);
    buffer_reset(&out);
    if (store_list_accounts(store, "A", user_id, connection != 0 ? &id : NULL, &out) != STORE_OK)
        return "not found";
    return out.data;
}

static void see(void *context, const struct store_account *account)
{
    for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
        buffer_append_format(context, "%s ", account->json[part]);
    buffer_append_format(context, "of %d", number_of(&account->authorization));
}

static const char *account(const char *user_id, unsigned number)
{
    const struct snaptrade_uuid id = uuid_of(number);
    buffer_reset(&out);
    if (store_read_account(store, "A", user_id, &id, see, &out) != STORE_OK)
        return "not found";
    return out.data;
}

START_TEST(accounts_are_listed_by_connection_in_the_order_of_adding)
{
    ck_assert_str_eq(list("one", 0), "[11,12,21]");
    ck_assert_str_eq(list("one", 1), "[11,12]");
    ck_assert_str_eq(list("two", 0), "[31]");
    ck_assert_str_eq(account("one", 12), "12 [b] [p] [o] [a] of 1");
}
END_TEST

START_TEST(another_users_account_is_not_found)
{
    ck_assert_str_eq(list("two", 1), "not found");
    ck_assert_str_eq(account("two", 11), "not found");
    ck_assert_str_eq(account("one", 99), "not found");
    ck_assert_str_eq(list("nobody", 0), "not found");
}
END_TEST

START_TEST(a_taken_id_or_an_unknown_connection_is_refused)
{
    const char *const json[STORE_ACCOUNT_PARTS] = {"x", "[]", "[]", "[]", "[]"};
    struct store_account refused = {.id = uuid_of(11), .authorization = uuid_of(2)};
    memcpy(refused.json, json, sizeof json);
    ck_assert_int_eq(store_add_account(store, "A", &refused), STORE_DUPLICATE);
    refused.id = uuid_of(41);
    refused.authorization = uuid_of(4);
    ck_assert_int_eq(store_add_account(store, "A", &refused), STORE_NOT_FOUND);
    ck_assert_str_eq(list("one", 0), "[11,12,21]");
    ck_assert_uint_eq(told.length, 0);
}
END_TEST

START_TEST(accounts_go_with_their_connection_and_come_back_with_a_reset)
{
    const struct snaptrade_uuid first = uuid_of(1);
    ck_assert_int_eq(store_remove_authorization(store, "A", "one", &first), STORE_OK);
    ck_assert_str_eq(list("one", 0), "[21]");
    ck_assert_str_eq(account("one", 11), "not found");
    ck_assert_str_eq(told.data, "c one 1.0 1>;");
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    ck_assert_str_eq(list("one", 0), "[11,12,21]");
}
END_TEST

static bool twice(const char *json, struct buffer *edited, void *last)
{
    buffer_append_format(edited, "%s%s", json, json);
    return last == NULL || strcmp(json, last) != 0;
}

START_TEST(all_accounts_of_a_connection_are_edited_or_none)
{
    const struct snaptrade_uuid first = uuid_of(1), none = uuid_of(9);
    char last[] = "12";
    ck_assert_int_eq(store_edit_accounts(store, "A", &first, twice, last), STORE_NO_MEMORY);
    ck_assert_str_eq(list("one", 0), "[11,12,21]");
    ck_assert_uint_eq(told.length, 0);
    ck_assert_int_eq(store_edit_accounts(store, "A", &none, twice, NULL), STORE_NOT_FOUND);
    ck_assert_int_eq(store_edit_accounts(store, "A", &first, twice, NULL), STORE_OK);
    ck_assert_str_eq(list("one", 0), "[1111,1212,21]");
    ck_assert_str_eq(told.data, "a one 1.11 11>1111;a one 1.12 12>1212;");
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    ck_assert_str_eq(list("one", 0), "[11,12,21]");
}
END_TEST

START_TEST(a_user_goes_with_all_that_it_has)
{
    const struct store_session_event of_one = {"one", "s", 1, "\"one\"", uuid_of(51)};
    const struct store_session_event of_two = {"two", "s", 2, "\"two\"", uuid_of(52)};
    const struct store_event_filter all = {NULL, NULL};
    ck_assert_int_eq(store_add_session_event(store, "A", &of_one), STORE_OK);
    ck_assert_int_eq(store_add_session_event(store, "A", &of_two), STORE_OK);
    ck_assert_int_eq(store_remove_user(store, "A", "one"), STORE_OK);
    ck_assert_int_eq(store_remove_user(store, "A", "one"), STORE_NOT_FOUND);
    ck_assert_str_eq(told.data, "c one 1.0 1>;c one 2.0 2>;u one 0.0 one>;");
    ck_assert_str_eq(list("one", 0), "not found");
    ck_assert_str_eq(list("two", 0), "[31]");
    buffer_reset(&out);
    ck_assert_int_eq(store_list_session_events(store, "A", &all, &out), STORE_OK);
    ck_assert_str_eq(out.data, "[\"two\"]");
    buffer_reset(&out);
    ck_assert_int_eq(store_list_users(store, "A", &out), STORE_OK);
    ck_assert_str_eq(out.data, "[\"two\"]");
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    ck_assert_str_eq(list("one", 0), "[11,12,21]");
}
END_TEST

START_TEST(a_users_secret_can_be_changed_and_a_reset_brings_the_old_one)
{
    const struct store_user changed = {"one", "new"}, unknown = {"nobody", "new"};
    struct store_user user;
    ck_assert_int_eq(store_set_user_secret(store, "A", &unknown), STORE_NOT_FOUND);
    ck_assert_int_eq(store_set_user_secret(store, "A", &changed), STORE_OK);
    ck_assert(store_find_user(store, "A", "one", &user));
    ck_assert_str_eq(user.user_secret, "new");
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    ck_assert(store_find_user(store, "A", "one", &user));
    ck_assert_str_eq(user.user_secret, "secret");
}
END_TEST

START_TEST(the_first_scenario_is_the_usual_one)
{
    ck_assert_int_eq(store_get_scenario(store, NULL, &out), STORE_NOT_FOUND);
    ck_assert_int_eq(store_add_scenario(store, "usual", "1"), STORE_OK);
    ck_assert_int_eq(store_add_scenario(store, "other", "2"), STORE_OK);
    ck_assert_int_eq(store_add_scenario(store, "usual", "3"), STORE_DUPLICATE);
    ck_assert_int_eq(store_get_scenario(store, NULL, &out), STORE_OK);
    ck_assert_int_eq(store_get_scenario(store, "other", &out), STORE_OK);
    ck_assert_int_eq(store_get_scenario(store, "third", &out), STORE_NOT_FOUND);
    ck_assert_str_eq(out.data, "12");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("accounts");
    TCase *tests = tcase_create("accounts");
    tcase_add_checked_fixture(tests, fill, empty);
    tcase_add_test(tests, accounts_are_listed_by_connection_in_the_order_of_adding);
    tcase_add_test(tests, another_users_account_is_not_found);
    tcase_add_test(tests, a_taken_id_or_an_unknown_connection_is_refused);
    tcase_add_test(tests, accounts_go_with_their_connection_and_come_back_with_a_reset);
    tcase_add_test(tests, all_accounts_of_a_connection_are_edited_or_none);
    tcase_add_test(tests, a_user_goes_with_all_that_it_has);
    tcase_add_test(tests, a_users_secret_can_be_changed_and_a_reset_brings_the_old_one);
    tcase_add_test(tests, the_first_scenario_is_the_usual_one);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
