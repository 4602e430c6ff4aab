/* The store's partners as a whole: copies, resets, replaced and exchanged contents. */
#include "state/store.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static struct store *store;
static struct buffer out;

static const struct store_partner partner_a = {"A", "key-a", false};
static const struct store_partner partner_b = {"B", "key-b", false};
static const struct snaptrade_uuid first = {{1}}, second = {{2}};

static void add_user(struct store *to, const char *client_id, const char *user_id)
{
    struct store_user user = {.user_secret = "secret"};
    snprintf(user.user_id, sizeof user.user_id, "%s", user_id);
    ck_assert_int_eq(store_add_user(to, client_id, &user), STORE_OK);
}

static struct store *new_store(const char *json)
{
    struct store *made = store_new();
    ck_assert_ptr_nonnull(made);
    ck_assert_int_eq(store_add_partner(made, &partner_a), STORE_OK);
    add_user(made, "A", "one");
    ck_assert_int_eq(store_add_authorization(made, "A", "one", &first, json), STORE_OK);
    const struct store_session_event event = {"one", "s", 5, "\"event\"", {{1}}};
    ck_assert_int_eq(store_add_session_event(made, "A", &event), STORE_OK);
    store_settle(made);
    return made;
}

static void fill(void)
{
    store = new_store("1");
}

static void empty(void)
{
    store_free(store);
    buffer_free(&out);
}

static const char *list(const char *client_id)
{
    buffer_reset(&out);
    ck_assert_int_eq(store_list_authorizations(store, client_id, "one", &out), STORE_OK);
    return out.data;
}

static void remove_first(const char *client_id)
{
    ck_assert_int_eq(store_remove_authorization(store, client_id, "one", &first), STORE_OK);
}

START_TEST(a_copy_has_what_its_model_starts_with_and_lives_on_its_own)
{
    remove_first("A");
    ck_assert_int_eq(store_copy_partner(store, "A", &partner_b), STORE_OK);
    ck_assert_str_eq(list("B"), "[1]");
    ck_assert_str_eq(list("A"), "[]");
    remove_first("B");
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    ck_assert_str_eq(list("A"), "[1]");
    ck_assert_str_eq(list("B"), "[]");
}
END_TEST

START_TEST(a_taken_clientId_or_an_unknown_model_makes_no_copy)
{
    ck_assert_int_eq(store_copy_partner(store, "A", &partner_a), STORE_DUPLICATE);
    ck_assert_int_eq(store_copy_partner(store, "nobody", &partner_b), STORE_NOT_FOUND);
    struct store_partner found;
    ck_assert(!store_find_partner(store, "B", &found));
}
END_TEST

START_TEST(a_reset_brings_back_all_that_the_partner_started_with)
{
    remove_first("A");
    add_user(store, "A", "two");
    const struct store_session_event event = {"one", "s", 1, "\"earlier\"", {{2}}};
    ck_assert_int_eq(store_add_session_event(store, "A", &event), STORE_OK);
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    struct store_user user;
    ck_assert_str_eq(list("A"), "[1]");
    ck_assert(!store_find_user(store, "A", "two", &user));
    buffer_reset(&out);
    const struct store_event_filter all = {NULL, NULL};
    ck_assert_int_eq(store_list_session_events(store, "A", &all, &out), STORE_OK);
    ck_assert_str_eq(out.data, "[\"event\"]");
}
END_TEST

START_TEST(a_reset_of_all_leaves_copies_alone)
{
    ck_assert_int_eq(store_copy_partner(store, "A", &partner_b), STORE_OK);
    remove_first("A");
    remove_first("B");
    store_reset(store);
    ck_assert_str_eq(list("A"), "[1]");
    ck_assert_str_eq(list("B"), "[]");
}
END_TEST

START_TEST(a_removed_partner_is_gone_and_its_clientId_free)
{
    ck_assert_int_eq(store_copy_partner(store, "A", &partner_b), STORE_OK);
    ck_assert_int_eq(store_remove_partner(store, "B"), STORE_OK);
    ck_assert_int_eq(store_remove_partner(store, "B"), STORE_NOT_FOUND);
    ck_assert_int_eq(store_copy_partner(store, "A", &partner_b), STORE_OK);
}
END_TEST

START_TEST(taken_contents_replace_all_and_change_the_start_only_when_asked)
{
    struct store *other = new_store("9");
    ck_assert_int_eq(store_take_contents(store, "A", other, false), STORE_OK);
    ck_assert_str_eq(list("A"), "[9]");
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    ck_assert_str_eq(list("A"), "[1]");
    ck_assert_int_eq(store_take_contents(store, "A", other, true), STORE_OK);
    store_free(other);
    remove_first("A");
    ck_assert_int_eq(store_reset_partner(store, "A"), STORE_OK);
    ck_assert_str_eq(list("A"), "[9]");
}
END_TEST

START_TEST(an_exchange_brings_other_partners_and_keeps_copies_with_their_state)
{
    ck_assert_int_eq(store_copy_partner(store, "A", &partner_b), STORE_OK);
    remove_first("B");
    struct store *other = new_store("9");
    ck_assert_int_eq(store_add_brokerage(other, "NEW", "{}"), STORE_OK);
    ck_assert(store_exchange(store, other));
    store_free(other);
    ck_assert_str_eq(list("A"), "[9]");
    ck_assert_str_eq(list("B"), "[]");
    ck_assert_int_eq(store_reset_partner(store, "B"), STORE_OK);
    ck_assert_str_eq(list("B"), "[1]");
    ck_assert_int_eq(store_get_brokerage(store, "NEW", &out), STORE_OK);
    struct store_partner found;
    ck_assert(store_first_partner(store, &found));
    ck_assert_str_eq(found.client_id, "A");
}
END_TEST

static bool put(const char *json, struct buffer *to, void *context)
{
    buffer_append_format(to, "%s%s", json, (const char *)context);
    return true;
}

static bool refuse(const char *json, struct buffer *to, void *context)
{
    (void)json;
    (void)to;
    (void)context;
    return false;
}

START_TEST(an_edit_changes_one_authorization_of_one_partner)
{
    char text[] = "x";
    ck_assert_int_eq(store_copy_partner(store, "A", &partner_b), STORE_OK);
    ck_assert_int_eq(store_edit_authorization(store, "B", &first, put, text), STORE_OK);
    ck_assert_str_eq(list("B"), "[1x]");
    ck_assert_str_eq(list("A"), "[1]");
    ck_assert_int_eq(store_edit_authorization(store, "B", &first, refuse, NULL), STORE_NO_MEMORY);
    ck_assert_str_eq(list("B"), "[1x]");
    ck_assert_int_eq(store_edit_authorization(store, "B", &second, put, text), STORE_NOT_FOUND);
}
END_TEST

START_TEST(the_owner_of_an_authorization_is_found_in_its_partner_only)
{
    struct store_user owner;
    ck_assert_int_eq(store_find_owner(store, "A", &first, &owner), STORE_OK);
    ck_assert_str_eq(owner.user_id, "one");
    ck_assert_int_eq(store_find_owner(store, "A", &second, &owner), STORE_NOT_FOUND);
    ck_assert_int_eq(store_find_owner(store, "B", &first, &owner), STORE_NOT_FOUND);
}
END_TEST

static void see_user(void *context, const struct store_user *user)
{
    buffer_append_format(context, "user %s;", user->user_id);
}

static void see_authorization(void *context, const char *user_id, const struct snaptrade_uuid *id,
                              const char *json, size_t length)
{
    buffer_append_format(context, "authorization %s %d %.*s;", user_id, id->bytes[0], (int)length,
                         json);
}

static void see_event(void *context, const struct store_session_event *event)
{
    buffer_append_format(context, "event %s %s %s;", event->user_id, event->session_id,
                         event->json);
}

START_TEST(a_visit_sees_all_of_a_partner_in_order)
{
    const struct store_visitor visitor = {see_user, see_authorization, NULL, see_event};
    add_user(store, "A", "two");
    ck_assert_int_eq(store_add_authorization(store, "A", "two", &second, "2"), STORE_OK);
    ck_assert_int_eq(store_visit(store, "A", &visitor, &out), STORE_OK);
    ck_assert_str_eq(out.data, "user one;authorization one 1 1;user two;authorization two 2 2;"
                               "event one s \"event\";");
    ck_assert_int_eq(store_visit(store, "nobody", &visitor, &out), STORE_NOT_FOUND);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("partners");
    TCase *tests = tcase_create("partners");
    tcase_add_checked_fixture(tests, fill, empty);
    tcase_add_test(tests, a_copy_has_what_its_model_starts_with_and_lives_on_its_own);
    tcase_add_test(tests, a_taken_clientId_or_an_unknown_model_makes_no_copy);
    tcase_add_test(tests, a_reset_brings_back_all_that_the_partner_started_with);
    tcase_add_test(tests, a_reset_of_all_leaves_copies_alone);
    tcase_add_test(tests, a_removed_partner_is_gone_and_its_clientId_free);
    tcase_add_test(tests, taken_contents_replace_all_and_change_the_start_only_when_asked);
    tcase_add_test(tests, an_exchange_brings_other_partners_and_keeps_copies_with_their_state);
    tcase_add_test(tests, an_edit_changes_one_authorization_of_one_partner);
    tcase_add_test(tests, the_owner_of_an_authorization_is_found_in_its_partner_only);
    tcase_add_test(tests, a_visit_sees_all_of_a_partner_in_order);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
