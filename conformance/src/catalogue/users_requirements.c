/* What a partner asks for without a user: its users, itself and the brokerages */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/model.h"
#include "../exchange/user.h"
#include "requirement.h"

#define FORBIDDEN 403, "User does not have permission to access this resource", "1066"

/* A server that nobody needs any longer: a user of the fixtures goes. */
static const struct target_setup fresh = {0};

static const char list_path[] = "/snapTrade/listUsers", reset_path[] = "/snapTrade/resetUserSecret";

static const struct answer *ask(const char *path, const struct credentials *partner)
{
    return send_call(&(struct call){.path = path, .as = partner, .without = WITHOUT_USER});
}

static const struct answer *reset(const struct credentials *user, const char *secret)
{
    return send_call(&(struct call){
        .path = reset_path,
        .method = "POST",
        .as = user,
        .without = WITHOUT_USER,
        .body = text("{\"userId\":\"%s\",\"userSecret\":\"%s\"}", user->user_id, secret)});
}

static const struct answer *connections_of(const struct credentials *user)
{
    return send_call(&(struct call){.path = "/authorizations", .as = user});
}

static bool has_user(const struct answer *list, const char *id)
{
    const cJSON *item, *array = expect_array(list);
    cJSON_ArrayForEach(item, array)
    {
        if (cJSON_IsString(item) && strcmp(item->valuestring, id) == 0)
            return true;
    }
    return false;
}

static void expect_user(const char *id, const struct credentials *partner, bool listed)
{
    const struct answer *list = ask(list_path, partner);
    if (has_user(list, id) != listed)
        fail_part(text("a list with%s %s", listed ? "" : "out", id), list->body, "%s is %slisted",
                  id, listed ? "not " : "");
}

START_TEST(registering_answers_id_and_secret)
{
    const char *id = new_user_id("");
    const cJSON *object = expect_object(register_user(id, NULL));
    expect_text("the userId", id, member_text(object, "userId"));
    expect_that(strlen(required_text(object, "userSecret")) > 0, "userSecret", "a secret", "none");
}
END_TEST

START_TEST(a_new_user_is_served_at_once)
{
    const struct credentials user = registered_user(new_user_id(""));
    const struct answer *answer = connections_of(&user);
    expect_status(answer, 200);
    expect_body(answer, "[]");
}
END_TEST

START_TEST(a_taken_id_is_refused)
{
    const struct credentials user = registered_user(new_user_id(""));
    expect_error(register_user(user.user_id, NULL), 400,
                 text("User with the following userId already exist: '%s'", user.user_id), "1010");
}
END_TEST

START_TEST(who_has_a_taken_id_keeps_it)
{
    const struct credentials user = registered_user(new_user_id(""));
    expect_status(register_user(user.user_id, NULL), 400);
    expect_array(connections_of(&user));
}
END_TEST

START_TEST(ids_may_be_hard_to_encode)
{
    static const char *const endings[] = {" with space", "-\xc3\xa9\xe2\x82\xac", "+&=?/#%@:;,'~"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const struct credentials user = registered_user(new_user_id(endings[i]));
        expect_array(connections_of(&user));
        expect_user(user.user_id, NULL, true);
        const cJSON *object = expect_object(delete_user(user.user_id, NULL));
        expect_text("the userId", user.user_id, member_text(object, "userId"));
    }
}
END_TEST

START_TEST(an_id_is_needed)
{
    static const char *const bodies[] = {"{\"userName\":\"me\"}", "{\"userId\":7}",
                                         "{\"userId\":\"\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        expect_status(send_call(&(struct call){.path = "/snapTrade/registerUser",
                                               .method = "POST",
                                               .without = WITHOUT_USER,
                                               .body = bodies[i]}),
                      400);
}
END_TEST

START_TEST(the_list_is_of_ids)
{
    const cJSON *item, *array = expect_items(ask(list_path, NULL));
    cJSON_ArrayForEach(item, array)
    {
        expect_that(cJSON_IsString(item), "an item", "a string", json_text(item));
    }
}
END_TEST

START_TEST(who_is_registered_is_listed)
{
    const char *id = new_user_id("");
    expect_user(id, NULL, false);
    registered_user(id);
    expect_user(id, NULL, true);
}
END_TEST

START_TEST(deleting_answers_with_the_id)
{
    const char *id = new_user_id("");
    registered_user(id);
    const cJSON *object = expect_object(delete_user(id, NULL));
    expect_text("the status", "deleted", member_text(object, "status"));
    expect_text("the detail", "User queued for deletion; please wait for webhook for confirmation.",
                member_text(object, "detail"));
    expect_text("the userId", id, member_text(object, "userId"));
}
END_TEST

START_TEST(who_was_deleted_is_gone)
{
    const struct credentials user = registered_user(new_user_id(""));
    expect_object(delete_user(user.user_id, NULL));
    expect_error(connections_of(&user), BAD_USER);
    expect_user(user.user_id, NULL, false);
}
END_TEST

START_TEST(an_id_is_free_at_once)
{
    const struct credentials before = registered_user(new_user_id(""));
    expect_object(delete_user(before.user_id, NULL));
    const struct credentials after = registered_user(before.user_id);
    expect_array(connections_of(&after));
    expect_error(connections_of(&before), BAD_USER);
}
END_TEST

START_TEST(connections_go_with_their_user)
{
    struct credentials user = second_user;
    expect_items(connections_of(&user));
    expect_object(delete_user(user.user_id, &user));
    const cJSON *object = expect_object(register_user(user.user_id, &user));
    user.user_secret = required_text(object, "userSecret");
    expect_body(connections_of(&user), "[]");
}
END_TEST

START_TEST(who_is_unknown_cannot_be_deleted)
{
    expect_error(delete_user(new_user_id(""), NULL), NO_SUCH);
}
END_TEST

START_TEST(a_reset_gives_a_new_secret)
{
    const struct credentials before = registered_user(new_user_id(""));
    const cJSON *object = expect_object(reset(&before, before.user_secret));
    struct credentials after = before;
    after.user_secret = required_text(object, "userSecret");
    expect_text("the userId", before.user_id, member_text(object, "userId"));
    expect_array(connections_of(&after));
    expect_error(connections_of(&before), BAD_USER);
}
END_TEST

START_TEST(a_reset_needs_the_old_secret)
{
    const struct credentials user = registered_user(new_user_id(""));
    expect_error(reset(&user, "wrong-secret"), BAD_USER);
    expect_array(connections_of(&user));
}
END_TEST

START_TEST(a_personal_partner_has_no_users_to_make)
{
    expect_error(register_user(new_user_id(""), &personal), FORBIDDEN);
    expect_error(ask(list_path, &personal), FORBIDDEN);
    expect_error(delete_user("personal-user", &personal), FORBIDDEN);
}
END_TEST

START_TEST(partners_have_users_of_their_own)
{
    const struct credentials user = registered_user(new_user_id(""));
    expect_user(user.user_id, &partner_2, false);
    expect_error(delete_user(user.user_id, &partner_2), NO_SUCH);
    expect_object(register_user(user.user_id, &partner_2));
    expect_object(delete_user(user.user_id, &partner_2));
    expect_array(connections_of(&user));
}
END_TEST

START_TEST(a_partner_sees_itself)
{
    expect_partner(expect_object(ask("/snapTrade/partners", NULL)));
}
END_TEST

START_TEST(brokerages_are_listed)
{
    const cJSON *item, *array = expect_items(ask("/brokerages", NULL));
    cJSON_ArrayForEach(item, array)
    {
        expect_model(item, &brokerage_model);
        required_text(item, "slug");
    }
}
END_TEST

START_TEST(each_call_wants_the_credentials_of_a_partner)
{
    static const char *const paths[] = {list_path, "/snapTrade/partners", "/brokerages"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct call call = {.path = paths[i], .without = WITHOUT_USER};
        expect_status(send_call(&call), 200);
        call.signed_key = "wrong";
        expect_error(send_call(&call), BAD_SIGNATURE);
        call.without |= WITHOUT_CLIENT_ID;
        expect_error(send_call(&call), NO_CREDENTIALS);
        call = (struct call){.path = paths[i], .without = WITHOUT_USER, .timestamp = "1"};
        expect_error(send_call(&call), BAD_TIMESTAMP);
    }
}
END_TEST

START_TEST(a_refused_request_makes_and_deletes_nobody)
{
    const struct credentials user = registered_user(new_user_id(""));
    const char *id = new_user_id("");
    expect_error(send_call(&(struct call){.path = "/snapTrade/registerUser",
                                          .method = "POST",
                                          .without = WITHOUT_USER,
                                          .signed_key = "wrong",
                                          .body = text("{\"userId\":\"%s\"}", id)}),
                 BAD_SIGNATURE);
    expect_error(send_call(&(struct call){.path = "/snapTrade/deleteUser",
                                          .method = "DELETE",
                                          .without = WITHOUT_USER,
                                          .signed_key = "wrong",
                                          .more = text("userId=%s", user.user_id)}),
                 BAD_SIGNATURE);
    expect_user(id, NULL, false);
    expect_user(user.user_id, NULL, true);
}
END_TEST

static const struct requirement rows[] = {
    {"USERS-001", MUST, SPEC, "OpenAPI file, 2026-08: registerSnapTradeUser", "changes model",
     CHANGES, NULL, &registering_answers_id_and_secret,
     "POST /snapTrade/registerUser answers 200 with the userId and a userSecret."},
    {"USERS-002", MUST, SDK,
     "wire capture of snaptrade-cli: it uses the secret in the next request", "changes", CHANGES,
     NULL, &a_new_user_is_served_at_once,
     "The secret of a new user works in the next request, which finds no authorizations."},
    {"USERS-003", MUST, LIVE, "answers of the service that users published: code 1010", "changes",
     CHANGES, NULL, &a_taken_id_is_refused,
     "Registering a userId that is taken: 400 User with the following userId already exist: 'ID', "
     "code 1010."},
    {"USERS-004", MUST, ASSUMED, "our choice", "changes", CHANGES, NULL,
     &who_has_a_taken_id_keeps_it,
     "Who has a userId that somebody tried to register keeps it, and the secret."},
    {"USERS-005", MUST, SDK, "wire capture of official SDKs: how ids are encoded",
     "changes encoding", CHANGES, NULL, &ids_may_be_hard_to_encode,
     "A userId with a space, non-ASCII or reserved characters can be registered, used and "
     "deleted."},
    {"USERS-006", MUST, ASSUMED, "our choice", "changes", CHANGES, NULL, &an_id_is_needed,
     "Registering without a userId, or with one that is empty or no string: 400."},
    {"USERS-007", MUST, SPEC, "OpenAPI file, 2026-08: listSnapTradeUsers", "model", NOTHING, NULL,
     &the_list_is_of_ids, "GET /snapTrade/listUsers answers 200 with an array of userIds."},
    {"USERS-008", MUST, SPEC, "OpenAPI file, 2026-08: listSnapTradeUsers", "changes", CHANGES, NULL,
     &who_is_registered_is_listed, "Who is registered is listed by the next request."},
    {"USERS-009", MUST, SPEC, "OpenAPI file, 2026-08: deleteSnapTradeUser", "changes", CHANGES,
     NULL, &deleting_answers_with_the_id,
     "DELETE /snapTrade/deleteUser answers 200 with status, detail and userId."},
    {"USERS-010", MUST, SPEC, "OpenAPI file, 2026-08: deleteSnapTradeUser", "changes", CHANGES,
     NULL, &who_was_deleted_is_gone,
     "Who was deleted is not listed, and the secret is refused: 401 Invalid userID or userSecret "
     "provided, code 1083."},
    {"USERS-011", MUST, SDK,
     "wire capture of snaptrade-cli: it deletes a user and registers the id at once", "changes",
     CHANGES, NULL, &an_id_is_free_at_once,
     "The userId of a deleted user can be registered by the next request, and gets another "
     "secret."},
    {"USERS-012", MUST, ASSUMED, "our choice", "isolation", DEFAULT_FIXTURES | CHANGES, &fresh,
     &connections_go_with_their_user, "The authorizations of a deleted user are gone."},
    {"USERS-013", MUST, ASSUMED, "our choice", "changes", CHANGES, NULL,
     &who_is_unknown_cannot_be_deleted,
     "Deleting an unknown user: 404 The requested resource does not exist., code 1011."},
    {"USERS-014", MUST, SPEC, "OpenAPI file, 2026-08: resetSnapTradeUserSecret", "changes", CHANGES,
     NULL, &a_reset_gives_a_new_secret,
     "POST /snapTrade/resetUserSecret answers 200 with the userId and a new userSecret, which "
     "works "
     "at once; the old one is refused."},
    {"USERS-015", MUST, SPEC, "OpenAPI file, 2026-08: resetSnapTradeUserSecret", "changes", CHANGES,
     NULL, &a_reset_needs_the_old_secret,
     "A reset with a wrong userSecret: 401 Invalid userID or userSecret provided, code 1083, and "
     "the right one stays."},
    {"USERS-016", MUST, ASSUMED, "our choice", "changes personal", DEFAULT_FIXTURES | CHANGES, NULL,
     &a_personal_partner_has_no_users_to_make,
     "A personal partner registers, lists and deletes no users: 403 User does not have permission "
     "to access this resource, code 1066."},
    {"USERS-017", MUST, ASSUMED, "our choice", "changes isolation", DEFAULT_FIXTURES | CHANGES,
     NULL, &partners_have_users_of_their_own,
     "Two partners may have users of the same userId, and neither sees or deletes the other's."},
    {"USERS-018", MUST, SPEC, "OpenAPI file, 2026-08: getPartnerInfo", "model", NOTHING, NULL,
     &a_partner_sees_itself,
     "GET /snapTrade/partners answers 200 with the partner: its rights as booleans, and its "
     "brokerages."},
    {"USERS-019", MUST, SPEC, "OpenAPI file, 2026-08: listAllBrokerages, Brokerage", "model",
     NOTHING, NULL, &brokerages_are_listed,
     "GET /brokerages answers 200 with an array of Brokerage, each with its slug."},
    {"USERS-020", MUST, SPEC, "OpenAPI file, 2026-08: each call lists its credentials",
     "credentials", NOTHING, NULL, &each_call_wants_the_credentials_of_a_partner,
     "The calls of a partner need no user, but refuse a missing clientId, a stale timestamp and a "
     "wrong signature, as the calls of authorizations do."},
    {"USERS-021", MUST, SPEC, "OpenAPI file, 2026-08: each call lists its credentials",
     "changes credentials", CHANGES, NULL, &a_refused_request_makes_and_deletes_nobody,
     "A request that is refused with 401 registers and deletes nobody."},
};
const struct area users_area =
    AREA("USERS",
         "/snapTrade/registerUser, listUsers, deleteUser, resetUserSecret and partners, "
         "and /brokerages",
         rows);
