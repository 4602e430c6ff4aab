/* SDK-SAFETY: secrets stay where they belong. */
#include <stdio.h>
#include <string.h>

#include "front.h"
#include "judge.h"
#include "snaptrade/mask.h"

#define LIST "list_brokerage_authorizations"
#define DETAIL "detail_brokerage_authorization"
#define REMOVE "remove_brokerage_authorization"
#define SENSE "what a caller logs is read by many"
#define KEY "a-key-that-nobody-may-read-4711"
#define SECRET "a-secret-that-nobody-may-read-0815"

static bool holds(const char *text, const char *secret)
{
    const struct snaptrade_secrets secrets = {&secret, 1};
    return snaptrade_holds_secret(text, &secrets);
}

/* Neither in what the caller was given as an error, nor in what the SDK logged. */
static bool judge_no_secrets(struct play *play)
{
    adapter_forget(play->adapter);
    if (!play_ask(play))
        return play->end == ADAPTER_HUNG
                   ? play_verdict(play, NOT_JUDGED, "the call did not end, whatever its timeout")
                   : false;
    if (play->sdk_case->status == 0 && !expect_success(play))
        return false;
    if (play_error(play) == NULL && play->sdk_case->status != 0)
        return play_fail(play, "the caller was given a success, and there was none");
    const char *line = play_error(play) != NULL ? adapter_line(play->adapter) : "";
    const char *logs = adapter_logs(play->adapter);
    const char *const secrets[] = {KEY, SECRET};
    const char *const names[] = {"consumerKey", "userSecret"};
    for (size_t i = 0; i < 2; i++) {
        if (holds(line, secrets[i]))
            return play_fail(play, "the error that the caller was given holds the %s", names[i]);
        if (holds(logs, secrets[i]))
            return play_fail(play, "the SDK logged the %s", names[i]);
    }
    return true;
}

/* Where nothing listens. */
static bool use_closed_port(struct play *play)
{
    snprintf(play->host, sizeof play->host, "http://127.0.0.1:1/api/v1");
    return true;
}

static bool judge_certificate(struct play *play)
{
    struct front *front = front_new();
    if (front == NULL)
        return play_verdict(play, NOT_JUDGED, "no TLS server could be started");
    snprintf(play->host, sizeof play->host, "https://localhost:%d/api/v1", front_port(front));
    bool answered = play_ask(play);
    bool trusted = front_was_trusted(front);
    front_free(front);
    if (!answered)
        return false;
    if (trusted)
        return play_fail(play, "it sent its request to a server whose certificate nobody vouches "
                               "for");
    return play_error(play) != NULL || play_fail(play, "the caller was given a success");
}

#define SECRETIVE(call_, fault_)                                                                   \
    {                                                                                              \
        .call = (call_), .consumer_key = KEY, .user_id = "u", .user_secret = SECRET,               \
        .fault = (fault_), .judge = judge_no_secrets, .status = 1, .timeout_seconds = 60           \
    }

static const struct sdk_row rows[] = {
    {{"SDK-SAFETY-001", MUST, ASSUMED, SENSE, "secrets", 0, NULL, NULL,
      "An error with 401 holds neither consumerKey nor userSecret, nor do logs."},
     SECRETIVE(LIST, "{\"type\":\"status\",\"status\":401}")},
    {{"SDK-SAFETY-002", MUST, ASSUMED, SENSE, "secrets", 0, NULL, NULL,
      "An error with 404 holds neither consumerKey nor userSecret, nor do logs."},
     SECRETIVE(REMOVE, "{\"type\":\"status\",\"status\":404}")},
    {{"SDK-SAFETY-003", MUST, ASSUMED, SENSE, "secrets", 0, NULL, NULL,
      "An error with 500 holds neither consumerKey nor userSecret, nor do logs."},
     SECRETIVE(DETAIL, "{\"type\":\"status\",\"status\":500}")},
    {{"SDK-SAFETY-004", MUST, ASSUMED, SENSE, "secrets", 0, NULL, NULL,
      "An error of the connection holds neither consumerKey nor userSecret, nor do logs."},
     {.call = LIST,
      .consumer_key = KEY,
      .user_id = "u",
      .user_secret = SECRET,
      .prepare = use_closed_port,
      .judge = judge_no_secrets,
      .status = 1,
      .timeout_seconds = 20}},
    {{"SDK-SAFETY-005", MUST, ASSUMED, SENSE, "secrets", 0, NULL, NULL,
      "An error of a timeout holds neither consumerKey nor userSecret, nor do logs."},
     {.call = LIST,
      .consumer_key = KEY,
      .user_id = "u",
      .user_secret = SECRET,
      .fault = "{\"type\":\"noAnswer\",\"limitSeconds\":4}",
      .judge = judge_no_secrets,
      .status = 1,
      .timeout_seconds = 1}},
    {{"SDK-SAFETY-006", MUST, ASSUMED, SENSE, "secrets", 0, NULL, NULL,
      "An error of a broken body holds neither consumerKey nor userSecret, nor do logs."},
     SECRETIVE(LIST, "{\"type\":\"truncate\",\"bytes\":40}")},
    {{"SDK-SAFETY-007", MUST, ASSUMED, SENSE, "secrets", 0, NULL, NULL,
      "A call that succeeds logs neither consumerKey nor userSecret."},
     {.call = LIST,
      .consumer_key = KEY,
      .user_id = "u",
      .user_secret = SECRET,
      .judge = judge_no_secrets}},
    {{"SDK-SAFETY-008", MUST, ASSUMED, "what TLS is for", "tls", 0, NULL, NULL,
      "A server with a certificate that nobody vouches for is refused, and sent nothing."},
     {.call = LIST, .judge = judge_certificate, .timeout_seconds = 20}},
};
const struct sdk_area sdk_safety_area = SDK_AREA("SDK-SAFETY", "secrets and certificates", rows);
