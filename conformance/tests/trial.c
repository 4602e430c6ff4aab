#include "trial.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/target/control_client.h"
#include "snaptrade/client.h"

enum { WHY_SIZE = 512, PATH_SIZE = 256, BODY_SIZE = 512, MOST_SENT = 32 };

/* The first connection of the default partner. */
#define FIRST_ID "2bcd7cc3-e922-4976-bce1-9858296801c3"

struct sent {
    const char *method;
    int status;
};

struct trial {
    unsigned number;
    bool new_ids;
    struct control_client *control;
    snaptrade_client *api;
    char base_url[PATH_SIZE];
    cJSON *made;  /* what the partner was answered with when it was made */
    cJSON *state; /* a snapshot from then */
    const char *client_id;
    struct snaptrade_user user;
    const cJSON *ids; /* of the user's connections, in `made` */
    struct sent sent[MOST_SENT];
    size_t sent_count;
    char why[WHY_SIZE];
};

__attribute__((format(printf, 2, 3))) static bool fail(struct trial *trial, const char *format, ...)
{
    va_list arguments;
    int used = snprintf(trial->why, sizeof trial->why, "test %u (%s): ", trial->number,
                        trial_client_id(trial));
    va_start(arguments, format);
    if (used > 0 && used < (int)sizeof trial->why)
        vsnprintf(trial->why + used, sizeof trial->why - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}

struct trial *trial_new(const char *origin, unsigned number)
{
    struct trial *trial = calloc(1, sizeof *trial);
    if (trial == NULL)
        return NULL;
    trial->number = number;
    trial->new_ids = number % 2 == 1;
    snprintf(trial->base_url, sizeof trial->base_url, "%s/api/v1", origin);
    trial->control = control_client_new(origin);
    if (trial->control != NULL)
        return trial;
    free(trial);
    return NULL;
}

void trial_free(struct trial *trial)
{
    if (trial == NULL)
        return;
    control_client_free(trial->control);
    snaptrade_client_free(trial->api);
    cJSON_Delete(trial->made);
    cJSON_Delete(trial->state);
    free(trial);
}

const char *trial_why(const struct trial *trial)
{
    return trial->why;
}

const char *trial_client_id(const struct trial *trial)
{
    return trial->client_id != NULL ? trial->client_id : "";
}

static const char *member(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text != NULL ? text : "";
}

static const char *id_at(const struct trial *trial, int place)
{
    const char *id = cJSON_GetStringValue(cJSON_GetArrayItem(trial->ids, place));
    return id != NULL ? id : "";
}

/* A control call; *json as in control_client_call(), and NULL when the status is not `wanted`. */
static bool control(struct trial *trial, const char *method, const char *path, const char *body,
                    int wanted, cJSON **json)
{
    cJSON *answer = NULL;
    int status = control_client_call(trial->control, method, path, body, &answer);
    if (status == wanted && json != NULL)
        *json = answer;
    else
        cJSON_Delete(answer);
    return status == wanted || fail(trial, "%s %s answered %d, not %d: %.200s", method, path,
                                    status, wanted, control_client_text(trial->control));
}

/* The same below the partner. */
static bool own(struct trial *trial, const char *method, const char *tail, const char *body,
                int wanted, cJSON **json)
{
    char path[2 * PATH_SIZE];
    snprintf(path, sizeof path, "/partners/%s%s", trial->client_id, tail);
    return control(trial, method, path, body, wanted, json);
}

/* Ends an API call: notes it, for the journal has it too, and judges its status. */
static bool ended(struct trial *trial, const char *method, int wanted,
                  struct snaptrade_response *response)
{
    bool good = response->status == wanted || fail(trial, "%s answered %d, not %d: %s", method,
                                                   response->status, wanted, response->message);
    if (trial->sent_count < MOST_SENT)
        trial->sent[trial->sent_count++] = (struct sent){method, response->status};
    snaptrade_response_free(response);
    return good;
}

/* The connections are those of `ids`, in order, without the one at `removed`; -1: none is. */
static bool has_connections(struct trial *trial, int removed, size_t more)
{
    struct snaptrade_authorization_list list;
    struct snaptrade_response response;
    snaptrade_list_brokerage_authorizations(trial->api, &trial->user, NULL, &list, &response);
    bool good = ended(trial, "GET", 200, &response);
    size_t wanted = (size_t)cJSON_GetArraySize(trial->ids) - (removed >= 0 ? 1 : 0) + more;
    if (good && list.count != wanted)
        good = fail(trial, "has %zu connections, not %zu", list.count, wanted);
    for (size_t i = 0; good && i < list.count - more; i++) {
        const char *id = id_at(trial, (int)i + (removed >= 0 && (int)i >= removed ? 1 : 0));
        if (strcmp(list.items[i].id.value, id) != 0)
            good = fail(trial, "connection %zu is %s, not %s", i, list.items[i].id.value, id);
    }
    snaptrade_authorization_list_free(&list);
    return good;
}

static bool detail(struct trial *trial, const char *id, int wanted, bool disabled)
{
    struct snaptrade_authorization one;
    struct snaptrade_response response;
    snaptrade_detail_brokerage_authorization(trial->api, id, &trial->user, NULL, &one, &response);
    bool good = ended(trial, "GET", wanted, &response);
    if (good && wanted == 200 &&
        (strcmp(one.id.value, id) != 0 || one.disabled.value != disabled ||
         (one.disabled_date.presence == SNAPTRADE_PRESENT) != disabled))
        good = fail(trial, "%s is %s, and its disabled_date is %s", one.id.value,
                    one.disabled.value ? "disabled" : "enabled",
                    one.disabled_date.value != NULL ? one.disabled_date.value : "null");
    snaptrade_authorization_free(&one);
    return good;
}

bool trial_make(struct trial *trial)
{
    char message[SNAPTRADE_MESSAGE_SIZE];
    if (!control(trial, "POST", "/partners", trial->new_ids ? "{\"newIds\":true}" : NULL, 201,
                 &trial->made))
        return false;
    const cJSON *user =
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(trial->made, "users"), 0);
    trial->client_id = member(trial->made, "clientId");
    trial->user = (struct snaptrade_user){member(user, "userId"), member(user, "userSecret")};
    trial->ids = cJSON_GetObjectItemCaseSensitive(user, "authorizationIds");
    const struct snaptrade_client_options options = {
        .base_url = trial->base_url,
        .client_id = trial->client_id,
        .consumer_key = member(trial->made, "consumerKey"),
        .timeout_ms = 90000,
    };
    trial->api = snaptrade_client_new(&options, message);
    if (trial->api == NULL)
        return fail(trial, "no client for what was made: %s", message);
    if (cJSON_GetArraySize(trial->ids) < 3)
        return fail(trial, "was made with fewer than 3 connections");
    if (trial->new_ids == (strcmp(id_at(trial, 0), FIRST_ID) == 0))
        return fail(trial, "newIds was %s, but the first connection is %s",
                    trial->new_ids ? "asked for" : "not asked for", id_at(trial, 0));
    return own(trial, "GET", "/state", NULL, 200, &trial->state);
}

/* Half of the trials use their own token; it opens their own partner only. */
static bool use_token(struct trial *trial)
{
    if (trial->number % 4 < 2)
        return true;
    control_client_use_token(trial->control, member(trial->made, "token"));
    return control(trial, "GET", "/partners/PASSIVTEST/state", NULL, 401, NULL) &&
           control(trial, "GET", "/journal", NULL, 401, NULL);
}

static bool see_what_was_made(struct trial *trial)
{
    return has_connections(trial, -1, 0) && detail(trial, id_at(trial, 0), 200, false);
}

static bool disable_one(struct trial *trial)
{
    char tail[PATH_SIZE];
    snprintf(tail, sizeof tail, "/connections/%s/disable", id_at(trial, 0));
    return own(trial, "POST", tail, NULL, 200, NULL) && detail(trial, id_at(trial, 0), 200, true) &&
           detail(trial, id_at(trial, 1), 200, false);
}

static bool remove_one(struct trial *trial)
{
    struct snaptrade_response response;
    const char *id = id_at(trial, 1);
    snaptrade_remove_brokerage_authorization(trial->api, id, &trial->user, NULL, &response);
    if (!ended(trial, "DELETE", 204, &response))
        return false;
    snaptrade_remove_brokerage_authorization(trial->api, id, &trial->user, NULL, &response);
    return ended(trial, "DELETE", 404, &response) && detail(trial, id, 404, false) &&
           has_connections(trial, 1, 0);
}

static bool connect_one(struct trial *trial)
{
    char body[BODY_SIZE];
    cJSON *answer = NULL;
    snprintf(body, sizeof body,
             "{\"userId\":\"%s\",\"brokerage\":\"ALPACA\",\"outcome\":\"success\"}",
             trial->user.user_id);
    bool good = own(trial, "POST", "/attempts", body, 201, &answer) &&
                detail(trial, member(answer, "authorizationId"), 200, false) &&
                has_connections(trial, 1, 1);
    cJSON_Delete(answer);
    return good;
}

static bool is_known_session(const struct trial *trial, const char *id)
{
    const cJSON *session;
    cJSON_ArrayForEach(session, cJSON_GetObjectItemCaseSensitive(trial->made, "sessionIds"))
    {
        if (strcmp(session->valuestring, id) == 0)
            return true;
    }
    return false;
}

/* Those it was made with, of the sessions it was told, and the five of its attempt. */
static bool see_events(struct trial *trial)
{
    enum { STEPS = 5 };
    struct snaptrade_session_event_list list;
    struct snaptrade_response response;
    size_t of_others = 0;
    size_t wanted = STEPS + (size_t)cJSON_GetArraySize(
                                cJSON_GetObjectItemCaseSensitive(trial->state, "sessionEvents"));
    snaptrade_list_session_events(trial->api, NULL, NULL, &list, &response);
    bool good = ended(trial, "GET", 200, &response);
    for (size_t i = 0; i < list.count; i++)
        of_others += is_known_session(trial, list.items[i].session_id.value) ? 0 : 1;
    if (good && (list.count != wanted || of_others != STEPS))
        good = fail(trial, "has %zu events, not %zu, and %zu of them in a session not its own",
                    list.count, wanted, of_others - (of_others < STEPS ? of_others : STEPS));
    snaptrade_session_event_list_free(&list);
    return good;
}

static bool is_own_entry(const struct trial *trial, const cJSON *entry, size_t place)
{
    const struct sent *sent = &trial->sent[place];
    const cJSON *status = cJSON_GetObjectItemCaseSensitive(entry, "status");
    return strcmp(member(entry, "clientId"), trial->client_id) == 0 &&
           strstr(member(entry, "target"), trial->client_id) != NULL &&
           strcmp(member(entry, "method"), sent->method) == 0 && cJSON_IsNumber(status) &&
           status->valueint == sent->status;
}

/* Exactly what was sent, in order. */
static bool read_journal(struct trial *trial)
{
    cJSON *answer = NULL;
    if (!own(trial, "GET", "/journal", NULL, 200, &answer))
        return false;
    const cJSON *entry, *entries = cJSON_GetObjectItemCaseSensitive(answer, "entries");
    size_t count = (size_t)cJSON_GetArraySize(entries), place = 0;
    bool good = count == trial->sent_count ||
                fail(trial, "%zu requests are in its journal, not %zu", count, trial->sent_count);
    cJSON_ArrayForEach(entry, entries)
    {
        if (good && !is_own_entry(trial, entry, place))
            good = fail(trial, "request %zu in its journal is another's: %s %s", place,
                        member(entry, "method"), member(entry, "target"));
        place++;
    }
    cJSON_Delete(answer);
    return good;
}

static bool verify(struct trial *trial)
{
    char all[BODY_SIZE], shared[BODY_SIZE];
    snprintf(all, sizeof all, "{\"pattern\":{\"clientId\":\"%s\"},\"exactly\":%zu}",
             trial->client_id, trial->sent_count);
    snprintf(shared, sizeof shared, "{\"pattern\":{\"clientId\":\"%s\"},\"atMost\":%zu}",
             trial->client_id, trial->sent_count);
    bool good =
        own(trial, "POST", "/verify", all, 200, NULL) &&
        own(trial, "POST", "/verify",
            "{\"pattern\":{\"method\":\"DELETE\",\"status\":204},\"exactly\":1}", 200, NULL) &&
        own(trial, "POST", "/verify", "{\"pattern\":{\"status\":\"5xx\"}}", 409, NULL);
    control_client_use_token(trial->control, NULL);
    return good && control(trial, "POST", "/verify", shared, 200, NULL);
}

static bool restore(struct trial *trial)
{
    char *state = cJSON_PrintUnformatted(trial->state);
    bool good = state != NULL && own(trial, "PUT", "/state", state, 204, NULL) &&
                see_what_was_made(trial) && detail(trial, id_at(trial, 1), 200, false);
    cJSON_free(state);
    return good;
}

static bool delete_partner(struct trial *trial)
{
    struct snaptrade_authorization_list list;
    struct snaptrade_response response;
    if (!own(trial, "DELETE", "", NULL, 204, NULL) || !own(trial, "GET", "", NULL, 404, NULL))
        return false;
    snaptrade_list_brokerage_authorizations(trial->api, &trial->user, NULL, &list, &response);
    snaptrade_authorization_list_free(&list);
    return ended(trial, "GET", 401, &response);
}

bool trial_play(struct trial *trial)
{
    static bool (*const steps[])(struct trial *) = {
        use_token,  see_what_was_made, disable_one, remove_one, connect_one,
        see_events, read_journal,      verify,      restore,    delete_partner,
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (!steps[i](trial))
            return false;
    return true;
}
