#include "judge.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "same.h"
#include "sent.h"

enum { SHOWN_BYTES = 400, OK = 200, NO_CONTENT = 204 };

char *shown(const cJSON *value)
{
    char *text = value != NULL ? cJSON_PrintUnformatted(value) : strdup("nothing");
    if (text != NULL && strlen(text) > SHOWN_BYTES)
        memcpy(text + SHOWN_BYTES - 4, " ...", sizeof " ...");
    return text;
}

static bool differs_json(struct play *play, const char *what, const char *expected,
                         const cJSON *received)
{
    char *text = shown(received);
    play_differs(play, what, expected, text != NULL ? text : "");
    free(text);
    return false;
}

/* Why the mock refused it, when it did. */
static const char *refusal(const struct play *play)
{
    for (int i = 0; i < play_requests(play); i++) {
        const char *diagnosis = sent_text(play_request(play, i), "diagnosis");
        if (*diagnosis != '\0')
            return diagnosis;
    }
    return "";
}

bool expect_success(struct play *play)
{
    const char *diagnosis = refusal(play);
    if (play_error(play) == NULL)
        return true;
    differs_json(play, "what the caller was given", "the answer of a call that succeeds",
                 play_error(play));
    return *diagnosis != '\0'
               ? play_fail(play, "the signature was refused: %s", diagnosis)
               : play_fail(play, "the caller was given an error, and the call should succeed");
}

/* Whether one of the deviations in `rule`, which are joined with '+', is none of the two. */
static bool deviates(const char *rule, const char *one, const char *other)
{
    while (*rule != '\0') {
        size_t length = strcspn(rule, "+");
        bool accepted = (strlen(one) == length && strncmp(rule, one, length) == 0) ||
                        (strlen(other) == length && strncmp(rule, other, length) == 0);
        if (!accepted)
            return true;
        rule += length + (rule[length] == '+');
    }
    return false;
}

static bool look_at_rule(struct play *play, const cJSON *entry, const char *accepted)
{
    const char *rule = sent_text(entry, "signatureRule"),
               *diagnosis = sent_text(entry, "diagnosis");
    if (*diagnosis != '\0')
        return play_fail(play, "the signature was refused: %s", diagnosis);
    if (*rule == '\0')
        return play->watching ? play_verdict(play, NOT_JUDGED, "nobody looked at its signature")
                              : play_fail(play, "no signature of it was verified");
    if (strcmp(rule, "wire") == 0 || !deviates(rule, "encoded-key", accepted))
        return true;
    return play_verdict(play, NON_STRICT,
                        "it verifies only since the mock is lenient: %s; what was signed is not "
                        "what was sent",
                        rule);
}

bool look_signed(struct play *play, const cJSON *entry)
{
    if (play->watching && sent_with_prefix(entry) == play->sdk_case->bare)
        return play_verdict(play, NOT_JUDGED, "it has another base URL");
    return look_at_rule(play, entry, "encoded-key");
}

bool look_odd(struct play *play, const cJSON *entry)
{
    return look_at_rule(play, entry, "other-prefix");
}

static bool judge_last(struct play *play, sdk_look *look)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    int status = play_status(play);
    if (status != OK && status != NO_CONTENT)
        return play_fail(play, "the caller was given status %d", status);
    return look(play, play_request(play, play_requests(play) - 1));
}

bool judge_signed(struct play *play)
{
    return judge_last(play, play->sdk_case->look);
}

bool judge_odd(struct play *play)
{
    return judge_last(play, look_odd);
}

bool judge_look(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    if (play_requests(play) == 0)
        return play_fail(play, "it sent no request");
    for (int i = 0; i < play_requests(play); i++)
        if (!play->sdk_case->look(play, play_request(play, i)))
            return false;
    return true;
}

bool judge_connection(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    const cJSON *body = play_body(play);
    const cJSON *first = cJSON_IsArray(body) ? cJSON_GetArrayItem(body, 0) : body;
    if (strcmp(sent_text(first, "id"), play->authorization_id) != 0)
        return differs_json(play, "the connection", play->authorization_id, body);
    return true;
}

/* Whether the detail stands anywhere in what the caller has of the error. */
static bool has_detail(const cJSON *error, const char *detail)
{
    char *text = cJSON_PrintUnformatted(error);
    cJSON *quoted = cJSON_CreateString(detail);
    char *escaped = cJSON_PrintUnformatted(quoted);
    bool found = false;
    if (text != NULL && escaped != NULL) {
        escaped[strlen(escaped) - 1] = '\0';
        found = strstr(text, escaped + 1) != NULL;
    }
    cJSON_free(text);
    cJSON_free(escaped);
    cJSON_Delete(quoted);
    return found;
}

bool judge_api_error(struct play *play)
{
    const struct sdk_case *wanted = play->sdk_case;
    if (!play_ask(play))
        return false;
    const cJSON *error = play_error(play);
    if (error == NULL)
        return play_fail(play, "the server answered %d, and the caller was given a success",
                         wanted->status) ||
               differs_json(play, "what the caller was given", "an error", play->answer);
    if (play_status(play) != wanted->status) {
        char expected[32];
        snprintf(expected, sizeof expected, "status %d", wanted->status);
        return differs_json(play, "the status that the caller was given", expected, error);
    }
    if (wanted->text != NULL && !has_detail(error, wanted->text))
        return differs_json(play, "the detail that the caller was given", wanted->text, error);
    return true;
}

bool judge_any_error(struct play *play)
{
    if (!play_ask(play))
        return false;
    return play_error(play) != NULL ||
           differs_json(play, "what the caller was given", "an error", play->answer);
}

bool judge_timeout(struct play *play)
{
    const double slack = 2;
    int seconds = play->sdk_case->timeout_seconds;
    if (!play_ask(play))
        return play->end != ADAPTER_HUNG
                   ? false
                   : play_fail(play, "with a timeout of %d s the caller still waited after %.0f s",
                               seconds, play->seconds);
    if (play_error(play) == NULL)
        return differs_json(play, "what the caller was given", "an error", play->answer);
    return play->seconds <= seconds + slack ||
           play_fail(play, "with a timeout of %d s the caller waited %.1f s", seconds,
                     play->seconds);
}

bool judge_content(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    cJSON *expected = cJSON_Parse(play->sdk_case->other);
    bool same = expected != NULL && same_content(expected, play_body(play));
    cJSON_Delete(expected);
    return same ||
           differs_json(play, "what the caller was given", play->sdk_case->other, play_body(play));
}

bool answer_with_text(struct play *play)
{
    cJSON *action = cJSON_CreateObject();
    cJSON_AddStringToObject(action, "type", "respond");
    cJSON_AddNumberToObject(action, "status", OK);
    cJSON *headers = cJSON_AddObjectToObject(action, "headers");
    cJSON_AddStringToObject(headers, "Content-Type", "application/json");
    cJSON_AddStringToObject(action, "body", play->sdk_case->text);
    char *text = cJSON_PrintUnformatted(action);
    bool set = text != NULL && play_break(play, text);
    cJSON_free(text);
    cJSON_Delete(action);
    return set;
}
