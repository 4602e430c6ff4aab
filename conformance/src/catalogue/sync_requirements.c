/* POST /authorizations/{authorizationId}/refresh, /disable and /transactions/sync */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/fields.h"
#include "requirement.h"

#define SYNC_DISABLED                                                                              \
    402, "Unable to sync with brokerage account because the connection is disabled.", "3003"
#define ALREADY_DISABLED 402, "This connection is already disabled.", "3011"
#define TOO_SOON 429, "Connection refreshed too recently. Please try again later.", "throttled"

static const char refresh[] = "refresh", disable[] = "disable", sync[] = "transactions/sync";
static const char *const duties[] = {refresh, disable, sync};
enum { DUTIES = sizeof duties / sizeof *duties };

static const char *path_of(const char *id, const char *what)
{
    return text("/authorizations/%s/%s", id, what);
}

static const struct answer *post(const char *id, const char *what, const struct credentials *as)
{
    return send_call(&(struct call){.path = path_of(id, what), .method = "POST", .as = as});
}

static bool is_disabled(const cJSON *connection)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(connection, "disabled"));
}

/* The user's first connection that is disabled or not, as wanted; without one there is nothing to
 * judge on a server that is not ours. */
static const char *connection_that(bool disabled)
{
    const cJSON *item, *array = expect_items(send_get("/authorizations"));
    cJSON_ArrayForEach(item, array)
    {
        if (is_disabled(item) == disabled)
            return required_text(item, "id");
    }
    if (!target()->spawned)
        unjudged(text("the user has no connection that is %sdisabled", disabled ? "" : "not "));
    fail_part("a connection", json_text(array), "none is %sdisabled", disabled ? "" : "not ");
}

/* The answer to a refresh of a connection that is refreshed now; unless that is not the first time
 * in a minute on a server that is not ours. */
static const struct answer *refreshed(const char *id)
{
    const struct answer *answer = post(id, refresh, NULL);
    if (answer->status == 429 && !target()->spawned)
        unjudged("the connection was refreshed less than a minute ago");
    expect_status(answer, 200);
    return answer;
}

static void expect_detail(const struct answer *answer, const char *detail)
{
    expect_text("the detail", detail, member_text(expect_object(answer), "detail"));
}

START_TEST(a_refresh_is_scheduled)
{
    const char *id = connection_that(false);
    expect_detail(refreshed(id), text("Connection %s scheduled for refresh", id));
}
END_TEST

START_TEST(a_second_refresh_comes_too_soon)
{
    const char *id = connection_that(false);
    refreshed(id);
    expect_error(post(id, refresh, NULL), TOO_SOON);
}
END_TEST

START_TEST(a_refresh_does_not_move_updated_date)
{
    const char *id = connection_that(false), *path = text("/authorizations/%s", id);
    const char *before = required_text(expect_object(send_get(path)), "updated_date");
    refreshed(id);
    expect_text("updated_date", before, member_text(expect_object(send_get(path)), "updated_date"));
}
END_TEST

START_TEST(transactions_are_synced)
{
    const char *id = connection_that(false);
    expect_detail(post(id, sync, NULL), text("Connection %s scheduled for transactions sync", id));
}
END_TEST

START_TEST(what_is_disabled_is_not_synced)
{
    const char *id = connection_that(true);
    expect_error(post(id, refresh, NULL), SYNC_DISABLED);
    expect_error(post(id, sync, NULL), SYNC_DISABLED);
}
END_TEST

START_TEST(a_connection_is_disabled)
{
    const char *id = connection_that(false);
    expect_detail(post(id, disable, NULL), text("Connection %s has been disabled", id));
}
END_TEST

START_TEST(what_was_disabled_says_since_when)
{
    const char *id = connection_that(false);
    expect_status(post(id, disable, NULL), 200);
    const cJSON *connection = expect_object(send_get(text("/authorizations/%s", id)));
    expect_that(is_disabled(connection), "disabled", "true", json_text(connection));
    expect_date(required_text(connection, "disabled_date"), "disabled_date");
    expect_error(post(id, refresh, NULL), SYNC_DISABLED);
}
END_TEST

START_TEST(what_is_disabled_cannot_be_disabled_again)
{
    expect_error(post(connection_that(true), disable, NULL), ALREADY_DISABLED);
}
END_TEST

START_TEST(an_unknown_connection_does_not_exist)
{
    for (size_t i = 0; i < DUTIES; i++)
        expect_error(post(UNKNOWN_ID, duties[i], NULL), NO_SUCH);
}
END_TEST

START_TEST(another_users_connection_is_not_synced)
{
    for (size_t i = 0; i < DUTIES; i++)
        expect_error(post(SECOND_USERS_ID, duties[i], &john), NO_SUCH);
    const char *path = "/authorizations/" SECOND_USERS_ID;
    const struct answer *answer = send_call(&(struct call){.path = path, .as = &second_user});
    expect_that(!is_disabled(expect_object(answer)), "disabled", "false", answer->body);
}
END_TEST

START_TEST(what_is_no_uuid_is_not_synced)
{
    for (size_t i = 0; i < DUTIES; i++)
        expect_error(post("x", duties[i], NULL), BAD_ID);
}
END_TEST

START_TEST(a_refused_request_changes_nothing)
{
    const char *id = connection_that(false), *path = path_of(id, disable);
    struct credentials wrong = target()->credentials;
    wrong.user_secret = "wrong";
    expect_error(send_call(&(struct call){.path = path, .method = "POST", .as = &wrong}), BAD_USER);
    expect_error(send_call(&(struct call){.path = path, .method = "POST", .signed_key = "wrong"}),
                 BAD_SIGNATURE);
    expect_error(
        send_call(&(struct call){.path = path, .method = "POST", .without = WITHOUT_USER_SECRET}),
        NO_USER);
    const struct answer *answer = send_get(text("/authorizations/%s", id));
    expect_that(!is_disabled(expect_object(answer)), "disabled", "false", answer->body);
}
END_TEST

static const struct requirement rows[] = {
    {"SYNC-001", MUST, SPEC, "OpenAPI file, 2026-08: refreshBrokerageAuthorization", "changes",
     CHANGES, NULL, &a_refresh_is_scheduled,
     "POST /authorizations/{authorizationId}/refresh answers 200 Connection ID scheduled for "
     "refresh."},
    {"SYNC-002", MUST, SPEC, "OpenAPI file, 2026-08: refreshBrokerageAuthorization, 429",
     "changes limit", CHANGES, NULL, &a_second_refresh_comes_too_soon,
     "A second refresh of a connection within a minute: 429 Connection refreshed too recently. "
     "Please try again later., code throttled."},
    {"SYNC-003", MUST, SDK, "wire capture of snaptrade-cli: it takes a moved date for a reconnect",
     "changes dates", CHANGES, NULL, &a_refresh_does_not_move_updated_date,
     "A refresh leaves updated_date as it is: the official command-line client takes a moved one "
     "for a reconnect."},
    {"SYNC-004", MUST, SPEC, "OpenAPI file, 2026-08: syncBrokerageAuthorizationTransactions",
     "changes", CHANGES, NULL, &transactions_are_synced,
     "POST /authorizations/{authorizationId}/transactions/sync answers 200 Connection ID scheduled "
     "for transactions sync."},
    {"SYNC-005", MUST, SPEC, "OpenAPI file, 2026-08: refreshBrokerageAuthorization, 402", "changes",
     CHANGES, NULL, &what_is_disabled_is_not_synced,
     "Refresh and sync of a disabled connection: 402 Unable to sync with brokerage account because "
     "the connection is disabled., code 3003."},
    {"SYNC-006", MUST, SPEC, "OpenAPI file, 2026-08: disableBrokerageAuthorization", "changes",
     CHANGES, NULL, &a_connection_is_disabled,
     "POST /authorizations/{authorizationId}/disable answers 200 Connection ID has been disabled."},
    {"SYNC-007", MUST, SPEC, "OpenAPI file, 2026-08: disableBrokerageAuthorization",
     "changes dates", CHANGES, NULL, &what_was_disabled_says_since_when,
     "What was disabled has disabled true and a disabled_date in the next request, and is not "
     "refreshed."},
    {"SYNC-008", MUST, SPEC, "OpenAPI file, 2026-08: disableBrokerageAuthorization, 402", "changes",
     CHANGES, NULL, &what_is_disabled_cannot_be_disabled_again,
     "Disabling a disabled connection: 402 This connection is already disabled., code 3011."},
    {"SYNC-009", MUST, SPEC, "OpenAPI file, 2026-05: the example of a 404", "id", CHANGES, NULL,
     &an_unknown_connection_does_not_exist,
     "Refresh, disable and sync of an unknown connection: 404 The requested resource does not "
     "exist., code 1011."},
    {"SYNC-010", MUST, ASSUMED, "our choice", "id isolation", DEFAULT_FIXTURES | CHANGES, NULL,
     &another_users_connection_is_not_synced,
     "Refresh, disable and sync of another user's connection: 404, and it stays as it is."},
    {"SYNC-011", MUST, ASSUMED, "the document has this for remove; our choice here", "id", CHANGES,
     NULL, &what_is_no_uuid_is_not_synced,
     "Refresh, disable and sync by an id that is no UUID: 400 The specified authorizationId is "
     "invalid (not a UUID string)."},
    {"SYNC-012", MUST, SPEC, "OpenAPI file, 2026-08: each call lists its credentials",
     "changes credentials", CHANGES, NULL, &a_refused_request_changes_nothing,
     "A request to disable that is refused with 401 disables nothing."},
};
const struct area sync_area =
    AREA("SYNC", "POST /authorizations/{authorizationId}/refresh, /disable and /transactions/sync",
         rows);
