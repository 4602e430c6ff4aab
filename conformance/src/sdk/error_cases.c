/* SDK-ERROR: every error of the API reaches the caller, with its status and what it says. */
#include <stdio.h>
#include <string.h>

#include "judge.h"

#define LIST "list_brokerage_authorizations"
#define DETAIL "detail_brokerage_authorization"
#define REMOVE "remove_brokerage_authorization"
#define EVENTS "session_events"
#define DOCUMENT "API document of 2023-05-01: an unexpected error may come from every call"
#define PUBLISHED "answers of the service that users published"
#define UNKNOWN_ID "00000000-0000-4000-8000-000000000000"

/* Refused by the SDK itself, or by the server. */
static bool judge_bad_id(struct play *play)
{
    if (!play_ask(play))
        return false;
    const cJSON *error = play_error(play);
    if (error == NULL)
        return play_fail(play, "an authorizationId that is no UUID was a success");
    const char *kind = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(error, "kind"));
    bool refused_by_sdk = kind != NULL && strcmp(kind, "client") == 0 && play_requests(play) == 0;
    return refused_by_sdk || play_status(play) == 400 ||
           play_fail(play, "the caller was given status %d instead of 400", play_status(play));
}

/* The mock gets another user's secret. */
static bool use_wrong_secret(struct play *play)
{
    play->user_secret = "not-the-secret-of-anybody";
    return true;
}

static bool use_wrong_key(struct play *play)
{
    play->consumer_key = "not-the-key-of-anybody";
    return true;
}

static bool judge_removed_twice(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    return judge_api_error(play);
}

/* reason, as the SDKs for Python have it. */
static bool judge_reason(struct play *play)
{
    if (!judge_api_error(play))
        return false;
    const char *reason =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(play_error(play), "reason"));
    return (reason != NULL && *reason != '\0') ||
           play_fail(play, "the caller was not given the reason of the status");
}

#define STATUS(status_, text_)                                                                     \
    {                                                                                              \
        .call = LIST, .fault = "{\"type\":\"status\",\"status\":" #status_ "}",                    \
        .judge = judge_api_error, .status = (status_), .text = (text_), .timeout_seconds = 60      \
    }

static const struct sdk_row rows[] = {
    {{"SDK-ERROR-001", MUST, DOC, "API document of 2023-05-01: removeBrokerageAuthorization, 400",
      "id", 0, NULL, NULL,
      "An authorizationId that is no UUID is an error: of the SDK, or the API's 400."},
     {.call = REMOVE, .authorization_id = "no-uuid", .judge = judge_bad_id}},
    {{"SDK-ERROR-002", MUST, DOC, "API document of 2023-05-01: removeBrokerageAuthorization, 404",
      "id", 0, NULL, NULL, "Removing what is not there is an error with 404, and no success."},
     {.call = REMOVE,
      .authorization_id = UNKNOWN_ID,
      .judge = judge_api_error,
      .status = 404,
      .text = "The requested resource does not exist."}},
    {{"SDK-ERROR-003", MUST, SPEC, "OpenAPI file, 2026-05: the example of a 404", "id", 0, NULL,
      NULL, "Detail of what is not there is an error with 404, and no empty success."},
     {.call = DETAIL,
      .authorization_id = UNKNOWN_ID,
      .judge = judge_api_error,
      .status = 404,
      .text = "The requested resource does not exist."}},
    {{"SDK-ERROR-004", MUST, DOC, "API document of 2023-05-01: removeBrokerageAuthorization, 404",
      "id", 0, NULL, NULL, "Removing a second time is an error with 404."},
     {.call = REMOVE,
      .judge = judge_removed_twice,
      .status = 404,
      .text = "The requested resource does not exist."}},
    {{"SDK-ERROR-005", MUST, LIVE, PUBLISHED ": wrong key", "credentials", 0, NULL, NULL,
      "A wrong consumerKey is an error with 401 and the API's words."},
     {.call = LIST,
      .prepare = use_wrong_key,
      .judge = judge_api_error,
      .status = 401,
      .text = "Unable to verify signature sent"}},
    {{"SDK-ERROR-006", MUST, LIVE, PUBLISHED ": wrong userSecret", "credentials", 0, NULL, NULL,
      "A wrong userSecret is an error with 401 and the API's words."},
     {.call = LIST,
      .prepare = use_wrong_secret,
      .judge = judge_api_error,
      .status = 401,
      .text = "Invalid userID or userSecret provided"}},
    {{"SDK-ERROR-007", MUST, DOC, DOCUMENT, "status", 0, NULL, NULL,
      "401 on session events is an error with status and words."},
     {.call = EVENTS,
      .prepare = use_wrong_key,
      .judge = judge_api_error,
      .status = 401,
      .text = "Unable to verify signature sent"}},
    {{"SDK-ERROR-008", MUST, SPEC, "OpenAPI file, 2026-08: 402", "status", 0, NULL, NULL,
      "402 is an error with its status."},
     STATUS(402, NULL)},
    {{"SDK-ERROR-009", MUST, SPEC, "OpenAPI file, 2026-05: 403", "status", 0, NULL, NULL,
      "403 is an error with status and words."},
     STATUS(403, "User does not have permission to access this resource")},
    {{"SDK-ERROR-010", MUST, DOC, DOCUMENT, "status", 0, NULL, NULL,
      "404 on list is an error with status and words, and no empty list."},
     STATUS(404, "The requested resource does not exist.")},
    {{"SDK-ERROR-011", MUST, SPEC, "OpenAPI file, 2026-08: 425", "status", 0, NULL, NULL,
      "425 is an error with its status."},
     STATUS(425, NULL)},
    {{"SDK-ERROR-012", MUST, SPEC, "documentation of rate limiting, 2026-05", "status retry", 0,
      NULL, NULL, "429 is an error with status and words, at the latest when no retry helped."},
     STATUS(429, "Request was throttled")},
    {{"SDK-ERROR-013", MUST, DOC, DOCUMENT, "status", 0, NULL, NULL,
      "500 is an error with its status."},
     STATUS(500, NULL)},
    {{"SDK-ERROR-014", MUST, DOC, DOCUMENT, "status", 0, NULL, NULL,
      "503 is an error with its status."},
     STATUS(503, NULL)},
    {{"SDK-ERROR-015", SHOULD, SDK, "API document of 2023-05-01: ApiException has a reason",
      "status", 0, NULL, NULL, "The caller is given the reason phrase of the status."},
     {.call = DETAIL, .authorization_id = UNKNOWN_ID, .judge = judge_reason, .status = 404}},
};
const struct sdk_area sdk_error_area = SDK_AREA("SDK-ERROR", "errors of the API", rows);
