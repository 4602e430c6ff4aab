/* What an attempt at the portal needs, and what becomes of one whose names vanish under it. */
#include <string.h>

#include "portal/attempt.h"
#include "state/fixtures.h"
#include "suite.h"

static const int64_t now = INT64_C(1700000000000000);
static const char john[] = "John.doe@snaptrade.com", client_id[] = "PASSIVTEST";
static const char connection[] = "2bcd7cc3-e922-4976-bce1-9858296801c3";

static struct store *store;
static struct journal_book *book;
static struct fault_book *faults;
static struct tenants *tenants;
static struct webhooks *webhooks;
static struct attempt_place place;

static int64_t clock_of(void *context)
{
    (void)context;
    return now;
}

static void start(void)
{
    const struct journal_limits limits = {1, 1000};
    struct buffer problems = {0};
    store = store_new();
    ck_assert(store != NULL && fixtures_load(FIXTURES_DIR "/default", store, &problems));
    book = journal_book_new(&limits);
    faults = fault_book_new(1);
    tenants = tenants_new(book, faults, 0);
    ck_assert(tenants != NULL && tenants_welcome(tenants, store));
    const struct webhooks_config config = {
        .store = store, .tenants = tenants, .courier = {.book = book, .now = clock_of}};
    webhooks = webhooks_new(&config);
    place = (struct attempt_place){store, webhooks, tenants_find(tenants, client_id), now};
    ck_assert(webhooks != NULL && place.tenant != NULL);
}

static void end(void)
{
    tenant_release(place.tenant);
    webhooks_free(webhooks);
    tenants_free(tenants);
    fault_book_free(faults);
    journal_book_free(book);
    store_free(store);
}

static struct attempt reconnect(const char *user_id)
{
    struct attempt attempt = {.user_id = user_id, .reconnects = true};
    memcpy(attempt.connection_id, connection, sizeof connection);
    return attempt;
}

/* The JSON of all that John has connected; the caller frees it. */
static struct buffer connections(void)
{
    struct buffer json = {0};
    ck_assert_int_eq(store_list_authorizations(store, client_id, john, &json), STORE_OK);
    return json;
}

START_TEST(every_outcome_has_a_name_and_ends_or_not)
{
    static const struct {
        const char *name;
        bool connects, is_last;
    } expected[ATTEMPT_OUTCOMES] = {
        {"success", true, true}, {"failure", false, false},      {"account-locked", false, false},
        {"mfa", true, true},     {"rate-limited", false, false}, {"abandonment", false, true},
    };
    for (size_t i = 0; i < ATTEMPT_OUTCOMES; i++) {
        ck_assert_str_eq(attempt_outcome_names[i], expected[i].name);
        ck_assert(attempt_connects((enum attempt_outcome)i) == expected[i].connects);
        ck_assert(attempt_is_last((enum attempt_outcome)i) == expected[i].is_last);
    }
    ck_assert_ptr_null(attempt_outcome_names[ATTEMPT_OUTCOMES]);
}
END_TEST

START_TEST(flaws_tell_what_there_is_not)
{
    const struct attempt good = {.user_id = john, .brokerage = "ALPACA", .scenario = "cash-only"};
    const struct attempt bad = {.user_id = "nobody", .brokerage = "alpaca", .scenario = "none"};
    const struct attempt own = reconnect(john);
    const struct attempt foreign = reconnect("second-user@example.com");
    ck_assert_uint_eq(attempt_flaws(&place, &good), 0);
    ck_assert_uint_eq(attempt_flaws(&place, &bad),
                      ATTEMPT_NO_USER | ATTEMPT_NO_BROKERAGE | ATTEMPT_NO_SCENARIO);
    ck_assert_uint_eq(attempt_flaws(&place, &own), 0);
    ck_assert_uint_eq(attempt_flaws(&place, &foreign), ATTEMPT_NO_CONNECTION);
}
END_TEST

START_TEST(one_connects_and_says_what_it_has_written)
{
    struct attempt attempt = {.user_id = john, .brokerage = "ALPACA"};
    ck_assert(attempt_make(&place, &attempt));
    struct buffer json = connections();
    ck_assert_ptr_nonnull(strstr(json.data, attempt.connection_id));
    ck_assert_int_eq(cJSON_GetArraySize(attempt.events), 5);
    ck_assert_uint_eq(strlen(attempt.session_id), SNAPTRADE_UUID_LENGTH);
    ck_assert_int_eq(attempt.code, 200);
    attempt_end(&attempt);
    buffer_free(&json);
}
END_TEST

START_TEST(one_whose_connection_has_gone_fails_and_writes_nothing)
{
    struct snaptrade_uuid id;
    struct buffer events = {0};
    struct attempt attempt = reconnect(john);
    ck_assert(snaptrade_uuid_parse(connection, strlen(connection), &id));
    ck_assert_int_eq(store_remove_authorization(store, client_id, john, &id), STORE_OK);
    ck_assert(!attempt_make(&place, &attempt));
    ck_assert_uint_eq(attempt_flaws(&place, &attempt), ATTEMPT_NO_CONNECTION);
    const struct store_event_filter filter = {NULL, attempt.session_id};
    ck_assert_int_eq(store_list_session_events(store, client_id, &filter, &events), STORE_OK);
    ck_assert_str_eq(events.data, "[]");
    attempt_end(&attempt);
    buffer_free(&events);
}
END_TEST

START_TEST(one_whose_user_has_gone_fails_and_connects_nothing)
{
    struct attempt attempt = {.user_id = "newcomer", .brokerage = "ALPACA"};
    ck_assert_uint_eq(attempt_flaws(&place, &attempt), 0);
    ck_assert_int_eq(store_remove_user(store, client_id, "newcomer"), STORE_OK);
    ck_assert(!attempt_make(&place, &attempt));
    ck_assert_uint_eq(attempt_flaws(&place, &attempt), ATTEMPT_NO_USER);
    attempt_end(&attempt);
}
END_TEST

/* All that a partner's connections and events are; the caller frees it. */
static struct buffer all(void)
{
    struct buffer json = connections();
    const struct store_event_filter filter = {NULL, NULL};
    ck_assert_int_eq(store_list_session_events(store, client_id, &filter, &json), STORE_OK);
    return json;
}

START_TEST(one_that_is_undone_leaves_all_as_it_was)
{
    struct attempt attempts[] = {{.user_id = john, .brokerage = "ALPACA", .scenario = "cash-only"},
                                 reconnect(john)};
    attempts[1].type = "trade";
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        struct buffer before = all();
        ck_assert(attempt_make(&place, &attempts[i]));
        struct buffer made = all();
        ck_assert_str_ne(made.data, before.data);
        attempt_undo(&place, &attempts[i]);
        struct buffer after = all();
        ck_assert_str_eq(after.data, before.data);
        attempt_end(&attempts[i]);
        buffer_free(&before);
        buffer_free(&made);
        buffer_free(&after);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("portal_attempt");
    TCase *tests = tcase_create("attempt");
    tcase_add_checked_fixture(tests, start, end);
    tcase_add_test(tests, every_outcome_has_a_name_and_ends_or_not);
    tcase_add_test(tests, flaws_tell_what_there_is_not);
    tcase_add_test(tests, one_connects_and_says_what_it_has_written);
    tcase_add_test(tests, one_whose_connection_has_gone_fails_and_writes_nothing);
    tcase_add_test(tests, one_whose_user_has_gone_fails_and_connects_nothing);
    tcase_add_test(tests, one_that_is_undone_leaves_all_as_it_was);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
