/* SDK-LOGIN: the call that opens the connection portal for a user. */
#include <string.h>

#include "judge.h"
#include "looks.h"

#define LOGIN "login_snap_trade_user"
#define DOCUMENT "OpenAPI file, 2026-08: loginSnapTradeUser"
#define OPTIONS "OpenAPI file, 2026-08: SnapTradeLoginUserRequestBody"
#define FIRST "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define LINK                                                                                       \
    "{\"redirectURI\":\"https://app.snaptrade.com/snapTrade/redeemToken?token=a%2Bb%2Fc%3D%3D&"    \
    "clientId=A%26B&broker=ALPACA&sessionId=" FIRST "\",\"sessionId\":\"" FIRST "\"}"

#define OPTION(name, value)                                                                        \
    {                                                                                              \
        .call = LOGIN, .more = "{\"" name "\":" value "}", .judge = judge_look,                    \
        .look = look_option, .text = (name), .other = (value)                                      \
    }

/* Of the error for a broker that there is not. */
static bool judge_refusal(struct play *play)
{
    if (!judge_api_error(play))
        return false;
    const cJSON *body = cJSON_GetObjectItemCaseSensitive(play_error(play), "body");
    const char *code = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(body, "code"));
    bool good = code != NULL && strcmp(code, play->sdk_case->other) == 0;
    return good || play_differs(play, "the code that the caller was given", play->sdk_case->other,
                                code != NULL ? code : "nothing");
}

static const struct sdk_row rows[] = {
    {{"SDK-LOGIN-001", MUST, SPEC, DOCUMENT, "request", 0, NULL, NULL,
      "login is one POST /snapTrade/login."},
     {.call = LOGIN,
      .judge = judge_line,
      .look = look_line,
      .text = "POST",
      .other = "/snapTrade/login"}},
    {{"SDK-LOGIN-002", MUST, SPEC, DOCUMENT, "query", 0, NULL, NULL,
      "login sends userId and userSecret in the query, once each."},
     {.call = LOGIN, .judge = judge_look, .look = look_user}},
    {{"SDK-LOGIN-003", MUST, SPEC, OPTIONS, "option", 0, NULL, NULL,
      "login sends the broker that its caller names."},
     OPTION("broker", "\"QUESTRADE\"")},
    {{"SDK-LOGIN-004", MUST, SPEC, OPTIONS, "option", 0, NULL, NULL,
      "login sends immediateRedirect as true."},
     OPTION("immediateRedirect", "true")},
    {{"SDK-LOGIN-005", MUST, SPEC, OPTIONS, "option", 0, NULL, NULL,
      "login sends immediateRedirect as false when its caller says so."},
     OPTION("immediateRedirect", "false")},
    {{"SDK-LOGIN-006", MUST, SPEC, OPTIONS, "option", 0, NULL, NULL,
      "login sends the customRedirect with its own query and fragment."},
     OPTION("customRedirect", "\"my-app://back/to?a=1&b=%2F+c#d\"")},
    {{"SDK-LOGIN-007", MUST, SPEC, OPTIONS, "option", 0, NULL, NULL,
      "login sends the connection to reconnect."},
     OPTION("reconnect", "\"" FIRST "\"")},
    {{"SDK-LOGIN-008", MUST, SPEC, OPTIONS, "option", 0, NULL, NULL,
      "login sends the connectionType."},
     OPTION("connectionType", "\"trade\"")},
    {{"SDK-LOGIN-009", SHOULD, ASSUMED, "what a caller leaves out is the server's to choose",
      "option", 0, NULL, NULL, "login leaves out the options that its caller leaves out."},
     {.call = LOGIN,
      .judge = judge_look,
      .look = look_no_members,
      .text = "broker immediateRedirect customRedirect reconnect connectionType"}},
    {{"SDK-LOGIN-010", MUST, SDK, "wire capture of official SDKs: no options are signed as null",
      "signature", 0, NULL, NULL, "login without options signs."},
     {.call = LOGIN, .judge = judge_odd}},
    {{"SDK-LOGIN-011", MUST, SDK, "wire capture of official SDKs: the body is signed", "signature",
      0, NULL, NULL, "login with all options signs."},
     {.call = LOGIN,
      .more = "{\"reconnect\":\"" FIRST "\",\"connectionType\":\"read\",\"broker\":\"QUESTRADE\","
              "\"immediateRedirect\":true,\"customRedirect\":\"https://example.com/\xc3\xa9?a=1\"}",
      .judge = judge_odd}},
    {{"SDK-LOGIN-012", MUST, SPEC, "OpenAPI file, 2026-08: LoginRedirectURI", "result", 0, NULL,
      NULL, "The caller of login is given redirectURI and sessionId as they were sent."},
     ANSWERED(LOGIN, LINK, LINK)},
    {{"SDK-LOGIN-013", MUST, SPEC, "OpenAPI file, 2026-08: error 1012", "error", 0, NULL, NULL,
      "A broker that there is not is an error with 400 and code 1012."},
     {.call = LOGIN,
      .more = "{\"broker\":\"NO-SUCH-BROKER\"}",
      .judge = judge_refusal,
      .status = 400,
      .other = "1012"}},
    {{"SDK-LOGIN-014", MUST, SPEC, OPTIONS, "option", 0, NULL, NULL,
      "login sends the connectionType trade-if-available."},
     OPTION("connectionType", "\"trade-if-available\"")},
};
const struct sdk_area sdk_login_area = SDK_AREA("SDK-LOGIN", "opening the connection portal", rows);
