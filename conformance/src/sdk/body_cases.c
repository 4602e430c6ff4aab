/* SDK-BODY: the body that is sent is the body that is signed. */
#include <string.h>

#include "judge.h"
#include "looks.h"
#include "sent.h"

#define REGISTER "register_snap_trade_user"
#define RESET "reset_snap_trade_user_secret"
#define REFRESH "refresh_brokerage_authorization"
#define RULE "wire capture of official SDKs: the body is signed, in one of a few forms"
#define ODD "what a user may be called; documents set no limits"

static bool look_at_object(struct play *play, const cJSON *entry)
{
    const char *text = sent_text(entry, "body");
    if (*text == '\0' && play->watching)
        return play_verdict(play, NOT_JUDGED, "no body was sent");
    cJSON *body = cJSON_ParseWithOpts(text, NULL, true);
    bool good = cJSON_IsObject(body);
    cJSON_Delete(body);
    return good || play_differs(play, "the body", "an object of JSON", text);
}

/* What was sent is what was asked for, and signed. */
static bool judge_body(struct play *play)
{
    if (!judge_odd(play))
        return false;
    const cJSON *entry = play_request(play, play_requests(play) - 1);
    const cJSON *wanted = cJSON_GetObjectItemCaseSensitive(play->request, "userId");
    cJSON *body = cJSON_Parse(sent_text(entry, "body"));
    bool same = cJSON_Compare(wanted, cJSON_GetObjectItemCaseSensitive(body, "userId"), true);
    cJSON_Delete(body);
    return same || play_differs(play, "the userId in the body", wanted->valuestring,
                                sent_text(entry, "body"));
}

#define OF_USER(id)                                                                                \
    {                                                                                              \
        .call = REGISTER, .more = "{\"userId\":\"" id "\"}", .judge = judge_body                   \
    }

static const struct sdk_row rows[] = {
    {{"SDK-BODY-001", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "A POST with a body is signed as it is sent, with /api/v1 in the base URL."},
     {.call = REGISTER,
      .more = "{\"userId\":\"a-new-user\"}",
      .judge = judge_signed,
      .look = look_signed,
      .seen = "POST"}},
    {{"SDK-BODY-002", MUST, SDK, RULE, "signature base-url", 0, NULL, NULL,
      "A POST with a body is signed as it is sent, without /api/v1 in the base URL."},
     {.call = REGISTER,
      .bare = true,
      .more = "{\"userId\":\"a-new-user\"}",
      .judge = judge_signed,
      .look = look_signed,
      .seen = "POST"}},
    {{"SDK-BODY-003", MUST, SDK, "wire capture of official SDKs: application/json", "headers", 0,
      NULL, NULL, "A body is called application/json."},
     {.call = REGISTER,
      .more = "{\"userId\":\"a-new-user\"}",
      .judge = judge_look,
      .look = look_json_type,
      .seen = "POST"}},
    {{"SDK-BODY-004", MUST, SPEC, "OpenAPI file, 2026-08: bodies are objects", "body", 0, NULL,
      NULL, "A body is one object of JSON, and nothing else."},
     {.call = REGISTER,
      .more = "{\"userId\":\"a-new-user\"}",
      .judge = judge_look,
      .look = look_at_object,
      .seen = "POST"}},
    {{"SDK-BODY-005", MUST, ASSUMED, ODD, "signature", 0, NULL, NULL,
      "A body with non-ASCII characters signs."},
     OF_USER("Zo\xc3\xab \xe6\x97\xa5\xe6\x9c\xac")},
    {{"SDK-BODY-006", MUST, ASSUMED, ODD, "signature", 0, NULL, NULL,
      "A body with a character beyond U+FFFF signs."},
     OF_USER("\xf0\x9f\x90\xb8")},
    {{"SDK-BODY-007", MUST, ASSUMED, ODD, "signature", 0, NULL, NULL,
      "A body with quotes and backslashes signs."},
     OF_USER("a\\\"b\\\\c")},
    {{"SDK-BODY-008", MUST, ASSUMED, ODD, "signature", 0, NULL, NULL,
      "A body with < > & ' and = signs."},
     OF_USER("<a>&'b'=c")},
    {{"SDK-BODY-009", MUST, ASSUMED, ODD, "signature", 0, NULL, NULL,
      "A body with a tab and a line break signs."},
     OF_USER("a\\tb\\nc")},
    {{"SDK-BODY-010", MUST, ASSUMED, ODD, "signature", 0, NULL, NULL,
      "A body with slashes and what looks like an escape signs."},
     OF_USER("a/b%2F\\\\u0041")},
    {{"SDK-BODY-011", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "A body with several members signs."},
     {.call = RESET, .judge = judge_odd}},
    {{"SDK-BODY-012", MUST, SDK, "wire capture of official SDKs: content is null then", "signature",
      0, NULL, NULL, "A POST without a body signs."},
     {.call = REFRESH, .judge = judge_odd}},
};
const struct sdk_area sdk_body_area = SDK_AREA("SDK-BODY", "bodies: what is sent and signed", rows);
