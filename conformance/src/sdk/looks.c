#include "looks.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge.h"
#include "sent.h"

/* The id in a path, where the braces stand in `pattern`; "" when it is another path. */
static const char *id_in(const char *path, const char *pattern)
{
    size_t literal = strcspn(pattern, "{");
    return strncmp(path, pattern, literal) == 0 ? path + literal : "";
}

bool look_line(struct play *play, const cJSON *entry)
{
    const char *pattern = play->sdk_case->other, *braces = strchr(pattern, '{');
    const char *method = sent_text(entry, "method"), *sent = sent_target(entry), *id = "";
    bool prefixed = play->watching ? sent_with_prefix(entry) : !play->sdk_case->bare;
    if (braces != NULL && play->watching)
        id = id_in(sent + (prefixed ? strlen("/api/v1") : 0), pattern);
    else if (braces != NULL)
        id = strncmp(braces, "{account", 8) == 0 ? play->account_id : play->authorization_id;
    size_t length = strcspn(id, "/?");
    char *wanted = NULL, *line = NULL;
    if (asprintf(&wanted, "%s %s%.*s%.*s%s", play->sdk_case->text, prefixed ? "/api/v1" : "",
                 (int)strcspn(pattern, "{"), pattern, (int)length, id,
                 braces != NULL ? strchr(braces, '}') + 1 : "") < 0 ||
        asprintf(&line, "%s %.*s", method, (int)strcspn(sent, "?"), sent) < 0)
        return play_fail(play, "there is no memory");
    bool same = strcmp(wanted, line) == 0 && (braces == NULL || length > 0);
    if (!same)
        play_differs(play, "the request line", wanted, line);
    free(wanted);
    free(line);
    return same;
}

bool judge_line(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    if (play_requests(play) != 1)
        return play_fail(play, "it sent %d requests instead of one", play_requests(play));
    return look_line(play, play_request(play, 0));
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

bool look_parameter(struct play *play, const cJSON *entry)
{
    int count;
    const char *name = play->sdk_case->text;
    char *raw = sent_parameter(entry, name, &count);
    bool good = count == 1;
    if (!good)
        play_fail(play, "%s stands %d times in %s", name, count, sent_target(entry));
    else if (!play->watching)
        good = expect_value(play, name, raw, play->sdk_case->other);
    free(raw);
    return good;
}

bool look_list(struct play *play, const cJSON *entry)
{
    int count;
    free(sent_parameter(entry, play->sdk_case->text, &count));
    if (count == 0 && play->watching)
        return play_verdict(play, NOT_JUDGED, "%s was never sent", play->sdk_case->text);
    return look_parameter(play, entry);
}

bool look_client_id(struct play *play, const cJSON *entry)
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

/* What nobody asked for is not there; and what stands for nothing was not asked for. */
bool look_unset(struct play *play, const cJSON *entry)
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

/* The mock masks the secret: that it is there, and the user is found, is what can be seen. */
static void count_user(const cJSON *entry, int *users, int *secrets)
{
    free(sent_parameter(entry, "userId", users));
    free(sent_parameter(entry, "userSecret", secrets));
}

bool look_user(struct play *play, const cJSON *entry)
{
    int users, secrets;
    count_user(entry, &users, &secrets);
    return (users == 1 && secrets == 1) ||
           play_fail(play, "userId stands %d times and userSecret %d times in the query", users,
                     secrets);
}

bool look_no_user(struct play *play, const cJSON *entry)
{
    int users, secrets;
    count_user(entry, &users, &secrets);
    bool named = users > 0 && strcmp(sent_text(entry, "method"), "DELETE") != 0;
    return (!named && secrets == 0) ||
           play_fail(play, "userId stands %d times and userSecret %d times in the query", users,
                     secrets);
}

/* Whether the member is something; of an adapter: what was asked for. */
static bool is_as_asked(const struct play *play, const cJSON *member)
{
    const char *text = cJSON_GetStringValue(member);
    if (play->watching)
        return cJSON_IsBool(member) || (text != NULL && *text != '\0');
    cJSON *wanted = cJSON_Parse(play->sdk_case->other);
    bool same = cJSON_Compare(wanted, member, true);
    cJSON_Delete(wanted);
    return same;
}

bool look_member(struct play *play, const cJSON *entry)
{
    const char *text = sent_text(entry, "body");
    cJSON *body = cJSON_Parse(text);
    bool good = is_as_asked(play, cJSON_GetObjectItemCaseSensitive(body, play->sdk_case->text));
    cJSON_Delete(body);
    if (good)
        return true;
    if (play->watching)
        return play_fail(play, "the body has no %s: %s", play->sdk_case->text, text);
    play_differs(play, "the body", play->sdk_case->other, text);
    return play_fail(play, "the %s of the body is not as expected", play->sdk_case->text);
}

bool look_option(struct play *play, const cJSON *entry)
{
    cJSON *body = cJSON_Parse(sent_text(entry, "body"));
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(body, play->sdk_case->text);
    bool sent = member != NULL && !cJSON_IsNull(member);
    cJSON_Delete(body);
    if (!sent && play->watching)
        return play_verdict(play, NOT_JUDGED, "%s was never sent", play->sdk_case->text);
    return look_member(play, entry);
}

bool look_no_members(struct play *play, const cJSON *entry)
{
    char name[32];
    const char *text = sent_text(entry, "body"), *names = play->sdk_case->text;
    cJSON *body = cJSON_Parse(text);
    bool good = true;
    for (int length; good && sscanf(names, "%31s%n", name, &length) == 1; names += length) {
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(body, name);
        good = member == NULL || (play->watching && !cJSON_IsNull(member));
    }
    cJSON_Delete(body);
    return good || play_fail(play, "%s was not asked for, and stands in the body: %s", name, text);
}

bool look_json_type(struct play *play, const cJSON *entry)
{
    static const char type[] = "application/json";
    const char *sent = sent_header(entry, "Content-Type");
    if (*sent_text(entry, "body") == '\0')
        return play_verdict(play, play->watching ? NOT_JUDGED : FAILED, "no body was sent");
    size_t length = sizeof type - 1;
    bool good = strncasecmp(sent, type, length) == 0 && strchr("; ", sent[length]) != NULL;
    return good || play_differs(play, "Content-Type", type, sent);
}
