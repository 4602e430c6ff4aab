/* SDK-USERS: a partner registers users, lists them, gives them new secrets and deletes them. */
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "looks.h"

#define REGISTER "register_snap_trade_user"
#define LIST "list_snap_trade_users"
#define DELETE "delete_snap_trade_user"
#define RESET "reset_snap_trade_user_secret"
#define LIST_CONNECTIONS "list_brokerage_authorizations"
#define FILE_OF_2026 "OpenAPI file, 2026-08: "
#define PUBLISHED "answers of the service that users published"
#define ODD "what a user may be called; documents set no limits"
#define NEW_USER "{\"userId\":\"a-new-user\"}"
#define GIVEN "{\"userId\":\"a-new-user\",\"userSecret\":\"made+up/by=this \\\"suite\\\"\"}"

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text != NULL ? text : "nothing";
}

static const char *wanted_user(const struct play *play)
{
    return text_of(play->request, "userId");
}

static bool is_known(struct play *play, const char *user_id)
{
    const cJSON *user;
    bool found = false;
    cJSON *state = play_get(play, "/state");
    cJSON_ArrayForEach(user, cJSON_GetObjectItemCaseSensitive(state, "users"))
    {
        found = found || strcmp(text_of(user, "userId"), user_id) == 0;
    }
    cJSON_Delete(state);
    return found;
}

/* The server has the user that was asked for, and the caller is told so. */
static bool judge_registered(struct play *play)
{
    if (!judge_odd(play))
        return false;
    if (strcmp(text_of(play_body(play), "userId"), wanted_user(play)) != 0)
        return play_differs(play, "the userId that the caller was given", wanted_user(play),
                            text_of(play_body(play), "userId"));
    return is_known(play, wanted_user(play)) ||
           play_fail(play, "the server has no user who is called so");
}

/* What the server gave is good for the user's calls. */
static bool judge_given_secret(struct play *play)
{
    if (!play_ask(play) || !expect_success(play) || !play_take_user(play))
        return false;
    if (!play_ask_for(play, LIST_CONNECTIONS))
        return false;
    return play_error(play) == NULL ||
           play_fail(play, "with the userSecret that the caller was given, status %d",
                     play_status(play));
}

static bool judge_deleted(struct play *play)
{
    if (!judge_odd(play))
        return false;
    return !is_known(play, wanted_user(play)) || play_fail(play, "the server still has the user");
}

/* All that the server has, in whatever order. */
static bool judge_list(struct play *play)
{
    const cJSON *user, *given;
    if (!play_ask(play) || !expect_success(play))
        return false;
    const cJSON *users = cJSON_GetObjectItemCaseSensitive(play->made, "users");
    if (cJSON_GetArraySize(play_body(play)) != cJSON_GetArraySize(users))
        return play_fail(play, "the caller was given %d users instead of %d",
                         cJSON_GetArraySize(play_body(play)), cJSON_GetArraySize(users));
    cJSON_ArrayForEach(user, users)
    {
        bool found = false;
        cJSON_ArrayForEach(given, play_body(play))
        {
            const char *name = cJSON_GetStringValue(given);
            found = found || (name != NULL && strcmp(name, text_of(user, "userId")) == 0);
        }
        if (!found)
            return play_fail(play, "the caller was not given the user %s", text_of(user, "userId"));
    }
    return true;
}

/* Programs decide by it whether to delete the user first. */
static bool judge_code(struct play *play)
{
    if (!judge_api_error(play))
        return false;
    const char *code = text_of(cJSON_GetObjectItemCaseSensitive(play_error(play), "body"), "code");
    return strcmp(code, play->sdk_case->other) == 0 ||
           play_differs(play, "the code that the caller was given", play->sdk_case->other, code);
}

static bool use_wrong_secret(struct play *play)
{
    play->user_secret = "not-the-secret-of-anybody";
    return true;
}

static const struct sdk_row rows[] = {
    {{"SDK-USERS-001", MUST, SPEC, FILE_OF_2026 "registerSnapTradeUser", "request", 0, NULL, NULL,
      "register is one POST /snapTrade/registerUser."},
     {.call = REGISTER,
      .more = NEW_USER,
      .judge = judge_line,
      .look = look_line,
      .text = "POST",
      .other = "/snapTrade/registerUser"}},
    {{"SDK-USERS-002", MUST, SPEC, FILE_OF_2026 "registerSnapTradeUser", "request", 0, NULL, NULL,
      "register sends the userId as a member of a JSON object."},
     {.call = REGISTER,
      .more = NEW_USER,
      .judge = judge_look,
      .look = look_member,
      .text = "userId",
      .other = "\"a-new-user\""}},
    {{"SDK-USERS-003", MUST, SPEC, FILE_OF_2026 "registerSnapTradeUser has no such parameters",
      "request", 0, NULL, NULL, "register has neither userId nor userSecret in the query."},
     {.call = REGISTER, .more = NEW_USER, .judge = judge_look, .look = look_no_user}},
    {{"SDK-USERS-004", MUST, SPEC, FILE_OF_2026 "UserIDandSecret", "secret", 0, NULL, NULL,
      "The caller of register is given userId and userSecret as they were sent."},
     ANSWERED(REGISTER, GIVEN, GIVEN)},
    {{"SDK-USERS-005", MUST, SPEC, FILE_OF_2026 "UserIDandSecret", "secret", 0, NULL, NULL,
      "With the userSecret that register gives, the calls of the user succeed."},
     {.call = REGISTER, .more = NEW_USER, .judge = judge_given_secret}},
    {{"SDK-USERS-006", MUST, ASSUMED, ODD, "id", 0, NULL, NULL,
      "A userId with & + and % is registered as it is."},
     {.call = REGISTER, .more = "{\"userId\":\"a&b+c%41\"}", .judge = judge_registered}},
    {{"SDK-USERS-007", MUST, ASSUMED, ODD, "id", 0, NULL, NULL,
      "A userId with / ? # : and @ is registered as it is."},
     {.call = REGISTER, .more = "{\"userId\":\"a/b?c#d:e@f\"}", .judge = judge_registered}},
    {{"SDK-USERS-008", MUST, ASSUMED, ODD, "id", 0, NULL, NULL,
      "A userId with spaces, also at its ends, is registered as it is."},
     {.call = REGISTER, .more = "{\"userId\":\" Jane  Doe \"}", .judge = judge_registered}},
    {{"SDK-USERS-009", MUST, LIVE, PUBLISHED ": the userId is taken", "error", 0, NULL, NULL,
      "A userId that is taken is an error with 400 and the API's words."},
     {.call = REGISTER,
      .more = "{\"userId\":\"newcomer\"}",
      .judge = judge_api_error,
      .status = 400,
      .text = "User with the following userId already exist: 'newcomer'"}},
    {{"SDK-USERS-010", MUST, LIVE, PUBLISHED ": the userId is taken", "error", 0, NULL, NULL,
      "A userId that is taken is an error whose code 1010 reaches the caller."},
     {.call = REGISTER,
      .more = "{\"userId\":\"newcomer\"}",
      .judge = judge_code,
      .status = 400,
      .other = "1010"}},
    {{"SDK-USERS-011", MUST, ASSUMED, "what a caller must be able to rely on", "error", 0, NULL,
      NULL, "A registration whose answer is lost is an error to the caller."},
     {.call = REGISTER,
      .more = NEW_USER,
      .fault = "{\"type\":\"reset\",\"when\":\"before\",\"execute\":true}",
      .judge = judge_any_error}},
    {{"SDK-USERS-012", MUST, SPEC, FILE_OF_2026 "listSnapTradeUsers", "request", 0, NULL, NULL,
      "list users is one GET /snapTrade/listUsers."},
     {.call = LIST,
      .judge = judge_line,
      .look = look_line,
      .text = "GET",
      .other = "/snapTrade/listUsers"}},
    {{"SDK-USERS-013", MUST, SPEC, FILE_OF_2026 "listSnapTradeUsers", "list", 0, NULL, NULL,
      "list users gives the caller the userId of each user."},
     {.call = LIST, .judge = judge_list}},
    {{"SDK-USERS-014", MUST, SPEC, FILE_OF_2026 "listSnapTradeUsers", "list", 0, NULL, NULL,
      "A partner without users is an empty list, and no error."},
     ANSWERED(LIST, "[]", "[]")},
    {{"SDK-USERS-015", MUST, SPEC, FILE_OF_2026 "deleteSnapTradeUser", "request", 0, NULL, NULL,
      "delete user is one DELETE /snapTrade/deleteUser."},
     {.call = DELETE,
      .judge = judge_line,
      .look = look_line,
      .text = "DELETE",
      .other = "/snapTrade/deleteUser"}},
    {{"SDK-USERS-016", MUST, SPEC, FILE_OF_2026 "deleteSnapTradeUser", "query", 0, NULL, NULL,
      "delete user sends the userId in the query, once."},
     {.call = DELETE,
      .more = "{\"userId\":\"newcomer\"}",
      .judge = judge_look,
      .look = look_parameter,
      .text = "userId",
      .other = "newcomer"}},
    {{"SDK-USERS-017", MUST, SPEC, FILE_OF_2026 "deleteSnapTradeUser has no such parameter",
      "query", 0, NULL, NULL, "delete user does not send a userSecret."},
     {.call = DELETE, .judge = judge_look, .look = look_no_user}},
    {{"SDK-USERS-018", MUST, ASSUMED, ODD, "id", 0, NULL, NULL,
      "A userId with a space and non-ASCII characters is deleted."},
     {.call = DELETE, .more = "{\"userId\":\"Zo\xc3\xa9 Martin\"}", .judge = judge_deleted}},
    {{"SDK-USERS-019", MUST, ASSUMED, ODD, "id", 0, NULL, NULL,
      "A userId with & + and % is deleted."},
     {.call = DELETE, .more = "{\"userId\":\"q&a+100%@example.com\"}", .judge = judge_deleted}},
    {{"SDK-USERS-020", MUST, SPEC, FILE_OF_2026 "DeleteUserResponse", "result", 0, NULL, NULL,
      "The caller of delete user is given what the server said, with the userId."},
     {.call = DELETE,
      .more = "{\"userId\":\"newcomer\"}",
      .judge = judge_content,
      .other = "{\"status\":\"deleted\",\"userId\":\"newcomer\"}"}},
    {{"SDK-USERS-021", MUST, SPEC, "OpenAPI file, 2026-05: the example of a 404", "error", 0, NULL,
      NULL, "Deleting a user who is not there is an error with 404."},
     {.call = DELETE,
      .more = "{\"userId\":\"nobody\"}",
      .judge = judge_api_error,
      .status = 404,
      .text = "The requested resource does not exist."}},
    {{"SDK-USERS-022", MUST, SPEC, "OpenAPI file, 2024-02: resetSnapTradeUserSecret", "request", 0,
      NULL, NULL, "reset secret is one POST /snapTrade/resetUserSecret."},
     {.call = RESET,
      .judge = judge_line,
      .look = look_line,
      .text = "POST",
      .other = "/snapTrade/resetUserSecret"}},
    {{"SDK-USERS-023", MUST, SPEC, "OpenAPI file, 2024-02: resetSnapTradeUserSecret", "secret", 0,
      NULL, NULL, "With the userSecret that reset secret gives, the calls of the user succeed."},
     {.call = RESET, .judge = judge_given_secret}},
    {{"SDK-USERS-024", MUST, SPEC, "OpenAPI file, 2024-02: resetSnapTradeUserSecret, 401",
      "secret error", 0, NULL, NULL, "A wrong userSecret is not reset: an error with 401."},
     {.call = RESET,
      .prepare = use_wrong_secret,
      .judge = judge_api_error,
      .status = 401,
      .text = "Invalid userID or userSecret provided"}},
};
const struct sdk_area sdk_users_area =
    SDK_AREA("SDK-USERS", "users: register, list, reset, delete", rows);
