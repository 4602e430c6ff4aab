#include "traffic.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool worker_fail(struct worker *worker, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(worker->why, sizeof worker->why, format, arguments);
    va_end(arguments);
    return false;
}

static bool is_one_of(int status, const int *statuses)
{
    while (*statuses != 0 && *statuses != status)
        statuses++;
    return status != 0 && *statuses == status;
}

bool worker_control(struct worker *worker, const char *method, const struct party *party,
                    const char *tail, const char *body, const int *statuses, cJSON **json)
{
    char path[TRAFFIC_PATH_SIZE];
    if (party != NULL)
        snprintf(path, sizeof path, "/partners/%s%s", party->client_id, tail);
    else
        snprintf(path, sizeof path, "%s", tail);
    int status = control_client_call(worker->control, method, path, body, json);
    if (is_one_of(status, statuses))
        return true;
    if (json != NULL) {
        cJSON_Delete(*json);
        *json = NULL;
    }
    return worker_fail(worker, "%s %s answered %d: %.250s", method, path, status,
                       control_client_text(worker->control));
}

bool worker_answered(struct worker *worker, const char *what, const int *statuses,
                     struct snaptrade_response *response)
{
    bool good = is_one_of(response->status, statuses);
    if (!good)
        worker_fail(worker, "%s answered %d: %s", what, response->status, response->message);
    snaptrade_response_free(response);
    return good;
}

static void copy(const cJSON *text, char out[TRAFFIC_TEXT_SIZE])
{
    const char *value = cJSON_GetStringValue(text);
    snprintf(out, TRAFFIC_TEXT_SIZE, "%s", value != NULL ? value : "");
}

bool worker_make_party(struct worker *worker, struct party *party)
{
    cJSON *made = NULL;
    if (!worker_control(worker, "POST", NULL, "/partners", "{\"newIds\":true}", STATUSES(201),
                        &made))
        return false;
    const cJSON *user = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(made, "users"), 0);
    const cJSON *ids = cJSON_GetObjectItemCaseSensitive(user, "authorizationIds");
    copy(cJSON_GetObjectItemCaseSensitive(made, "clientId"), party->client_id);
    copy(cJSON_GetObjectItemCaseSensitive(made, "consumerKey"), party->consumer_key);
    copy(cJSON_GetObjectItemCaseSensitive(user, "userId"), party->user_id);
    copy(cJSON_GetObjectItemCaseSensitive(user, "userSecret"), party->user_secret);
    for (int i = 0; i < LEDGER_CONNECTIONS; i++)
        copy(cJSON_GetArrayItem(ids, i), party->ids[i]);
    cJSON_Delete(made);
    return true;
}

snaptrade_client *worker_api_of(struct worker *worker, const struct party *party)
{
    char base_url[TRAFFIC_PATH_SIZE], message[SNAPTRADE_MESSAGE_SIZE];
    snprintf(base_url, sizeof base_url, "%s/api/v1", worker->traffic->origin);
    const struct snaptrade_client_options options = {
        .base_url = base_url,
        .client_id = party->client_id,
        .consumer_key = party->consumer_key,
        .timeout_ms = 90000,
    };
    snaptrade_client *client = snaptrade_client_new(&options, message);
    if (client == NULL)
        worker_fail(worker, "no client: %s", message);
    return client;
}

void traffic_make_sanitizer_strict(void)
{
    char options[1024];
    const char *given = getenv("TSAN_OPTIONS");
    snprintf(options, sizeof options, "%s%shalt_on_error=1:exitcode=66", given != NULL ? given : "",
             given != NULL ? ":" : "");
    setenv("TSAN_OPTIONS", options, 1);
}
