/* SDK-CALL: the four calls and their options as they are documented. */
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "judge.h"
#include "sent.h"

#define LIST "list_brokerage_authorizations"
#define DETAIL "detail_brokerage_authorization"
#define REMOVE "remove_brokerage_authorization"
#define EVENTS "session_events"
#define ONE "/authorizations/{authorizationId}"
#define DOCUMENT "API document of 2023-05-01: ConnectionsApi"
#define FIRST "917c8734-8470-4a3e-a18f-57c3f2ee6631"
#define SECOND "65e839a3-9103-4cfb-9b72-2071ef80c5f2"

static bool asked(struct play *play)
{
    return play_ask(play) && expect_success(play);
}

/* What stands behind the last slash of the path. */
static const char *last_segment(const char *target)
{
    const char *segment = target;
    for (const char *at = target; *at != '\0' && *at != '?'; at++)
        if (*at == '/')
            segment = at + 1;
    return segment;
}

/* METHOD and path; {authorizationId} in the case's `other` is what was asked for, or any. */
static bool look_at_line(struct play *play, const cJSON *entry)
{
    const char *path = play->sdk_case->other, *braces = strchr(path, '{');
    const char *method = sent_text(entry, "method"), *sent = sent_target(entry), *id = "";
    bool prefixed = play->watching ? sent_with_prefix(entry) : !play->sdk_case->bare;
    if (braces != NULL)
        id = play->watching ? last_segment(sent) : play->authorization_id;
    size_t length = strcspn(id, "?");
    char *wanted = NULL, *line = NULL;
    if (asprintf(&wanted, "%s %s%.*s%.*s", play->sdk_case->text, prefixed ? "/api/v1" : "",
                 (int)strcspn(path, "{"), path, (int)length, id) < 0 ||
        asprintf(&line, "%s %.*s", method, (int)strcspn(sent, "?"), sent) < 0)
        return play_fail(play, "there is no memory");
    bool same = strcmp(wanted, line) == 0 && (braces == NULL || length > 0);
    if (!same)
        play_differs(play, "the request line", wanted, line);
    free(wanted);
    free(line);
    return same;
}

static bool judge_request(struct play *play)
{
    if (!asked(play))
        return false;
    if (play_requests(play) != 1)
        return play_fail(play, "it sent %d requests instead of one", play_requests(play));
    return look_at_line(play, play_request(play, 0));
}

static bool expect_value(struct play *play, const char *name, char *raw, const char *wanted)
{
    int length;
    for (char *plus = raw; (plus = strchr(plus, '+')) != NULL;)
        *plus = ' ';
    char *value = curl_easy_unescape(NULL, raw, 0, &length);
    bool good = value != NULL && strcmp(value, wanted) == 0;
    if (!good)
        play_differs(play, name, wanted, value != NULL ? value : "");
    curl_free(value);
    return good;
}

/* `text` names the parameter that stands once, `other` its decoded value. */
static bool look_at_list(struct play *play, const cJSON *entry)
{
    int count;
    const char *name = play->sdk_case->text;
    char *raw = sent_parameter(entry, name, &count);
    bool good = count == 1;
    if (count == 0 && play->watching)
        play_verdict(play, NOT_JUDGED, "%s was never sent", name);
    else if (!good)
        play_fail(play, "%s stands %d times in %s", name, count, sent_target(entry));
    else if (!play->watching)
        good = expect_value(play, name, raw, play->sdk_case->other);
    free(raw);
    return good;
}

/* What nobody asked for is not there; and what stands for nothing was not asked for. */
static bool look_at_unset(struct play *play, const cJSON *entry)
{
    static const char *const nothings[] = {"", "null", "None", "nil", "undefined", "[]", "%5B%5D"};
    int count;
    char *value = sent_parameter(entry, play->sdk_case->text, &count);
    bool unset = count > 0 && !play->watching;
    for (size_t i = 0; value != NULL && i < sizeof nothings / sizeof *nothings; i++)
        unset = unset || strcmp(value, nothings[i]) == 0;
    free(value);
    return !unset || play_fail(play, "%s stands %d times in %s", play->sdk_case->text, count,
                               sent_target(entry));
}

/* clientId, and on sessionEvents PartnerClientId as well: the partner's. */
static bool look_at_client_id(struct play *play, const cJSON *entry)
{
    int count;
    const char *name = play->sdk_case->text;
    char *raw = sent_parameter(entry, name, &count);
    bool good = count == 1 && expect_value(play, name, raw, play->client_id);
    if (count != 1)
        play_fail(play, "%s stands %d times in the query", name, count);
    free(raw);
    return good;
}

/* The mock masks the secret: that it is there, and the user is found, is what can be seen. */
static bool look_at_user(struct play *play, const cJSON *entry)
{
    int users, secrets;
    free(sent_parameter(entry, "userId", &users));
    free(sent_parameter(entry, "userSecret", &secrets));
    return (users == 1 && secrets == 1) ||
           play_fail(play, "userId stands %d times and userSecret %d times in the query", users,
                     secrets);
}

static bool look_at_body(struct play *play, const cJSON *entry)
{
    double bytes = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(entry, "bodyBytes"));
    return !(bytes > 0) || play_fail(play, "a body of %g bytes was sent", bytes);
}

static bool look_at_signature(struct play *play, const cJSON *entry)
{
    int count, headers = sent_headers(entry, "Signature");
    free(sent_parameter(entry, "Signature", &count));
    return (headers == 1 && count == 0) ||
           play_fail(play, "%d headers Signature, and %d parameters", headers, count);
}

/* Neither key nor secret belongs into a header, whatever it is called. */
static bool look_at_headers(struct play *play, const cJSON *entry)
{
    static const char *const names[] = {"Authorization", "consumerKey",    "X-Api-Key",
                                        "userSecret",    "X-Consumer-Key", "Cookie"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sent_headers(entry, names[i]) > 0)
            return play_fail(play, "a header %s was sent", names[i]);
    return true;
}

static bool judge_events_of(struct play *play)
{
    const cJSON *event;
    const char *member = play->sdk_case->text, *list = play->sdk_case->other;
    if (!asked(play))
        return false;
    if (cJSON_GetArraySize(play_body(play)) == 0)
        return play_fail(play, "no events were given to the caller");
    cJSON_ArrayForEach(event, play_body(play))
    {
        const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(event, member));
        if (value == NULL || strstr(list, value) == NULL)
            return play_differs(play, member, list, value != NULL ? value : "nothing");
    }
    return true;
}

static bool judge_upper_case_id(struct play *play)
{
    if (!asked(play))
        return false;
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(play_body(play), "id"));
    return (id != NULL && strcasecmp(id, play->authorization_id) == 0) ||
           play_differs(play, "the connection", play->authorization_id,
                        id != NULL ? id : "nothing");
}

static const struct sdk_row rows[] = {
    {{"SDK-CALL-001", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "list is one GET /authorizations."},
     {.call = LIST,
      .judge = judge_request,
      .look = look_at_line,
      .text = "GET",
      .other = "/authorizations"}},
    {{"SDK-CALL-002", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "detail is one GET /authorizations/{authorizationId}."},
     {.call = DETAIL, .judge = judge_request, .look = look_at_line, .text = "GET", .other = ONE}},
    {{"SDK-CALL-003", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "remove is one DELETE /authorizations/{authorizationId}."},
     {.call = REMOVE,
      .judge = judge_request,
      .look = look_at_line,
      .text = "DELETE",
      .other = ONE}},
    {{"SDK-CALL-004", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "Session events are one GET /sessionEvents."},
     {.call = EVENTS,
      .judge = judge_request,
      .look = look_at_line,
      .text = "GET",
      .other = "/sessionEvents"}},
    {{"SDK-CALL-005", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "list sends userId and userSecret in the query, once each."},
     {.call = LIST, .judge = judge_look, .look = look_at_user}},
    {{"SDK-CALL-006", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "detail sends userId and userSecret in the query, once each."},
     {.call = DETAIL, .judge = judge_look, .look = look_at_user}},
    {{"SDK-CALL-007", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "remove sends userId and userSecret in the query, once each."},
     {.call = REMOVE, .judge = judge_look, .look = look_at_user}},
    {{"SDK-CALL-008", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "clientId stands in the query once."},
     {.call = LIST,
      .judge = judge_look,
      .look = look_at_client_id,
      .seen = "*",
      .text = "clientId"}},
    {{"SDK-CALL-009", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "Session events send PartnerClientId."},
     {.call = EVENTS, .judge = judge_look, .look = look_at_client_id, .text = "PartnerClientId"}},
    {{"SDK-CALL-010", MUST, SDK, "wire capture of official SDKs: both are sent", "query", 0, NULL,
      NULL, "Session events send clientId as well."},
     {.call = EVENTS, .judge = judge_look, .look = look_at_client_id, .text = "clientId"}},
    {{"SDK-CALL-011", MUST, DOC, DOCUMENT, "query filter", 0, NULL, NULL,
      "Session events send several userIds as one comma-separated parameter."},
     {.call = EVENTS,
      .user_ids = FIRST "," SECOND,
      .judge = judge_look,
      .look = look_at_list,
      .text = "userId",
      .other = FIRST "," SECOND}},
    {{"SDK-CALL-012", MUST, DOC, DOCUMENT, "query filter", 0, NULL, NULL,
      "Session events send several sessionIds as one comma-separated parameter."},
     {.call = EVENTS,
      .session_ids = FIRST "," SECOND,
      .judge = judge_look,
      .look = look_at_list,
      .text = "sessionId",
      .other = FIRST "," SECOND}},
    {{"SDK-CALL-013", MUST, SDK, "wire capture of official SDKs: unset lists are left out",
      "query filter", 0, NULL, NULL, "Session events leave out userId when it is not asked for."},
     {.call = EVENTS, .judge = judge_look, .look = look_at_unset, .text = "userId"}},
    {{"SDK-CALL-014", MUST, SDK, "wire capture of official SDKs: unset lists are left out",
      "query filter", 0, NULL, NULL,
      "Session events leave out sessionId when it is not asked for."},
     {.call = EVENTS, .judge = judge_look, .look = look_at_unset, .text = "sessionId"}},
    {{"SDK-CALL-015", MUST, SDK, "wire capture of official SDKs: no call has a body", "body", 0,
      NULL, NULL, "GET has no body."},
     {.call = LIST, .judge = judge_look, .look = look_at_body, .seen = "GET"}},
    {{"SDK-CALL-016", MUST, SDK, "wire capture of official SDKs: no call has a body", "body", 0,
      NULL, NULL, "DELETE has no body."},
     {.call = REMOVE, .judge = judge_look, .look = look_at_body, .seen = "DELETE"}},
    {{"SDK-CALL-017", MUST, DOC, DOCUMENT ": PartnerSignature", "headers", 0, NULL, NULL,
      "The signature is one header Signature, and no parameter."},
     {.call = LIST, .judge = judge_look, .look = look_at_signature, .seen = "*"}},
    {{"SDK-CALL-018", MUST, SDK, "wire capture of official SDKs: none does", "headers", 0, NULL,
      NULL, "No header holds credentials."},
     {.call = LIST, .judge = judge_look, .look = look_at_headers, .seen = "*"}},
    {{"SDK-CALL-019", MUST, DOC, DOCUMENT ": userId", "filter", 0, NULL, NULL,
      "The caller of session events with a userId is given that user's."},
     {.call = EVENTS,
      .user_ids = FIRST,
      .judge = judge_events_of,
      .text = "user_id",
      .other = FIRST}},
    {{"SDK-CALL-020", MUST, DOC, DOCUMENT ": sessionId", "filter", 0, NULL, NULL,
      "The caller of session events with sessionIds is given those sessions'."},
     {.call = EVENTS,
      .session_ids = FIRST "," SECOND,
      .judge = judge_events_of,
      .text = "session_id",
      .other = FIRST "," SECOND}},
    {{"SDK-CALL-021", SHOULD, ASSUMED, "RFC 9562: UUIDs are the same in either case", "id", 0, NULL,
      NULL, "An authorizationId in upper case is sent, and its connection given to the caller."},
     {.call = DETAIL,
      .authorization_id = "2BCD7CC3-E922-4976-BCE1-9858296801C3",
      .judge = judge_upper_case_id}},
};
const struct sdk_area sdk_call_area = SDK_AREA("SDK-CALL", "the calls and their options", rows);
