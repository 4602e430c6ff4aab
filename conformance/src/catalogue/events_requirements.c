/* GET /sessionEvents */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/model.h"
#include "requirement.h"

/* Two sessions of the doc's example, each the only one of a user of the same id, and one session
 * of each of two other users. */
#define DOC_ID_1 "917c8734-8470-4a3e-a18f-57c3f2ee6631"
#define DOC_ID_2 "65e839a3-9103-4cfb-9b72-2071ef80c5f2"
#define JOHNS_SESSION "1d9a6e40-8c7b-4f35-a2e1-5b0d7c9f6e83"

static const struct answer *ask(const struct credentials *as, const char *partner,
                                const char *filters)
{
    const char *id = as != NULL ? as->client_id : target()->credentials.client_id;
    return send_call(&(struct call){.path = "/sessionEvents",
                                    .as = as,
                                    .without = WITHOUT_USER,
                                    .more = text("PartnerClientId=%s%s%s",
                                                 escaped(partner != NULL ? partner : id),
                                                 *filters != '\0' ? "&" : "", filters)});
}

static cJSON *events(const char *filters)
{
    return expect_array(ask(NULL, NULL, filters));
}

/* How many there are, all of which have one of the two values there. */
static size_t count_of(const char *filters, const char *member, const char *first,
                       const char *second)
{
    const cJSON *event, *array = events(filters);
    cJSON_ArrayForEach(event, array)
    {
        const char *value = member_text(event, member);
        if (value == NULL || (strcmp(value, first) != 0 && strcmp(value, second) != 0))
            fail_part(text("only events whose %s is %s%s%s", member, first,
                           *second != '\0' ? " or " : "", second),
                      json_text(event), "%s: an event whose %s is %s", filters, member,
                      value != NULL ? value : "missing");
    }
    return items_of(array);
}

START_TEST(it_answers_an_array_of_events)
{
    const cJSON *event, *array = expect_items(ask(NULL, NULL, ""));
    cJSON_ArrayForEach(event, array)
    {
        expect_session_event(event);
    }
}
END_TEST

START_TEST(events_can_be_chosen_by_user)
{
    const char *user = target()->credentials.user_id;
    count_of(text("userId=%s", escaped(user)), "user_id", user, user);
}
END_TEST

START_TEST(events_of_one_user_are_all_of_them)
{
    const cJSON *event, *array = expect_items(ask(NULL, NULL, ""));
    size_t johns = 0;
    cJSON_ArrayForEach(event, array)
    {
        johns += strcmp(required_text(event, "user_id"), john.user_id) == 0;
    }
    expect_some("events of the user", 1, johns);
    expect_count("events of the user", johns,
                 count_of("userId=John.doe%40snaptrade.com", "user_id", john.user_id, ""));
}
END_TEST

START_TEST(events_can_be_chosen_by_session)
{
    const cJSON *first = cJSON_GetArrayItem(expect_items(ask(NULL, NULL, "")), 0);
    const char *session = required_text(first, "session_id");
    expect_some("events of the session", 1,
                count_of(text("sessionId=%s", session), "session_id", session, ""));
}
END_TEST

START_TEST(a_list_names_several)
{
    static const char *const commas[] = {",", "%2C", "%2c"};
    for (size_t i = 0; i < sizeof commas / sizeof *commas; i++) {
        const char *list = text(DOC_ID_1 "%s" DOC_ID_2, commas[i]);
        size_t first = count_of("userId=" DOC_ID_1, "user_id", DOC_ID_1, "");
        expect_some("events of the first user", 1, first);
        size_t of_users = count_of(text("userId=%s", list), "user_id", DOC_ID_1, DOC_ID_2);
        expect_some("events of both users", first + 1, of_users);
        expect_count("events of both sessions", of_users,
                     count_of(text("sessionId=%s", list), "session_id", DOC_ID_1, DOC_ID_2));
        expect_count(
            "events of both users and sessions", of_users,
            count_of(text("userId=%s&sessionId=%s", list, list), "user_id", DOC_ID_1, DOC_ID_2));
    }
}
END_TEST

START_TEST(both_lists_must_match)
{
    size_t sessions = count_of("sessionId=" JOHNS_SESSION, "user_id", john.user_id, "");
    expect_some("events of the session", 1, sessions);
    expect_count("events of the session and of either user", sessions,
                 count_of("userId=newcomer,John.doe%40snaptrade.com&sessionId=" JOHNS_SESSION,
                          "session_id", JOHNS_SESSION, ""));
    expect_count("events of another user in the session", 0,
                 items_of(events("userId=newcomer&sessionId=" JOHNS_SESSION)));
}
END_TEST

START_TEST(what_is_unknown_matches_nothing)
{
    static const char *const filters[] = {"userId=nobody", "sessionId=" UNKNOWN_ID, "sessionId=x"};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        const struct answer *answer = ask(NULL, NULL, filters[i]);
        expect_status(answer, 200);
        expect_body(answer, "[]");
    }
}
END_TEST

START_TEST(empty_items_are_left_out)
{
    size_t newcomers = count_of("userId=newcomer", "user_id", "newcomer", "");
    expect_some("events of the user", 1, newcomers);
    expect_count("events of the user", newcomers,
                 count_of("userId=,newcomer,,", "user_id", "newcomer", ""));
}
END_TEST

START_TEST(the_partner_client_id_is_required)
{
    expect_error(send_call(&(struct call){.path = "/sessionEvents", .without = WITHOUT_USER}), 400,
                 "Please provide PartnerClientId in query params", "0000");
}
END_TEST

START_TEST(another_partners_events_are_forbidden)
{
    expect_error(ask(NULL, "SOMEBODY-ELSE", ""), 403,
                 "User does not have permission to access this resource", "1066");
}
END_TEST

START_TEST(no_user_is_needed)
{
    expect_array(ask(NULL, NULL, ""));
    expect_error(send_call(&(struct call){
                     .path = "/sessionEvents",
                     .without = WITHOUT_USER | WITHOUT_CLIENT_ID,
                     .more = text("PartnerClientId=%s", escaped(target()->credentials.client_id))}),
                 NO_CREDENTIALS);
}
END_TEST

START_TEST(events_come_in_order_of_time)
{
    const cJSON *event, *array = expect_items(ask(NULL, NULL, ""));
    const char *last = "";
    cJSON_ArrayForEach(event, array)
    {
        const char *date = required_text(event, "created_date");
        expect_that(strncmp(last, date, strlen("2024-08-20T21:56:19")) <= 0, "the order",
                    text("a created_date that is not before %s", last), date);
        last = date;
    }
}
END_TEST

START_TEST(types_are_known_ones)
{
    static const char *const types[] = {"CONNECTION_FAILED",
                                        "DISCLAIMER_ACCEPTED",
                                        "BROKERAGE_CONNECTION_INITIATED",
                                        "BROKERAGE_AUTHENTICATION",
                                        "MFA_AUTHORIZATION",
                                        "CONNECTION_SUCCESSFUL",
                                        "PARTNER_REDIRECT",
                                        "OAUTH_REDIRECT",
                                        "BROKERAGE_RECONNECT_INITIATED",
                                        "OAUTH_BROKERAGE_AUTHENTICATION",
                                        "MFA_REQUESTED",
                                        "MFA_SUBMITTED",
                                        "MFA_CHOICE_REQUESTED",
                                        "MFA_CHOICE_SUBMITTED",
                                        "CONNECTION_ABORTED",
                                        "SESSION_STARTED"};
    const cJSON *event, *array = expect_items(ask(NULL, NULL, ""));
    cJSON_ArrayForEach(event, array)
    {
        const char *type = required_text(event, "session_event_type");
        bool known = false;
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            known = known || strcmp(type, types[i]) == 0;
        expect_that(known, "session_event_type", "a type of SnapTrade's OpenAPI files", type);
    }
}
END_TEST

START_TEST(partners_do_not_see_each_others_events)
{
    const cJSON *event, *array = expect_array(ask(&partner_2, NULL, ""));
    cJSON_ArrayForEach(event, array)
    {
        expect_that(strcmp(required_text(event, "user_id"), john.user_id) != 0, "the list",
                    "no event of another partner's user", json_text(event));
    }
    const cJSON *others = events("");
    expect_that(items_of(array) != items_of(others), "the list",
                "events other than those of another partner", json_text(others));
}
END_TEST

START_TEST(credentials_are_checked_before_the_partner_client_id)
{
    const struct call calls[] = {
        {.path = "/sessionEvents", .without = WITHOUT_USER, .signed_key = "wrong"},
        {.path = "/sessionEvents", .more = "PartnerClientId=SOMEBODY-ELSE", .signed_key = "wrong"}};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        expect_error(send_call(&calls[i]), BAD_SIGNATURE);
    expect_error(send_call(&(struct call){
                     .path = "/sessionEvents", .without = WITHOUT_USER, .timestamp = "x"}),
                 BAD_TIMESTAMP);
}
END_TEST

static const struct requirement rows[] = {
    {"EVENTS-001", MUST, DOC, "API document of 2023-05-01, getSessionEvents",
     "smoke model withdrawn", NOTHING, NULL, &it_answers_an_array_of_events,
     "GET /sessionEvents answers 200 with an array of SessionEvent, every field of its documented "
     "type."},
    {"EVENTS-002", MUST, DOC, "API document of 2023-05-01, getSessionEvents", "filter withdrawn",
     NOTHING, NULL, &events_can_be_chosen_by_user, "userId leaves only events of that user."},
    {"EVENTS-003", MUST, DOC, "API document of 2023-05-01, getSessionEvents", "filter withdrawn",
     DEFAULT_FIXTURES, NULL, &events_of_one_user_are_all_of_them,
     "userId leaves all events of that user."},
    {"EVENTS-004", MUST, DOC, "API document of 2023-05-01, getSessionEvents", "filter withdrawn",
     DEFAULT_FIXTURES, NULL, &events_can_be_chosen_by_session,
     "sessionId leaves only events of that session."},
    {"EVENTS-005", MUST, DOC, "API document of 2023-05-01, getSessionEvents", "filter withdrawn",
     DEFAULT_FIXTURES, NULL, &a_list_names_several,
     "userId and sessionId are comma-separated lists, the comma escaped or not."},
    {"EVENTS-006", MUST, ASSUMED, "our choice", "filter withdrawn", DEFAULT_FIXTURES, NULL,
     &both_lists_must_match, "Given both, an event must match both lists."},
    {"EVENTS-007", MUST, ASSUMED, "our choice", "filter withdrawn", NOTHING, NULL,
     &what_is_unknown_matches_nothing, "An unknown user or session leaves an empty array."},
    {"EVENTS-008", SHOULD, ASSUMED, "our choice", "filter withdrawn", DEFAULT_FIXTURES, NULL,
     &empty_items_are_left_out, "Empty items of a list are left out."},
    {"EVENTS-009", MUST, ASSUMED, "our choice of status and text", "credentials withdrawn", NOTHING,
     NULL, &the_partner_client_id_is_required,
     "Without PartnerClientId: 400 Please provide PartnerClientId in query params, 0000."},
    {"EVENTS-010", MUST, ASSUMED,
     "OpenAPI file, 2026-05: text and code of a 403; when it is given is our choice",
     "credentials isolation withdrawn", NOTHING, NULL, &another_partners_events_are_forbidden,
     "A PartnerClientId other than the signing clientId: 403 User does not have permission to "
     "access this resource, code 1066."},
    {"EVENTS-011", MUST, SDK, "wire capture of official SDKs: no SDK sends a user",
     "credentials withdrawn", NOTHING, NULL, &no_user_is_needed,
     "userId and userSecret are not needed; without clientId: 401 Authentication credentials were "
     "not provided."},
    {"EVENTS-012", SHOULD, ASSUMED, "our choice", "order withdrawn", NOTHING, NULL,
     &events_come_in_order_of_time, "Events come in order of their created_date."},
    {"EVENTS-013", SHOULD, SPEC, "OpenAPI file, 2023-05 and 2024-05: session_event_type",
     "model withdrawn", NOTHING, NULL, &types_are_known_ones,
     "session_event_type is one of those in SnapTrade's OpenAPI files."},
    {"EVENTS-014", MUST, ASSUMED, "our choice", "isolation withdrawn", DEFAULT_FIXTURES, NULL,
     &partners_do_not_see_each_others_events, "Only the partner's own events are listed."},
    {"EVENTS-015", MUST, ASSUMED, "our choice of order", "order credentials withdrawn", NOTHING,
     NULL, &credentials_are_checked_before_the_partner_client_id,
     "A bad timestamp and a wrong signature answer before PartnerClientId is looked at."},
};
const struct area events_area = AREA("EVENTS", "GET /sessionEvents", rows);
