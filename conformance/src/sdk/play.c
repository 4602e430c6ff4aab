#include "play.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../target/elapsed.h"
#include "asked.h"

enum { PATH_SIZE = 1024, ANSWER_LIMIT_MS = 60000, GRACE_MS = 6000, MILLISECONDS = 1000 };

bool play_verdict(struct play *play, enum verdict verdict, const char *format, ...)
{
    va_list arguments;
    char *message = NULL;
    va_start(arguments, format);
    if (vasprintf(&message, format, arguments) < 0)
        message = NULL;
    va_end(arguments);
    free(play->message);
    play->message = message;
    play->verdict = verdict;
    return false;
}

bool play_fail(struct play *play, const char *format, ...)
{
    va_list arguments;
    char *message = NULL;
    va_start(arguments, format);
    if (vasprintf(&message, format, arguments) < 0)
        message = NULL;
    va_end(arguments);
    play_verdict(play, FAILED, "%s", message != NULL ? message : "it fails");
    free(message);
    return false;
}

bool play_differs(struct play *play, const char *what, const char *expected, const char *received)
{
    free(play->expected);
    free(play->received);
    play->expected = strdup(expected);
    play->received = strdup(received);
    return play_fail(play, "%s is not as expected", what);
}

/* Into `path`; the clientId may hold anything. */
static void path_of(const struct play *play, const char *path, char text[PATH_SIZE])
{
    char *client_id = curl_easy_escape(NULL, play->client_id, 0);
    snprintf(text, PATH_SIZE, "/partners/%s%s", client_id != NULL ? client_id : "", path);
    curl_free(client_id);
}

static bool control(struct play *play, const char *method, const char *path, const char *body,
                    cJSON **json)
{
    int status = control_client_call(play->control, method, path, body, json);
    return (status >= 200 && status < 300) ||
           play_verdict(play, NOT_JUDGED, "the mock answered %s %s with %d: %.200s", method, path,
                        status, control_client_text(play->control));
}

bool play_control(struct play *play, const char *method, const char *path, const char *body)
{
    char whole[PATH_SIZE];
    path_of(play, path, whole);
    return control(play, method, whole, body, NULL);
}

cJSON *play_get(struct play *play, const char *path)
{
    char whole[PATH_SIZE];
    cJSON *json = NULL;
    path_of(play, path, whole);
    if (control(play, "GET", whole, NULL, &json))
        return json;
    cJSON_Delete(json);
    return NULL;
}

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static void add_wish(cJSON *object, const char *name, const char *value)
{
    if (value != NULL)
        cJSON_AddStringToObject(object, name, value);
}

static bool make_partner(struct play *play)
{
    cJSON *wishes = cJSON_CreateObject();
    add_wish(wishes, "clientId", play->sdk_case->client_id);
    add_wish(wishes, "consumerKey", play->sdk_case->consumer_key);
    char *body = cJSON_PrintUnformatted(wishes);
    bool made = control(play, "POST", "/partners", body, &play->made);
    cJSON_free(body);
    cJSON_Delete(wishes);
    play->client_id = text_of(play->made, "clientId");
    play->consumer_key = text_of(play->made, "consumerKey");
    return made;
}

static void use_first_user(struct play *play)
{
    const cJSON *user =
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(play->made, "users"), 0);
    play->user_id = text_of(user, "userId");
    play->user_secret = text_of(user, "userSecret");
    play->authorization_id = cJSON_GetStringValue(
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(user, "authorizationIds"), 0));
}

/* With one connection. */
static bool make_user(struct play *play)
{
    char path[PATH_SIZE];
    const struct sdk_case *wanted = play->sdk_case;
    play->user_id = wanted->user_id;
    play->user_secret = wanted->user_secret != NULL ? wanted->user_secret : "a-user-secret";
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "userId", play->user_id);
    cJSON_AddStringToObject(body, "userSecret", play->user_secret);
    char *text = cJSON_PrintUnformatted(body);
    bool good = play_control(play, "POST", "/users", text);
    cJSON_free(text);
    cJSON_DeleteItemFromObjectCaseSensitive(body, "userSecret");
    cJSON_AddStringToObject(body, "brokerage", "QUESTRADE");
    text = cJSON_PrintUnformatted(body);
    path_of(play, "/connections", path);
    good = good && control(play, "POST", path, text, &play->connection);
    cJSON_free(text);
    cJSON_Delete(body);
    play->authorization_id = text_of(play->connection, "id");
    return good;
}

static bool find_account(struct play *play)
{
    const cJSON *account;
    play->state = play_get(play, "/state");
    cJSON_ArrayForEach(account, cJSON_GetObjectItemCaseSensitive(play->state, "accounts"))
    {
        const char *of = text_of(account, "brokerage_authorization");
        if (play->account_id == NULL && of != NULL && strcmp(of, play->authorization_id) == 0)
            play->account_id = text_of(account, "id");
    }
    return play->account_id != NULL ||
           play_verdict(play, NOT_JUDGED, "the mock's first connection has no account");
}

bool play_begin(struct play *play)
{
    const struct sdk_case *wanted = play->sdk_case;
    if (!make_partner(play))
        return false;
    if (wanted->user_id == NULL)
        use_first_user(play);
    else if (!make_user(play))
        return false;
    if (wanted->authorization_id != NULL)
        play->authorization_id = wanted->authorization_id;
    play->account_id = wanted->account_id;
    if (asked_has_account(wanted->call) && play->account_id == NULL && !find_account(play))
        return false;
    snprintf(play->host, sizeof play->host, "%s%s", play->origin, wanted->bare ? "" : "/api/v1");
    if (wanted->fault != NULL && !play_break(play, wanted->fault))
        return false;
    return wanted->prepare == NULL || wanted->prepare(play);
}

bool play_break(struct play *play, const char *action)
{
    char *body = NULL;
    if (asprintf(&body, "{\"rules\":[{\"name\":\"case\",\"action\":%s}]}", action) < 0)
        return play_verdict(play, NOT_JUDGED, "there is no memory");
    bool set = play_control(play, "PUT", "/faults", body);
    free(body);
    return set;
}

static bool read_journal(struct play *play)
{
    char path[PATH_SIZE];
    path_of(play, "/journal", path);
    cJSON_Delete(play->journal);
    play->journal = NULL;
    return control(play, "GET", path, NULL, &play->journal);
}

bool play_ask(struct play *play)
{
    return play_ask_for(play, play->sdk_case->call);
}

bool play_ask_for(struct play *play, const char *call)
{
    int wanted = play->sdk_case->timeout_seconds;
    int limit = wanted > 0 ? wanted * MILLISECONDS + GRACE_MS : ANSWER_LIMIT_MS;
    if (play->most_ms > 0 && limit > play->most_ms)
        limit = play->most_ms;
    play->call = call;
    cJSON_Delete(play->request);
    cJSON_Delete(play->answer);
    play->request = asked_line(play);
    double start = elapsed_seconds();
    play->end = adapter_ask(play->adapter, play->request, limit, &play->answer);
    play->seconds = elapsed_seconds() - start;
    if (play->end != ADAPTER_ANSWERED)
        return play_verdict(play, ADAPTER_ERROR, "%s", adapter_why(play->adapter));
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(play->answer, "unsupported")))
        return play_verdict(play, UNSUPPORTED, "the SDK has no such call");
    return read_journal(play);
}

bool play_take_user(struct play *play)
{
    cJSON *given = cJSON_Duplicate(play_body(play), true);
    const char *user_id = text_of(given, "userId"), *secret = text_of(given, "userSecret");
    if (user_id == NULL || secret == NULL || *secret == '\0') {
        cJSON_Delete(given);
        return play_fail(play, "the caller was not given both userId and userSecret");
    }
    play->user_id = user_id;
    play->user_secret = secret;
    cJSON_Delete(play->given);
    play->given = given;
    return true;
}

const cJSON *play_error(const struct play *play)
{
    return cJSON_GetObjectItemCaseSensitive(play->answer, "error");
}

const cJSON *play_body(const struct play *play)
{
    return cJSON_GetObjectItemCaseSensitive(play->answer, "body");
}

int play_status(const struct play *play)
{
    const cJSON *error = play_error(play);
    const cJSON *status =
        cJSON_GetObjectItemCaseSensitive(error != NULL ? error : play->answer, "status");
    return cJSON_IsNumber(status) ? status->valueint : 0;
}

int play_requests(const struct play *play)
{
    return cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(play->journal, "entries"));
}

const cJSON *play_request(const struct play *play, int index)
{
    return cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(play->journal, "entries"), index);
}

void play_end(struct play *play)
{
    char path[PATH_SIZE];
    if (play->client_id != NULL) {
        path_of(play, "", path);
        control_client_call(play->control, "DELETE", path, NULL, NULL);
    }
    cJSON_Delete(play->made);
    cJSON_Delete(play->connection);
    cJSON_Delete(play->state);
    cJSON_Delete(play->given);
    cJSON_Delete(play->request);
    cJSON_Delete(play->answer);
    cJSON_Delete(play->journal);
}
