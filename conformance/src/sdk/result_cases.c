/* SDK-RESULT: what the caller is given is what the server sent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"

#define LIST "list_brokerage_authorizations"
#define DETAIL "detail_brokerage_authorization"
#define REMOVE "remove_brokerage_authorization"
#define EVENTS "session_events"
#define DOCUMENT "API document of 2023-05-01: BrokerageAuthorization"
#define EVENT_DOCUMENT "API document of 2023-05-01: SessionEvent"
#define TOLERANT "OpenAPI files have changed several times a year; a client of last year meets them"

#define ID "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define BROKERAGE                                                                                  \
    "\"brokerage\":{\"id\":\"3f1b8c5e-9d27-4a60-b1c4-7e5d2a8f0613\",\"slug\":\"QUESTRADE\","       \
    "\"name\":\"Questrade\",\"display_name\":\"Questrade\",\"description\":\"\","                  \
    "\"aws_s3_logo_url\":\"https://example.com/a.png\",\"aws_s3_square_logo_url\":null,"           \
    "\"url\":\"https://example.com\",\"open_url\":null,\"enabled\":true,"                          \
    "\"maintenance_mode\":false,\"allows_fractional_units\":false,\"allows_trading\":true,"        \
    "\"has_reporting\":true,\"is_real_time_connection\":true,"                                     \
    "\"brokerage_type\":{\"id\":\"0b7a1f34-6c0e-4b7b-9a35-3a4c5f0f1d21\","                         \
    "\"name\":\"Traditional Brokerage\"},\"exchanges\":[]}"
#define AUTHORIZATION(created, name, more)                                                         \
    "{\"id\":\"" ID "\",\"created_date\":\"" created "\",\"updated_date\":\"" created              \
    "\"," BROKERAGE ",\"name\":\"" name "\",\"type\":\"trade\",\"disabled\":false,"                \
    "\"disabled_date\":null,\"meta\":{\"identifier\":123456}" more "}"
#define FEW_FIELDS                                                                                 \
    "{\"id\":\"" ID "\",\"name\":\"Connection-1\",\"brokerage\":{\"slug\":\"QUESTRADE\"}}"
#define USUAL "2024-08-20T21:56:19.123935Z"
#define EVENT(type, more)                                                                          \
    "[{\"id\":\"5b7262b0-8a8a-4e34-8d7e-3c1e9c0c4f11\",\"session_event_type\":\"" type "\","       \
    "\"session_id\":\"917c8734-8470-4a3e-a18f-57c3f2ee6631\",\"user_id\":\"u\","                   \
    "\"created_date\":\"" USUAL "\",\"brokerage_status_code\":null" more "}]"

static bool judge_count(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    int count = cJSON_GetArraySize(play_body(play));
    return (cJSON_IsArray(play_body(play)) && count == play->sdk_case->status) ||
           play_fail(play, "the caller was given %d connections instead of %d", count,
                     play->sdk_case->status);
}

static bool judge_no_content(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    const cJSON *body = play_body(play);
    bool none =
        body == NULL || cJSON_IsNull(body) || (cJSON_IsString(body) && *body->valuestring == '\0');
    if (play_status(play) != 204)
        return play_fail(play, "the caller was given status %d instead of 204", play_status(play));
    return none || play_fail(play, "the caller was given a body, and there is none");
}

static bool remove_all(struct play *play)
{
    const cJSON *id,
        *user = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(play->made, "users"), 0);
    char path[128];
    cJSON_ArrayForEach(id, cJSON_GetObjectItemCaseSensitive(user, "authorizationIds"))
    {
        snprintf(path, sizeof path, "/connections/%s", cJSON_GetStringValue(id));
        if (!play_control(play, "DELETE", path, NULL))
            return false;
    }
    return true;
}

static bool disable_first(struct play *play)
{
    char path[128];
    snprintf(path, sizeof path, "/connections/%s/disable", play->authorization_id);
    return play_control(play, "POST", path, NULL);
}

static bool judge_disabled(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    const cJSON *body = play_body(play);
    bool disabled = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(body, "disabled"));
    bool dated = cJSON_IsString(cJSON_GetObjectItemCaseSensitive(body, "disabled_date"));
    return (disabled && dated) ||
           play_fail(play, "the caller cannot see that the connection is disabled, or since when");
}

/* As many connections as the case says, all like the first. */
static bool make_many(struct play *play)
{
    char id[sizeof ID];
    cJSON *state = play_get(play, "/state");
    cJSON *first =
        cJSON_DetachItemFromArray(cJSON_GetObjectItemCaseSensitive(state, "authorizations"), 0);
    cJSON *many = cJSON_CreateArray();
    for (int i = 0; first != NULL && i < play->sdk_case->status; i++) {
        cJSON *one = cJSON_Duplicate(first, true);
        snprintf(id, sizeof id, "%08x%s", (unsigned)i + 1, ID + 8);
        cJSON_ReplaceItemInObjectCaseSensitive(one, "id", cJSON_CreateString(id));
        cJSON_AddItemToArray(many, one);
    }
    cJSON_Delete(first);
    cJSON_ReplaceItemInObjectCaseSensitive(state, "authorizations", many);
    cJSON_ReplaceItemInObjectCaseSensitive(state, "sessionEvents", cJSON_CreateArray());
    cJSON_ReplaceItemInObjectCaseSensitive(state, "accounts", cJSON_CreateArray());
    char *text = cJSON_PrintUnformatted(state);
    cJSON_Delete(state);
    bool set = text != NULL && play_control(play, "PUT", "/state", text);
    cJSON_free(text);
    return set;
}

static const struct sdk_row rows[] = {
    {{"SDK-RESULT-001", MUST, DOC, DOCUMENT, "list", 0, NULL, NULL,
      "list gives the caller all connections of the user."},
     {.call = LIST, .judge = judge_count, .status = 3}},
    {{"SDK-RESULT-002", MUST, DOC, DOCUMENT, "list", 0, NULL, NULL,
      "A user without connections is an empty list, and no error."},
     {.call = LIST, .prepare = remove_all, .judge = judge_count, .status = 0}},
    {{"SDK-RESULT-003", MUST, ASSUMED, "no limit is documented", "list", 0, NULL, NULL,
      "2,000 connections are all given to the caller."},
     {.call = LIST, .prepare = make_many, .judge = judge_count, .status = 2000}},
    {{"SDK-RESULT-004", MUST, DOC, DOCUMENT, "detail", 0, NULL, NULL,
      "detail gives the caller the connection."},
     {.call = DETAIL, .judge = judge_connection}},
    {{"SDK-RESULT-005", MUST, DOC, DOCUMENT, "detail", 0, NULL, NULL,
      "Every field of a connection reaches the caller."},
     ANSWERED(DETAIL, AUTHORIZATION(USUAL, "Connection-1", ""),
              AUTHORIZATION(USUAL, "Connection-1", ""))},
    {{"SDK-RESULT-006", MUST, DOC, "API document of 2023-05-01: removeBrokerageAuthorization",
      "remove", 0, NULL, NULL, "A 204 is a success without a body."},
     {.call = REMOVE, .judge = judge_no_content}},
    {{"SDK-RESULT-007", MUST, SPEC, TOLERANT, "tolerance", 0, NULL, NULL,
      "A field that the SDK does not know makes no error."},
     ANSWERED(DETAIL, AUTHORIZATION(USUAL, "Connection-1", ",\"a_new_field\":{\"x\":[1]}"),
              "{\"id\":\"" ID "\",\"name\":\"Connection-1\"}")},
    {{"SDK-RESULT-008", MUST, DOC, DOCUMENT ": all fields are optional", "tolerance", 0, NULL, NULL,
      "A connection with few fields makes no error."},
     ANSWERED(DETAIL, FEW_FIELDS, FEW_FIELDS)},
    {{"SDK-RESULT-009", MUST, DOC, DOCUMENT ": disabled_date is nullable", "tolerance", 0, NULL,
      NULL, "A null where one may stand makes no error."},
     ANSWERED(DETAIL, AUTHORIZATION(USUAL, "Connection-1", ""), "{\"disabled_date\":null}")},
    {{"SDK-RESULT-010", MUST, SPEC, TOLERANT, "tolerance", 0, NULL, NULL,
      "A session_event_type of later years makes no error."},
     ANSWERED(EVENTS, EVENT("SESSION_STARTED", ""),
              "[{\"session_event_type\":\"SESSION_STARTED\"}]")},
    {{"SDK-RESULT-011", SHOULD, ASSUMED, TOLERANT, "tolerance", 0, NULL, NULL,
      "A session_event_type that nobody knows makes no error."},
     ANSWERED(EVENTS, EVENT("NOT_INVENTED_YET", ""),
              "[{\"session_event_type\":\"NOT_INVENTED_YET\"}]")},
    {{"SDK-RESULT-012", MUST, DOC, "RFC 3339, which the API document names", "dates", 0, NULL, NULL,
      "A date with an offset is the same moment to the caller."},
     ANSWERED(DETAIL, AUTHORIZATION("2024-08-20T23:56:19.123935+02:00", "Connection-1", ""),
              "{\"created_date\":\"" USUAL "\"}")},
    {{"SDK-RESULT-013", MUST, DOC, "RFC 3339, which the API document names", "dates", 0, NULL, NULL,
      "A date without a fraction makes no error."},
     ANSWERED(DETAIL, AUTHORIZATION("2024-08-20T21:56:19Z", "Connection-1", ""),
              "{\"created_date\":\"2024-08-20T21:56:19Z\"}")},
    {{"SDK-RESULT-014", MUST, ASSUMED, "JSON is UTF-8", "unicode", 0, NULL, NULL,
      "Non-ASCII characters reach the caller, escaped or not."},
     ANSWERED(DETAIL, AUTHORIZATION(USUAL, "D\xc3\xa9p\\u00f4t \xe6\x97\xa5\xe6\x9c\xac", ""),
              "{\"name\":\"D\xc3\xa9p\xc3\xb4t \xe6\x97\xa5\xe6\x9c\xac\"}")},
    {{"SDK-RESULT-015", MUST, DOC, EVENT_DOCUMENT, "events", 0, NULL, NULL,
      "Every field of a session event reaches the caller."},
     ANSWERED(EVENTS, EVENT("CONNECTION_SUCCESSFUL", ",\"brokerage_authorization_id\":\"" ID "\""),
              EVENT("CONNECTION_SUCCESSFUL", ",\"brokerage_authorization_id\":\"" ID "\""))},
    {{"SDK-RESULT-016", MUST, DOC, EVENT_DOCUMENT, "events", 0, NULL, NULL,
      "No session events are an empty list, and no error."},
     ANSWERED(EVENTS, "[]", "[]")},
    {{"SDK-RESULT-017", MUST, DOC, DOCUMENT ": disabled", "detail", 0, NULL, NULL,
      "The caller sees that a connection is disabled, and since when."},
     {.call = DETAIL, .prepare = disable_first, .judge = judge_disabled}},
    {{"SDK-RESULT-018", SHOULD, ASSUMED, TOLERANT, "tolerance", 0, NULL, NULL,
      "A data_freshness_mode that nobody knows makes no error."},
     ANSWERED(DETAIL, AUTHORIZATION(USUAL, "Connection-1", ",\"data_freshness_mode\":\"stale\""),
              "{\"name\":\"Connection-1\"}")},
    {{"SDK-RESULT-019", MUST, DOC, DOCUMENT ": meta is any object", "detail", 0, NULL, NULL,
      "What meta holds reaches the caller, whatever it is."},
     ANSWERED(DETAIL, "{\"id\":\"" ID "\",\"meta\":{\"a\":{\"b\":[1,true,null,\"x\"]}}}",
              "{\"meta\":{\"a\":{\"b\":[1,true,null,\"x\"]}}}")},
};
const struct sdk_area sdk_result_area = SDK_AREA("SDK-RESULT", "what a caller is given", rows);
