#include "judge.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "same.h"

enum { SHOWN_BYTES = 400, OK = 200, NO_CONTENT = 204 };

char *shown(const cJSON *value)
{
    char *text = value != NULL ? cJSON_PrintUnformatted(value) : strdup("nothing");
    if (text != NULL && strlen(text) > SHOWN_BYTES)
        memcpy(text + SHOWN_BYTES - 4, " ...", sizeof " ...");
    return text;
}

static const char *member(const cJSON *object, const char *name)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return value != NULL ? value : "";
}

const char *sent_target(const struct play *play)
{
    return member(play_request(play, 0), "target");
}

char *sent_parameter(const struct play *play, const char *name, int *count)
{
    const char *query = strchr(sent_target(play), '?');
    size_t length = strlen(name);
    char *value = NULL;
    *count = 0;
    for (const char *at = query != NULL ? query + 1 : ""; *at != '\0';) {
        size_t end = strcspn(at, "&");
        if (end > length && strncmp(at, name, length) == 0 && at[length] == '=') {
            if (value == NULL)
                value = strndup(at + length + 1, end - length - 1);
            *count += 1;
        }
        at += end + (at[end] == '&');
    }
    return value;
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
        const char *diagnosis = member(play_request(play, i), "diagnosis");
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

bool expect_one_request(struct play *play, const char *method, const char *path)
{
    if (play_requests(play) != 1)
        return play_fail(play, "it sent %d requests instead of one", play_requests(play));
    const cJSON *entry = play_request(play, 0);
    const char *target = sent_target(play), *prefix = play->sdk_case->bare ? "" : "/api/v1";
    char *wanted = NULL, *line = NULL;
    if (asprintf(&wanted, "%s %s%s", method, prefix, path) < 0 ||
        asprintf(&line, "%s %.*s", member(entry, "method"), (int)strcspn(target, "?"), target) < 0)
        return play_fail(play, "there is no memory");
    bool same = strcmp(wanted, line) == 0;
    if (!same)
        play_differs(play, "the request line", wanted, line);
    free(wanted);
    free(line);
    return same;
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

/* How strictly the last request was signed: as sent, with the key as it is or URI-encoded. */
static bool judge_rule(struct play *play, const char *accepted)
{
    const char *rule = "";
    for (int i = 0; i < play_requests(play); i++)
        rule = member(play_request(play, i), "signatureRule");
    if (*rule == '\0')
        return play_fail(play, "no signature of it was verified");
    if (strcmp(rule, "wire") == 0 || !deviates(rule, "encoded-key", accepted))
        return true;
    return play_verdict(play, NON_STRICT,
                        "it verifies only since the mock is lenient: %s; what was signed is not "
                        "what was sent",
                        rule);
}

static bool judge_accepted(struct play *play, const char *accepted)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    int status = play_status(play);
    if (status != OK && status != NO_CONTENT)
        return play_fail(play, "the caller was given status %d", status);
    return judge_rule(play, accepted);
}

bool judge_signed(struct play *play)
{
    return judge_accepted(play, "encoded-key");
}

bool judge_odd(struct play *play)
{
    return judge_accepted(play, "other-prefix");
}

bool judge_connection(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    const cJSON *body = play_body(play);
    const cJSON *first = cJSON_IsArray(body) ? cJSON_GetArrayItem(body, 0) : body;
    if (strcmp(member(first, "id"), play->authorization_id) != 0)
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
