#include "control_client.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { URL_SIZE = 512, LINE_SIZE = 256, TIME_LIMIT_MS = 90000 };

struct control_client {
    CURL *curl;
    const char *origin, *token;
    char *text; /* with a NUL */
    size_t length, room;
    char error[CURL_ERROR_SIZE];
};

struct control_client *control_client_new(const char *origin)
{
    struct control_client *client = calloc(1, sizeof *client);
    if (client == NULL)
        return NULL;
    client->origin = origin;
    client->curl = curl_easy_init();
    if (client->curl != NULL)
        return client;
    free(client);
    return NULL;
}

void control_client_free(struct control_client *client)
{
    if (client == NULL)
        return;
    curl_easy_cleanup(client->curl);
    free(client->text);
    free(client);
}

void control_client_use_token(struct control_client *client, const char *token)
{
    client->token = token;
}

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
    struct control_client *client = context;
    size_t length = size * count, needed = client->length + length + 1;
    if (needed > client->room) {
        char *text = realloc(client->text, 2 * needed);
        if (text == NULL)
            return 0;
        client->text = text;
        client->room = 2 * needed;
    }
    memcpy(client->text + client->length, bytes, length);
    client->length += length;
    client->text[client->length] = '\0';
    return length;
}

static struct curl_slist *make_headers(const struct control_client *client, const char *body)
{
    char line[LINE_SIZE];
    struct curl_slist *headers = NULL;
    if (client->token != NULL) {
        snprintf(line, sizeof line, "Authorization: Bearer %s", client->token);
        headers = curl_slist_append(headers, line);
    }
    return curl_slist_append(headers,
                             body != NULL ? "Content-Type: application/json" : "Content-Type:");
}

/* A connection that is kept holds one of the mock's threads: tests have one to the API already. */
static void set_options(struct control_client *client, const char *method, const char *body)
{
    CURL *curl = client->curl;
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TIME_LIMIT_MS);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, client);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, client->error);
    if (body != NULL)
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, body);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
}

int control_client_call(struct control_client *client, const char *method, const char *path,
                        const char *body, cJSON **json)
{
    char url[URL_SIZE];
    long status = 0;
    struct curl_slist *headers = make_headers(client, body);
    client->length = 0;
    client->error[0] = '\0';
    curl_easy_reset(client->curl);
    set_options(client, method, body);
    snprintf(url, sizeof url, "%s/_sandbox%s", client->origin, path);
    curl_easy_setopt(client->curl, CURLOPT_URL, url);
    curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
    CURLcode result = curl_easy_perform(client->curl);
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    if (json != NULL)
        *json = client->length > 0 ? cJSON_ParseWithLength(client->text, client->length) : NULL;
    return result == CURLE_OK ? (int)status : 0;
}

const char *control_client_text(const struct control_client *client)
{
    if (client->error[0] != '\0')
        return client->error;
    return client->length > 0 ? client->text : "";
}
