/* SDK-FAULT: a server or a network that misbehaves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge.h"

#define LIST "list_brokerage_authorizations"
#define DETAIL "detail_brokerage_authorization"
#define REMOVE "remove_brokerage_authorization"
#define SENSE "what a caller must be able to rely on"

enum { PLACE_SIZE = 128 };

#define RESPOND(status, type, body)                                                                \
    "{\"type\":\"respond\",\"status\":" status ",\"headers\":{\"Content-Type\":\"" type            \
    "\"},\"body\":\"" body "\"}"

/* Once; what comes after is as usual. */
static bool break_once(struct play *play)
{
    char *body = NULL;
    if (asprintf(&body, "{\"rules\":[{\"name\":\"once\",\"match\":{\"times\":1},\"action\":%s}]}",
                 play->sdk_case->text) < 0)
        return play_verdict(play, NOT_JUDGED, "there is no memory");
    bool set = play_control(play, "PUT", "/faults", body);
    free(body);
    return set;
}

/* An error, or what a second try brought. */
static bool judge_error_or_retry(struct play *play)
{
    if (!play_ask(play))
        return false;
    int requests = play_requests(play);
    if (play_error(play) != NULL)
        return play_status(play) == play->sdk_case->status || play->sdk_case->status == 0 ||
               play_fail(play, "the caller was given status %d instead of %d", play_status(play),
                         play->sdk_case->status);
    return requests > 1 ||
           play_fail(play, "the caller was given a success after %d requests", requests);
}

/* What was done must not look undone: of a lost answer the caller is told, or a second try says
 * that it is gone. */
static bool judge_lost_removal(struct play *play)
{
    if (!play_ask(play))
        return false;
    return play_error(play) != NULL ||
           play_fail(play, "the answer was lost, and the caller was given a success");
}

/* The place that a play's redirect leads to, and no other's. */
static void name_elsewhere(const struct play *play, char place[PLACE_SIZE])
{
    snprintf(place, PLACE_SIZE, "/elsewhere/%s", play->client_id);
}

/* To another name of this machine: another origin. */
static bool redirect(struct play *play)
{
    char action[512], place[PLACE_SIZE];
    const char *port = strrchr(play->origin, ':');
    name_elsewhere(play, place);
    snprintf(action, sizeof action,
             "{\"type\":\"respond\",\"status\":%d,\"headers\":{\"Location\":"
             "\"http://localhost%s%s\"},\"body\":\"\"}",
             play->sdk_case->status, port, place);
    return play_break(play, action);
}

static bool has_credentials(const cJSON *entry)
{
    const cJSON *header;
    const char *target = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "target"));
    if (strstr(target, "userSecret=") != NULL)
        return true;
    cJSON_ArrayForEach(header, cJSON_GetObjectItemCaseSensitive(entry, "headers"))
    {
        const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(header, "name"));
        if (name != NULL && strcasecmp(name, "Signature") == 0)
            return true;
    }
    return false;
}

static bool judge_redirect(struct play *play)
{
    const cJSON *entry;
    cJSON *all = NULL;
    char place[PLACE_SIZE], path[PLACE_SIZE + sizeof "/journal?path="];
    if (!play_ask(play))
        return false;
    name_elsewhere(play, place);
    snprintf(path, sizeof path, "/journal?path=%s", place);
    control_client_call(play->control, "GET", path, NULL, &all);
    bool followed = false;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(all, "entries"))
    {
        if (has_credentials(entry))
            followed = true;
    }
    cJSON_Delete(all);
    if (followed)
        return play_fail(play, "it followed the redirect to another host, with credentials");
    return play_error(play) != NULL ||
           play_fail(play, "the caller was given a success, and there was none");
}

static const struct sdk_row rows[] = {
    {{"SDK-FAULT-001", MUST, ASSUMED, SENSE, "body", 0, NULL, NULL,
      "A body that ends too early is an error, and no success."},
     {.call = LIST, .fault = "{\"type\":\"truncate\",\"bytes\":40}", .judge = judge_any_error}},
    {{"SDK-FAULT-002", MUST, ASSUMED, SENSE, "body", 0, NULL, NULL,
      "JSON that is none is an error, and no success."},
     {.call = DETAIL,
      .fault = RESPOND("200", "application/json", "{\\\"id\\\": \\\"2bcd7c"),
      .judge = judge_any_error}},
    {{"SDK-FAULT-003", MUST, ASSUMED, SENSE, "body", 0, NULL, NULL,
      "A page of HTML with status 200 is an error, and no success."},
     {.call = LIST,
      .fault = RESPOND("200", "text/html", "<html>maintenance</html>"),
      .judge = judge_any_error}},
    {{"SDK-FAULT-004", MUST, ASSUMED, SENSE, "body", 0, NULL, NULL,
      "An empty body with status 200 is an error, and no success."},
     {.call = LIST, .fault = "{\"type\":\"emptyBody\"}", .judge = judge_any_error}},
    {{"SDK-FAULT-005", MUST, ASSUMED, SENSE, "body", 0, NULL, NULL,
      "A page of HTML with status 502 is an error with that status."},
     {.call = LIST,
      .fault = RESPOND("502", "text/html", "<html>bad gateway</html>"),
      .judge = judge_api_error,
      .status = 502}},
    {{"SDK-FAULT-006", MUST, ASSUMED, SENSE, "connection", 0, NULL, NULL,
      "A connection that is reset before the answer is an error."},
     {.call = LIST, .fault = "{\"type\":\"reset\",\"when\":\"before\"}", .judge = judge_any_error}},
    {{"SDK-FAULT-007", MUST, ASSUMED, SENSE, "connection", 0, NULL, NULL,
      "A connection that is reset in the middle of the answer is an error."},
     {.call = LIST, .fault = "{\"type\":\"reset\",\"when\":\"middle\"}", .judge = judge_any_error}},
    {{"SDK-FAULT-008", MUST, ASSUMED, SENSE, "connection", 0, NULL, NULL,
      "A removal whose answer is lost is an error to the caller."},
     {.call = REMOVE,
      .fault = "{\"type\":\"reset\",\"when\":\"before\",\"execute\":true}",
      .judge = judge_lost_removal}},
    {{"SDK-FAULT-009", MUST, ASSUMED, SENSE, "timeout", 0, NULL, NULL,
      "A caller with a timeout is given an error in time when the answer is late."},
     {.call = LIST,
      .fault = "{\"type\":\"delay\",\"delayMs\":8000}",
      .timeout_seconds = 1,
      .judge = judge_timeout}},
    {{"SDK-FAULT-010", MUST, ASSUMED, SENSE, "timeout", 0, NULL, NULL,
      "A caller with a timeout is given an error in time when no answer comes."},
     {.call = LIST,
      .fault = "{\"type\":\"noAnswer\",\"limitSeconds\":8}",
      .timeout_seconds = 1,
      .judge = judge_timeout}},
    {{"SDK-FAULT-011", SHOULD, ASSUMED, SENSE, "timeout", 0, NULL, NULL,
      "A caller with a timeout is given an error in time when the body trickles."},
     {.call = LIST,
      .fault = "{\"type\":\"slowBody\",\"bytesPerSecond\":600}",
      .timeout_seconds = 1,
      .judge = judge_timeout}},
    {{"SDK-FAULT-012", MUST, SPEC, "documentation of rate limiting, 2026-05", "retry", 0, NULL,
      NULL, "429 with Retry-After is an error, or a second try brings the answer."},
     {.call = LIST,
      .prepare = break_once,
      .judge = judge_error_or_retry,
      .status = 429,
      .text = "{\"type\":\"status\",\"status\":429,\"retryAfter\":1}"}},
    {{"SDK-FAULT-013", MUST, SPEC, "documentation of rate limiting, 2026-05", "retry", 0, NULL,
      NULL, "429 without Retry-After is an error, or a second try brings the answer."},
     {.call = LIST,
      .prepare = break_once,
      .judge = judge_error_or_retry,
      .status = 429,
      .text = "{\"type\":\"status\",\"status\":429}"}},
    {{"SDK-FAULT-014", MUST, ASSUMED, SENSE, "retry", 0, NULL, NULL,
      "503 once is an error, or a second try brings the answer."},
     {.call = LIST,
      .prepare = break_once,
      .judge = judge_error_or_retry,
      .status = 503,
      .text = "{\"type\":\"status\",\"status\":503,\"retryAfter\":1}"}},
    {{"SDK-FAULT-015", MUST, ASSUMED, SENSE, "redirect", 0, NULL, NULL,
      "A redirect to another host is not followed with credentials."},
     {.call = LIST, .prepare = redirect, .judge = judge_redirect, .status = 302}},
    {{"SDK-FAULT-016", MUST, ASSUMED, SENSE, "redirect", 0, NULL, NULL,
      "A removal that is redirected to another host is not followed with credentials."},
     {.call = REMOVE, .prepare = redirect, .judge = judge_redirect, .status = 307}},
};
const struct sdk_area sdk_fault_area = SDK_AREA("SDK-FAULT", "faults of server and network", rows);
