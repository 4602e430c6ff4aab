/* The sessions that login opens: how they are found, how long they last, and what takes them. */
#include <stdio.h>
#include <string.h>

#include "portal/sessions.h"
#include "suite.h"

static const int64_t second = 1000000, now = INT64_C(1700000000000000);

static struct portal_sessions *sessions;
static struct portal_session found;

static void start(void)
{
    sessions = portal_sessions_new();
    ck_assert_ptr_nonnull(sessions);
}

static void end(void)
{
    portal_sessions_free(sessions);
}

static struct login_link open_for(const char *client_id, const char *user_id, bool of_fixtures)
{
    const struct login_wish wish = {.client_id = client_id, .user_id = user_id};
    struct login_link link;
    ck_assert(portal_sessions_open(sessions, &wish, of_fixtures, now, &link));
    return link;
}

static bool is_there(const struct login_link *link)
{
    return portal_sessions_find(sessions, link->token, &found);
}

START_TEST(a_session_keeps_what_it_was_opened_for)
{
    const struct login_wish wish = {.client_id = "A",
                                    .user_id = "u",
                                    .broker = "ALPACA",
                                    .custom_redirect = "myapp://x",
                                    .type = LOGIN_TRADE,
                                    .immediate_redirect = true,
                                    .is_dark = true};
    struct login_link link;
    ck_assert(portal_sessions_open(sessions, &wish, false, now, &link));
    ck_assert(is_there(&link));
    ck_assert_str_eq(found.client_id, "A");
    ck_assert_str_eq(found.user_id, "u");
    ck_assert_str_eq(found.broker, "ALPACA");
    ck_assert_str_eq(found.reconnect, "");
    ck_assert_str_eq(found.custom_redirect, "myapp://x");
    ck_assert_int_eq(found.type, LOGIN_TRADE);
    ck_assert(found.immediate_redirect && found.is_dark && !found.has_close_button);
}
END_TEST

START_TEST(it_is_found_by_its_token_and_by_its_partners_id_of_it)
{
    const struct login_link link = open_for("A", "u", false), other = open_for("A", "u", false);
    ck_assert_uint_eq(strlen(link.token), 64);
    ck_assert_str_ne(link.token, other.token);
    ck_assert(portal_sessions_find_id(sessions, "A", link.session_id, &found));
    ck_assert_str_eq(found.token, link.token);
    ck_assert(!portal_sessions_find_id(sessions, "B", link.session_id, &found));
    ck_assert(!portal_sessions_find(sessions, link.session_id, &found));
    ck_assert(!portal_sessions_find(sessions, "", &found));
}
END_TEST

START_TEST(it_lasts_five_minutes_and_until_it_is_used)
{
    const struct login_link link = open_for("A", "u", false);
    ck_assert(is_there(&link));
    ck_assert_int_eq(portal_session_state(&found, now - second), PORTAL_OPEN);
    ck_assert_int_eq(portal_session_state(&found, now + 300 * second), PORTAL_OPEN);
    ck_assert_int_eq(portal_session_state(&found, now + 300 * second + 1), PORTAL_EXPIRED);
    portal_sessions_use(sessions, link.token);
    ck_assert(is_there(&link));
    ck_assert_int_eq(portal_session_state(&found, now), PORTAL_USED);
}
END_TEST

START_TEST(the_oldest_of_a_partner_makes_room_for_its_next)
{
    const struct login_link other = open_for("B", "u", false), first = open_for("A", "u", false);
    const struct login_link second_one = open_for("A", "u", false);
    for (int i = 2; i < PORTAL_SESSIONS_OF_PARTNER; i++)
        open_for("A", "u", false);
    ck_assert(is_there(&first));
    open_for("A", "u", false);
    ck_assert(!is_there(&first) && is_there(&second_one) && is_there(&other));
}
END_TEST

START_TEST(the_oldest_of_all_makes_room_when_there_are_too_many)
{
    char client_id[16];
    const struct login_link first = open_for("first", "u", false);
    const struct login_link second_one = open_for("second", "u", false);
    for (int i = 2; i < PORTAL_SESSIONS_MOST; i++) {
        snprintf(client_id, sizeof client_id, "%d", i % 100);
        open_for(client_id, "u", false);
    }
    ck_assert(is_there(&first));
    open_for("last", "u", false);
    ck_assert(!is_there(&first) && is_there(&second_one));
}
END_TEST

START_TEST(they_go_with_their_user_or_their_partner)
{
    const struct login_link a = open_for("A", "u", false), b = open_for("A", "v", false);
    const struct login_link c = open_for("B", "u", false);
    portal_sessions_forget(sessions, "A", "u");
    ck_assert(!is_there(&a) && is_there(&b) && is_there(&c));
    portal_sessions_forget(sessions, "A", NULL);
    ck_assert(!is_there(&b) && is_there(&c));
}
END_TEST

START_TEST(those_of_the_fixtures_go_together)
{
    const struct login_link a = open_for("A", "u", true), b = open_for("B", "u", false);
    portal_sessions_forget_fixtures(sessions);
    ck_assert(!is_there(&a) && is_there(&b));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("portal_sessions");
    TCase *tests = tcase_create("sessions");
    tcase_add_checked_fixture(tests, start, end);
    tcase_add_test(tests, a_session_keeps_what_it_was_opened_for);
    tcase_add_test(tests, it_is_found_by_its_token_and_by_its_partners_id_of_it);
    tcase_add_test(tests, it_lasts_five_minutes_and_until_it_is_used);
    tcase_add_test(tests, the_oldest_of_a_partner_makes_room_for_its_next);
    tcase_add_test(tests, the_oldest_of_all_makes_room_when_there_are_too_many);
    tcase_add_test(tests, they_go_with_their_user_or_their_partner);
    tcase_add_test(tests, those_of_the_fixtures_go_together);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
