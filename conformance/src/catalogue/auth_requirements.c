/* Credentials: partner, timestamp, user, and the order in which they are checked. */
#include <string.h>

#include "../exchange/expect.h"
#include "requirement.h"

static const char list_path[] = "/authorizations";
static const char wrong_key[] = "wrong";

static struct credentials with_user(const char *id, const char *secret)
{
    struct credentials credentials = target()->credentials;
    credentials.user_id = id;
    credentials.user_secret = secret;
    return credentials;
}

START_TEST(no_credentials_at_all_are_told_so)
{
    expect_error(send_call(&(struct call){.path = list_path, .query = ""}), NO_CREDENTIALS);
    expect_error(send_call(&(struct call){.path = list_path, .query = "other=1"}), NO_CREDENTIALS);
    expect_error(send_call(&(struct call){.path = "/authorizations/" UNKNOWN_ID, .query = ""}),
                 NO_CREDENTIALS);
    expect_error(send_call(&(struct call){.path = "/sessionEvents", .query = ""}), NO_CREDENTIALS);
}
END_TEST

START_TEST(milliseconds_are_no_timestamp)
{
    expect_error(
        send_call(&(struct call){.path = list_path, .timestamp = text("%s000", time_text(0))}),
        BAD_TIMESTAMP);
}
END_TEST

START_TEST(a_timestamp_is_decimal_seconds)
{
    static const char *const bad[] = {
        "", "x", "-1", "1e9", "0x65000000", "1700000000.5", " 1700000000", "1234567890123"};
    expect_error(send_call(&(struct call){.path = list_path, .without = WITHOUT_TIMESTAMP}),
                 BAD_TIMESTAMP);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_error(send_call(&(struct call){.path = list_path, .timestamp = bad[i]}),
                     BAD_TIMESTAMP);
    expect_error(
        send_call(&(struct call){.path = list_path, .timestamp = text("%s ", time_text(0))}),
        BAD_TIMESTAMP);
}
END_TEST

START_TEST(a_timestamp_is_good_for_five_minutes_either_way)
{
    static const struct {
        int offset;
        bool good;
    } times[] = {{-310, false}, {-290, true}, {290, true}, {310, false}};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const struct answer *answer =
            send_call(&(struct call){.path = list_path, .timestamp = time_text(times[i].offset)});
        if (times[i].good)
            expect_status(answer, 200);
        else
            expect_error(answer, BAD_TIMESTAMP);
    }
}
END_TEST

START_TEST(an_unknown_client_id_is_a_wrong_signature)
{
    struct credentials unknown = target()->credentials;
    unknown.client_id = "NOBODY-OF-THAT-NAME";
    expect_error(send_call(&(struct call){.path = list_path, .as = &unknown}), BAD_SIGNATURE);
    unknown.client_id = "";
    expect_error(send_call(&(struct call){.path = list_path, .as = &unknown}), BAD_SIGNATURE);
}
END_TEST

START_TEST(a_users_call_names_its_user)
{
    static const int without[] = {WITHOUT_USER_ID, WITHOUT_USER_SECRET, WITHOUT_USER,
                                  WITHOUT_CLIENT_ID};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        expect_error(send_call(&(struct call){.path = list_path, .without = without[i]}), NO_USER);
}
END_TEST

START_TEST(an_unknown_user_is_refused)
{
    const struct credentials unknown = with_user("nobody@example.com", "secret");
    expect_error(send_call(&(struct call){.path = list_path, .as = &unknown}), BAD_USER);
}
END_TEST

START_TEST(a_wrong_user_secret_is_refused)
{
    const struct credentials *right = &target()->credentials;
    const char *const secrets[] = {text("%sx", right->user_secret), "wrong", "USERSECRET"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        const struct credentials wrong = with_user(right->user_id, secrets[i]);
        expect_error(send_call(&(struct call){.path = list_path, .as = &wrong}), BAD_USER);
    }
}
END_TEST

START_TEST(an_empty_parameter_is_there)
{
    const struct credentials no_secret = with_user(target()->credentials.user_id, "");
    const struct credentials no_id = with_user("", target()->credentials.user_secret);
    expect_error(send_call(&(struct call){.path = list_path, .as = &no_secret}), BAD_USER);
    expect_error(send_call(&(struct call){.path = list_path, .as = &no_id}), BAD_USER);
}
END_TEST

START_TEST(users_belong_to_their_partner)
{
    struct credentials mixed = partner_2;
    mixed.user_id = john.user_id;
    mixed.user_secret = john.user_secret;
    expect_error(send_call(&(struct call){.path = list_path, .as = &mixed}), BAD_USER);
    expect_status(send_call(&(struct call){.path = list_path, .as = &partner_2}), 200);
}
END_TEST

START_TEST(a_personal_partner_needs_no_user)
{
    const cJSON *array =
        expect_array(send_call(&(struct call){.path = list_path, .as = &personal}));
    expect_count("connections", 1, items_of(array));
    const struct call empty_user = {
        .path = list_path, .as = &personal, .more = "userId=&userSecret="};
    expect_array(send_call(&empty_user));
}
END_TEST

START_TEST(the_timestamp_is_checked_before_the_signature)
{
    expect_error(
        send_call(&(struct call){.path = list_path, .timestamp = "1", .signed_key = wrong_key}),
        BAD_TIMESTAMP);
}
END_TEST

START_TEST(the_signature_is_checked_before_the_user)
{
    const struct credentials unknown = with_user("nobody@example.com", "secret");
    expect_error(
        send_call(&(struct call){.path = list_path, .as = &unknown, .signed_key = wrong_key}),
        BAD_SIGNATURE);
}
END_TEST

START_TEST(the_user_is_checked_before_the_id)
{
    const struct credentials unknown = with_user("nobody@example.com", "secret");
    expect_error(send_call(&(struct call){.path = "/authorizations/x", .as = &unknown}), BAD_USER);
}
END_TEST

static void expect_invalid(const char *path, const char *more, const char *name)
{
    const char *detail = text("Query parameter \"%s\" is not valid.", name);
    expect_error(send_call(&(struct call){.path = path, .more = more}), 400, detail, "0000");
}

START_TEST(a_parameter_stands_once)
{
    static const char *const names[] = {"clientId", "timestamp", "userId", "userSecret"};
    static const char *const of_events[] = {"PartnerClientId", "sessionId"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        expect_invalid(list_path, text("%s=1", names[i]), names[i]);
    for (size_t i = 0; i < sizeof of_events / sizeof *of_events; i++)
        expect_invalid("/sessionEvents", text("%s=1&%s=1", of_events[i], of_events[i]),
                       of_events[i]);
}
END_TEST

START_TEST(a_parameter_decodes_to_text)
{
    static const char *const values[] = {"%", "%4", "%zz", "%00", "%ff", "%ed%a0%80", "a%C0%AF"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const char *query = text("userId=%s&userSecret=s&clientId=%s&timestamp=%s", values[i],
                                 escaped(target()->credentials.client_id), time_text(0));
        expect_error(send_call(&(struct call){.path = list_path, .query = query}), 400,
                     "Query parameter \"userId\" is not valid.", "0000");
    }
}
END_TEST

START_TEST(a_semicolon_separates_nothing)
{
    const struct credentials *as = &target()->credentials;
    const char *query =
        text("clientId=%s&timestamp=%s&userId=%s;userSecret=%s", escaped(as->client_id),
             time_text(0), escaped(as->user_id), escaped(as->user_secret));
    expect_error(send_call(&(struct call){.path = list_path, .query = query}), NO_USER);
}
END_TEST

START_TEST(every_call_verifies_the_signature)
{
    static const struct {
        const char *method, *path;
    } calls[] = {{"GET", "/authorizations"},
                 {"GET", "/authorizations/" UNKNOWN_ID},
                 {"DELETE", "/authorizations/" UNKNOWN_ID},
                 {"DELETE", "/connection/" UNKNOWN_ID},
                 {"GET", "/sessionEvents"}};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (care_allows(calls[i].method, calls[i].path))
            expect_error(send_call(&(struct call){.path = calls[i].path,
                                                  .method = calls[i].method,
                                                  .signed_key = wrong_key}),
                         BAD_SIGNATURE);
}
END_TEST

START_TEST(invalid_comes_before_missing_and_missing_before_the_timestamp)
{
    const char *detail = "Query parameter \"clientId\" is not valid.";
    expect_error(send_call(&(struct call){.path = list_path, .query = "clientId=%"}), 400, detail,
                 "0000");
    expect_error(send_call(&(struct call){.path = "/sessionEvents", .query = "clientId=%"}), 400,
                 detail, "0000");
    expect_error(send_call(&(struct call){
                     .path = list_path, .timestamp = "x", .without = WITHOUT_USER_SECRET}),
                 NO_USER);
    expect_error(send_call(&(struct call){.path = "/sessionEvents",
                                          .timestamp = "x",
                                          .without = WITHOUT_CLIENT_ID | WITHOUT_USER}),
                 NO_CREDENTIALS);
}
END_TEST

static const struct requirement rows[] = {
    {"AUTH-001", MUST, LIVE, "answers of the service that users published: no query credentials",
     "smoke credentials", NOTHING, NULL, &no_credentials_at_all_are_told_so,
     "Without any query credentials: 401 Authentication credentials were not provided., 0000."},
    {"AUTH-002", MUST, LIVE,
     "answers of the service that users published: milliseconds for a timestamp",
     "credentials timestamp", NOTHING, NULL, &milliseconds_are_no_timestamp,
     "A timestamp in milliseconds: 401 Invalid timestamp."},
    {"AUTH-003", MUST, ASSUMED, "our choice of status, code and length", "credentials timestamp",
     NOTHING, NULL, &a_timestamp_is_decimal_seconds,
     "A timestamp that is missing or not 1 to 12 digits: 401 Invalid timestamp, 0000."},
    {"AUTH-004", MUST, ASSUMED, "our choice of window", "credentials timestamp", NOTHING, NULL,
     &a_timestamp_is_good_for_five_minutes_either_way,
     "A timestamp is accepted 290 seconds before or after now, and refused at 310."},
    {"AUTH-005", MUST, LIVE, "answers of the service that users published: an unknown clientId",
     "credentials signature", NOTHING, NULL, &an_unknown_client_id_is_a_wrong_signature,
     "An unknown clientId: 401 Unable to verify signature sent, code 1076."},
    {"AUTH-006", MUST, LIVE,
     "answers of the service that users published: a call without a user; the code is ours",
     "credentials user", NOTHING, NULL, &a_users_call_names_its_user,
     "A user's call without clientId, userId or userSecret: 401 Please provide clientId, userId "
     "and userSecret in query params."},
    {"AUTH-007", MUST, LIVE, "answers of the service that users published: an unknown userId",
     "credentials user", NOTHING, NULL, &an_unknown_user_is_refused,
     "An unknown userId: 401 Invalid userID or userSecret provided, code 1083."},
    {"AUTH-008", MUST, LIVE, "answers of the service that users published: a wrong userSecret",
     "smoke credentials user", NOTHING, NULL, &a_wrong_user_secret_is_refused,
     "A wrong userSecret: 401 Invalid userID or userSecret provided, code 1083."},
    {"AUTH-009", MUST, ASSUMED, "our choice", "credentials user", NOTHING, NULL,
     &an_empty_parameter_is_there,
     "An empty userId or userSecret is a wrong one, not a missing one."},
    {"AUTH-010", MUST, ASSUMED, "our choice", "credentials user isolation", DEFAULT_FIXTURES, NULL,
     &users_belong_to_their_partner, "A user of another partner is unknown."},
    {"AUTH-011", MUST, SPEC, "documentation of Personal API keys, 2026-07", "credentials personal",
     DEFAULT_FIXTURES, NULL, &a_personal_partner_needs_no_user,
     "A personal partner's calls need no userId and userSecret, and empty ones are none."},
    {"AUTH-012", MUST, ASSUMED, "our choice of order", "credentials order", NOTHING, NULL,
     &the_timestamp_is_checked_before_the_signature,
     "A bad timestamp answers before a wrong signature does."},
    {"AUTH-013", MUST, ASSUMED, "our choice of order", "credentials order", NOTHING, NULL,
     &the_signature_is_checked_before_the_user,
     "A wrong signature answers before an unknown user does."},
    {"AUTH-014", MUST, ASSUMED, "our choice of order", "credentials order", NOTHING, NULL,
     &the_user_is_checked_before_the_id,
     "An unknown user answers before a bad authorizationId does."},
    {"AUTH-015", MUST, ASSUMED, "our choice", "query", NOTHING, NULL, &a_parameter_stands_once,
     "A query parameter that is read and stands twice: 400 naming it."},
    {"AUTH-016", MUST, ASSUMED, "our choice", "query encoding", NOTHING, NULL,
     &a_parameter_decodes_to_text,
     "A query parameter with a broken escape, a NUL or no UTF-8: 400 naming it."},
    {"AUTH-017", MUST, ASSUMED, "our choice", "query encoding", NOTHING, NULL,
     &a_semicolon_separates_nothing, "A semicolon in the query is data, not a separator."},
    {"AUTH-018", MUST, DOC, "API document of 2023-05-01, each call lists PartnerSignature",
     "credentials signature", NOTHING, NULL, &every_call_verifies_the_signature,
     "Each of the calls verifies the signature."},
    {"AUTH-019", MUST, ASSUMED, "our choice of order", "credentials order", NOTHING, NULL,
     &invalid_comes_before_missing_and_missing_before_the_timestamp,
     "A bad query parameter answers before a missing one does, and that before a bad timestamp."},
};
const struct area auth_area = AREA("AUTH", "credentials and the order of checks", rows);
