/* SDK-SIGN: what is signed is what is sent, whatever ids and keys hold. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "judge.h"
#include "sent.h"

#define LIST "list_brokerage_authorizations"
#define DETAIL "detail_brokerage_authorization"
#define REMOVE "remove_brokerage_authorization"
#define EVENTS "session_events"
#define RULE "wire capture of official SDKs: path and query are signed as sent"
#define ODD "what a partner or a user may be called; documents set no limits"

enum { FRESH_SECONDS = 30 };

/* When the mock answered, in seconds since 1970. */
static long long answered(const cJSON *entry)
{
    struct tm time = {0};
    return strptime(sent_text(entry, "time"), "%Y-%m-%dT%H:%M:%S", &time) != NULL ? timegm(&time)
                                                                                  : 0;
}

/* Of the request, in seconds. */
static bool look_at_timestamp(struct play *play, const cJSON *entry)
{
    int count;
    char *value = sent_parameter(entry, "timestamp", &count);
    long long sent = value != NULL ? strtoll(value, NULL, 10) : 0, late = answered(entry) - sent;
    bool good = count == 1 && late > -FRESH_SECONDS && late < FRESH_SECONDS;
    if (!good && count != 1)
        play_fail(play, "timestamp stands %d times in the query", count);
    else if (!good)
        play_fail(play, "timestamp=%s is not the time of the request in seconds", value);
    free(value);
    return good;
}

/* Whether the parameter has several values, with a comma in whatever spelling between them. */
static bool has_list(const cJSON *entry, const char *name)
{
    int count;
    char *value = sent_parameter(entry, name, &count);
    bool several =
        value != NULL && (strchr(value, ',') != NULL || strcasestr(value, "%2C") != NULL);
    free(value);
    return several;
}

static bool look_at_lists(struct play *play, const cJSON *entry)
{
    if (!has_list(entry, "userId") && !has_list(entry, "sessionId"))
        return play_verdict(play, play->watching ? NOT_JUDGED : FAILED, "no list was sent");
    return look_odd(play, entry);
}

/* A second partner with another key, through the same adapter. */
static bool judge_two_partners(struct play *play)
{
    struct play other = {.sdk_case = &(struct sdk_case){.call = LIST, .judge = judge_odd},
                         .origin = play->origin,
                         .control = play->control,
                         .adapter = play->adapter,
                         .most_ms = play->most_ms};
    bool good = judge_odd(play);
    if (!good)
        return false;
    good = play_begin(&other) && judge_odd(&other);
    if (!good)
        play_verdict(play, other.verdict, "with a second partner: %s",
                     other.message != NULL ? other.message : "");
    free(other.message);
    free(other.expected);
    free(other.received);
    play_end(&other);
    return good && judge_odd(play);
}

static const struct sdk_row rows[] = {
    {{"SDK-SIGN-001", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "list is signed as it is sent, with /api/v1 in the base URL."},
     {.call = LIST, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-002", MUST, SDK, RULE, "signature base-url", 0, NULL, NULL,
      "list is signed as it is sent, without /api/v1 in the base URL."},
     {.call = LIST, .bare = true, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-003", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "detail is signed as it is sent, with /api/v1 in the base URL."},
     {.call = DETAIL, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-004", MUST, SDK, RULE, "signature base-url", 0, NULL, NULL,
      "detail is signed as it is sent, without /api/v1 in the base URL."},
     {.call = DETAIL, .bare = true, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-005", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "remove is signed as it is sent, with /api/v1 in the base URL."},
     {.call = REMOVE, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-006", MUST, SDK, RULE, "signature base-url", 0, NULL, NULL,
      "remove is signed as it is sent, without /api/v1 in the base URL."},
     {.call = REMOVE, .bare = true, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-007", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "session events are signed as they are sent, with /api/v1 in the base URL."},
     {.call = EVENTS, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-008", MUST, SDK, RULE, "signature base-url", 0, NULL, NULL,
      "session events are signed as they are sent, without /api/v1 in the base URL."},
     {.call = EVENTS, .bare = true, .judge = judge_signed, .look = look_signed}},
    {{"SDK-SIGN-009", MUST, ASSUMED, ODD, "signature key", 0, NULL, NULL,
      "A consumerKey with spaces signs."},
     {.call = LIST, .consumer_key = "a key with spaces", .judge = judge_odd}},
    {{"SDK-SIGN-010", MUST, ASSUMED, ODD, "signature key", 0, NULL, NULL,
      "A consumerKey with + / and = signs."},
     {.call = LIST, .consumer_key = "a+b/c==", .judge = judge_odd}},
    {{"SDK-SIGN-011", MUST, ASSUMED, ODD, "signature key", 0, NULL, NULL,
      "A consumerKey with a percent sign signs."},
     {.call = LIST, .consumer_key = "100%41key", .judge = judge_odd}},
    {{"SDK-SIGN-012", MUST, ASSUMED, ODD, "signature key", 0, NULL, NULL,
      "A consumerKey with non-ASCII characters signs."},
     {.call = LIST, .consumer_key = "cl\xc3\xa9\xe2\x82\xac", .judge = judge_odd}},
    {{"SDK-SIGN-013", MUST, ASSUMED, ODD, "signature key", 0, NULL, NULL,
      "A consumerKey with quotes and backslashes signs."},
     {.call = LIST, .consumer_key = "a\"b\\c'd", .judge = judge_odd}},
    {{"SDK-SIGN-014", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A clientId with a space signs."},
     {.call = LIST, .client_id = "AN ODD ID", .judge = judge_odd}},
    {{"SDK-SIGN-015", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A clientId with & and = signs."},
     {.call = LIST, .client_id = "A&B=C", .judge = judge_odd}},
    {{"SDK-SIGN-016", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A clientId with non-ASCII characters signs."},
     {.call = LIST, .client_id = "SOCI\xc3\x89T\xc3\x89", .judge = judge_odd}},
    {{"SDK-SIGN-017", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A userId with a space signs."},
     {.call = LIST, .user_id = "Jane Doe", .judge = judge_odd}},
    {{"SDK-SIGN-018", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A userId with & + and % signs."},
     {.call = LIST, .user_id = "a&b+c%41", .judge = judge_odd}},
    {{"SDK-SIGN-019", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A userId with non-ASCII characters signs."},
     {.call = LIST, .user_id = "Zo\xc3\xab\xe6\x97\xa5", .judge = judge_odd}},
    {{"SDK-SIGN-020", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A userId with / ? # : and @ signs."},
     {.call = LIST, .user_id = "a/b?c#d:e@f", .judge = judge_odd}},
    {{"SDK-SIGN-021", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A userId with quotes and backslashes signs."},
     {.call = LIST, .user_id = "a\"b\\c", .judge = judge_odd}},
    {{"SDK-SIGN-022", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A userSecret with + / and = signs."},
     {.call = LIST, .user_id = "u", .user_secret = "s+e/c==", .judge = judge_odd}},
    {{"SDK-SIGN-023", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "A userSecret with % and & signs."},
     {.call = LIST, .user_id = "u", .user_secret = "s%41&c?", .judge = judge_odd}},
    {{"SDK-SIGN-024", MUST, ASSUMED, ODD, "signature id", 0, NULL, NULL,
      "An odd userId signs in the calls with an authorizationId, too."},
     {.call = DETAIL,
      .user_id = "Jane D\xc3\xb6"
                 "e",
      .judge = judge_odd}},
    {{"SDK-SIGN-025", MUST, DOC, "API document of 2023-05-01: timestamp, Unix time in seconds",
      "signature timestamp", 0, NULL, NULL, "The timestamp is that of the request, in seconds."},
     {.call = LIST, .judge = judge_look, .look = look_at_timestamp, .seen = "*"}},
    {{"SDK-SIGN-026", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "Clients of two partners in one program sign with their own keys."},
     {.call = LIST, .judge = judge_two_partners}},
    {{"SDK-SIGN-027", MUST, SDK, RULE, "signature", 0, NULL, NULL,
      "Session events with comma-separated lists are signed as they are sent."},
     {.call = EVENTS,
      .user_ids = "John.doe@snaptrade.com,newcomer",
      .session_ids = "917c8734-8470-4a3e-a18f-57c3f2ee6631,65e839a3-9103-4cfb-9b72-2071ef80c5f2",
      .judge = judge_signed,
      .look = look_at_lists}},
};
const struct sdk_area sdk_sign_area = SDK_AREA("SDK-SIGN", "what is signed", rows);
