/* SDK-CALL: the four calls and their options as they are documented. */
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "looks.h"
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
      .judge = judge_line,
      .look = look_line,
      .text = "GET",
      .other = "/authorizations"}},
    {{"SDK-CALL-002", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "detail is one GET /authorizations/{authorizationId}."},
     {.call = DETAIL, .judge = judge_line, .look = look_line, .text = "GET", .other = ONE}},
    {{"SDK-CALL-003", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "remove is one DELETE /authorizations/{authorizationId}."},
     {.call = REMOVE, .judge = judge_line, .look = look_line, .text = "DELETE", .other = ONE}},
    {{"SDK-CALL-004", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "Session events are one GET /sessionEvents."},
     {.call = EVENTS,
      .judge = judge_line,
      .look = look_line,
      .text = "GET",
      .other = "/sessionEvents"}},
    {{"SDK-CALL-005", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "list sends userId and userSecret in the query, once each."},
     {.call = LIST, .judge = judge_look, .look = look_user}},
    {{"SDK-CALL-006", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "detail sends userId and userSecret in the query, once each."},
     {.call = DETAIL, .judge = judge_look, .look = look_user}},
    {{"SDK-CALL-007", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "remove sends userId and userSecret in the query, once each."},
     {.call = REMOVE, .judge = judge_look, .look = look_user}},
    {{"SDK-CALL-008", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "clientId stands in the query once."},
     {.call = LIST, .judge = judge_look, .look = look_client_id, .seen = "*", .text = "clientId"}},
    {{"SDK-CALL-009", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "Session events send PartnerClientId."},
     {.call = EVENTS, .judge = judge_look, .look = look_client_id, .text = "PartnerClientId"}},
    {{"SDK-CALL-010", MUST, SDK, "wire capture of official SDKs: both are sent", "query", 0, NULL,
      NULL, "Session events send clientId as well."},
     {.call = EVENTS, .judge = judge_look, .look = look_client_id, .text = "clientId"}},
    {{"SDK-CALL-011", MUST, DOC, DOCUMENT, "query filter", 0, NULL, NULL,
      "Session events send several userIds as one comma-separated parameter."},
     {.call = EVENTS,
      .user_ids = FIRST "," SECOND,
      .judge = judge_look,
      .look = look_list,
      .text = "userId",
      .other = FIRST "," SECOND}},
    {{"SDK-CALL-012", MUST, DOC, DOCUMENT, "query filter", 0, NULL, NULL,
      "Session events send several sessionIds as one comma-separated parameter."},
     {.call = EVENTS,
      .session_ids = FIRST "," SECOND,
      .judge = judge_look,
      .look = look_list,
      .text = "sessionId",
      .other = FIRST "," SECOND}},
    {{"SDK-CALL-013", MUST, SDK, "wire capture of official SDKs: unset lists are left out",
      "query filter", 0, NULL, NULL, "Session events leave out userId when it is not asked for."},
     {.call = EVENTS, .judge = judge_look, .look = look_unset, .text = "userId"}},
    {{"SDK-CALL-014", MUST, SDK, "wire capture of official SDKs: unset lists are left out",
      "query filter", 0, NULL, NULL,
      "Session events leave out sessionId when it is not asked for."},
     {.call = EVENTS, .judge = judge_look, .look = look_unset, .text = "sessionId"}},
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
