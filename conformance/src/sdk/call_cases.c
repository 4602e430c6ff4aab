/* SDK-CALL: the four calls and their options as they are documented. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "judge.h"

#define LIST "list_brokerage_authorizations"
#define DETAIL "detail_brokerage_authorization"
#define REMOVE "remove_brokerage_authorization"
#define EVENTS "session_events"
#define DOCUMENT "API document of 2023-05-01: ConnectionsApi"
#define FIRST "917c8734-8470-4a3e-a18f-57c3f2ee6631"
#define SECOND "65e839a3-9103-4cfb-9b72-2071ef80c5f2"

static bool asked(struct play *play)
{
    return play_ask(play) && expect_success(play);
}

static bool judge_request(struct play *play)
{
    return asked(play) && expect_one_request(play, play->sdk_case->text, play->sdk_case->other);
}

static bool judge_request_with_id(struct play *play)
{
    char path[128];
    snprintf(path, sizeof path, "/authorizations/%s", play->authorization_id);
    return asked(play) && expect_one_request(play, play->sdk_case->text, path);
}

/* `text` names the parameter that stands once, `other` its decoded value; NULL: any, since it is
 * not the same each time; "" for a parameter that is left out. */
static bool judge_parameter(struct play *play)
{
    int count, length = 0;
    const char *name = play->sdk_case->text, *wanted = play->sdk_case->other;
    if (!asked(play))
        return false;
    char *raw = sent_parameter(play, name, &count);
    char *plain = raw != NULL ? strdup(raw) : strdup("");
    for (char *plus = plain; plus != NULL && (plus = strchr(plus, '+')) != NULL;)
        *plus = ' ';
    char *value = curl_easy_unescape(NULL, plain, 0, &length);
    bool good = wanted != NULL && *wanted == '\0' ? count == 0 : count == 1;
    if (!good)
        play_fail(play, "%s stands %d times in %s", name, count, sent_target(play));
    else if (wanted != NULL && strcmp(value != NULL ? value : "", wanted) != 0)
        good = play_differs(play, name, wanted, value != NULL ? value : "");
    free(raw);
    free(plain);
    curl_free(value);
    return good;
}

/* clientId, and on sessionEvents PartnerClientId as well: the partner's. */
static bool judge_client_id(struct play *play)
{
    int count;
    if (!asked(play))
        return false;
    char *value = sent_parameter(play, play->sdk_case->text, &count);
    bool good = count == 1 && strcmp(value, play->client_id) == 0;
    if (!good)
        play_differs(play, play->sdk_case->text, play->client_id, value != NULL ? value : "");
    free(value);
    return good;
}

/* The mock masks the secret: that it is there, and the user is found, is what can be seen. */
static bool judge_user(struct play *play)
{
    int users, secrets;
    if (!asked(play))
        return false;
    free(sent_parameter(play, "userId", &users));
    free(sent_parameter(play, "userSecret", &secrets));
    return (users == 1 && secrets == 1) ||
           play_fail(play, "userId stands %d times and userSecret %d times in the query", users,
                     secrets);
}

static bool judge_no_body(struct play *play)
{
    if (!asked(play))
        return false;
    for (int i = 0; i < play_requests(play); i++) {
        const cJSON *bytes = cJSON_GetObjectItemCaseSensitive(play_request(play, i), "bodyBytes");
        if (cJSON_GetNumberValue(bytes) > 0)
            return play_fail(play, "a body of %g bytes was sent", cJSON_GetNumberValue(bytes));
    }
    return true;
}

static int count_headers(const struct play *play, const char *name)
{
    int count = 0;
    const cJSON *header;
    cJSON_ArrayForEach(header, cJSON_GetObjectItemCaseSensitive(play_request(play, 0), "headers"))
    {
        const char *sent = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(header, "name"));
        count += sent != NULL && strcasecmp(sent, name) == 0;
    }
    return count;
}

static bool judge_signature_header(struct play *play)
{
    int count, headers;
    if (!asked(play))
        return false;
    headers = count_headers(play, "Signature");
    free(sent_parameter(play, "Signature", &count));
    return (headers == 1 && count == 0) ||
           play_fail(play, "%d headers Signature, and %d parameters", headers, count);
}

/* Neither key nor secret belongs into a header, whatever it is called. */
static bool judge_no_credentials_in_headers(struct play *play)
{
    static const char *const names[] = {"Authorization", "consumerKey",    "X-Api-Key",
                                        "userSecret",    "X-Consumer-Key", "Cookie"};
    if (!asked(play))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (count_headers(play, names[i]) > 0)
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
    return play_status(play) == 200 || play_fail(play, "status %d", play_status(play));
}

static const struct sdk_row rows[] = {
    {{"SDK-CALL-001", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "list is one GET /authorizations."},
     {.call = LIST, .judge = judge_request, .text = "GET", .other = "/authorizations"}},
    {{"SDK-CALL-002", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "detail is one GET /authorizations/{authorizationId}."},
     {.call = DETAIL, .judge = judge_request_with_id, .text = "GET"}},
    {{"SDK-CALL-003", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "remove is one DELETE /authorizations/{authorizationId}."},
     {.call = REMOVE, .judge = judge_request_with_id, .text = "DELETE"}},
    {{"SDK-CALL-004", MUST, DOC, DOCUMENT, "request", 0, NULL, NULL,
      "Session events are one GET /sessionEvents."},
     {.call = EVENTS, .judge = judge_request, .text = "GET", .other = "/sessionEvents"}},
    {{"SDK-CALL-005", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "list sends userId and userSecret in the query, once each."},
     {.call = LIST, .judge = judge_user}},
    {{"SDK-CALL-006", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "detail sends userId and userSecret in the query, once each."},
     {.call = DETAIL, .judge = judge_user}},
    {{"SDK-CALL-007", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "remove sends userId and userSecret in the query, once each."},
     {.call = REMOVE, .judge = judge_user}},
    {{"SDK-CALL-008", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "clientId stands in the query once."},
     {.call = LIST, .judge = judge_client_id, .text = "clientId"}},
    {{"SDK-CALL-009", MUST, DOC, DOCUMENT, "query", 0, NULL, NULL,
      "Session events send PartnerClientId."},
     {.call = EVENTS, .judge = judge_client_id, .text = "PartnerClientId"}},
    {{"SDK-CALL-010", MUST, SDK, "wire capture of official SDKs: both are sent", "query", 0, NULL,
      NULL, "Session events send clientId as well."},
     {.call = EVENTS, .judge = judge_client_id, .text = "clientId"}},
    {{"SDK-CALL-011", MUST, DOC, DOCUMENT, "query filter", 0, NULL, NULL,
      "Session events send several userIds as one comma-separated parameter."},
     {.call = EVENTS,
      .user_ids = FIRST "," SECOND,
      .judge = judge_parameter,
      .text = "userId",
      .other = FIRST "," SECOND}},
    {{"SDK-CALL-012", MUST, DOC, DOCUMENT, "query filter", 0, NULL, NULL,
      "Session events send several sessionIds as one comma-separated parameter."},
     {.call = EVENTS,
      .session_ids = FIRST "," SECOND,
      .judge = judge_parameter,
      .text = "sessionId",
      .other = FIRST "," SECOND}},
    {{"SDK-CALL-013", MUST, SDK, "wire capture of official SDKs: unset lists are left out",
      "query filter", 0, NULL, NULL, "Session events leave out userId when it is not asked for."},
     {.call = EVENTS, .judge = judge_parameter, .text = "userId", .other = ""}},
    {{"SDK-CALL-014", MUST, SDK, "wire capture of official SDKs: unset lists are left out",
      "query filter", 0, NULL, NULL,
      "Session events leave out sessionId when it is not asked for."},
     {.call = EVENTS, .judge = judge_parameter, .text = "sessionId", .other = ""}},
    {{"SDK-CALL-015", MUST, SDK, "wire capture of official SDKs: no call has a body", "body", 0,
      NULL, NULL, "GET has no body."},
     {.call = LIST, .judge = judge_no_body}},
    {{"SDK-CALL-016", MUST, SDK, "wire capture of official SDKs: no call has a body", "body", 0,
      NULL, NULL, "DELETE has no body."},
     {.call = REMOVE, .judge = judge_no_body}},
    {{"SDK-CALL-017", MUST, DOC, DOCUMENT ": PartnerSignature", "headers", 0, NULL, NULL,
      "The signature is one header Signature, and no parameter."},
     {.call = LIST, .judge = judge_signature_header}},
    {{"SDK-CALL-018", MUST, SDK, "wire capture of official SDKs: none does", "headers", 0, NULL,
      NULL, "No header holds credentials."},
     {.call = LIST, .judge = judge_no_credentials_in_headers}},
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
