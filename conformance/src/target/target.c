#include "target.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_folder.h"
#include "spawn.h"

#define PASSIVTEST "PASSIVTEST", "sandbox-consumer-key"
const struct credentials john = {PASSIVTEST, "John.doe@snaptrade.com", "USERSECRET123"};
const struct credentials second_user = {PASSIVTEST, "second-user@example.com",
                                        "second-user-secret"};
const struct credentials newcomer = {PASSIVTEST, "newcomer", "newcomer-secret"};
const struct credentials spaced_user = {PASSIVTEST, "Zo\xc3\xa9 Martin", "zoe-secret"};
const struct credentials odd_user = {PASSIVTEST, "q&a+100%@example.com", "ampersand-secret"};
const struct credentials partner_2 = {"PARTNER-2", "key with + / 100% and \xc3\xa9",
                                      "partner-2-user", "partner-2-user-secret"};
const struct credentials personal = {"PERSONAL", "personal-consumer-key", NULL, NULL};

static struct target current;
static struct spawned mock;
static struct fixture_folder folder;

enum { MOST_SPAWN_OPTIONS = 12 };

const struct target *target(void)
{
    return &current;
}

static void forget(void)
{
    free(current.origin);
    free(current.base_path);
    free(current.base_url);
    current = (struct target){0};
}

static void complain(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-conformance: %s: %s\n", what, why);
}

/* Keeps `url` without its last slashes, and splits it. */
static bool set_url(const char *url)
{
    size_t length = strlen(url);
    CURLU *parsed = curl_url();
    char *host = NULL;
    bool good = parsed != NULL && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
                curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                strncmp(url, "http", 4) == 0 && strpbrk(url, "?#@") == NULL;
    curl_free(host);
    curl_url_cleanup(parsed);
    if (!good)
        return false;
    while (length > 0 && url[length - 1] == '/')
        length--;
    const char *authority = strstr(url, "://") + strlen("://");
    size_t origin = (size_t)(authority - url) + strcspn(authority, "/");
    origin = origin < length ? origin : length;
    current.origin = strndup(url, origin);
    current.base_path = strndup(url + origin, length - origin);
    current.base_url = strndup(url, length);
    return current.origin != NULL && current.base_path != NULL && current.base_url != NULL;
}

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value != NULL ? value : otherwise;
}

static bool set_credentials(bool own_only)
{
    bool own = own_only || getenv("SNAPTRADE_CLIENT_ID") != NULL;
    const struct credentials none = {0}, *other = own ? &none : &john;
    struct credentials *credentials = &current.credentials;
    credentials->client_id = setting("SNAPTRADE_CLIENT_ID", other->client_id);
    credentials->consumer_key = setting("SNAPTRADE_CONSUMER_KEY", other->consumer_key);
    credentials->user_id = setting("SNAPTRADE_USER_ID", other->user_id);
    credentials->user_secret = setting("SNAPTRADE_USER_SECRET", other->user_secret);
    if (credentials->client_id != NULL && credentials->consumer_key != NULL &&
        credentials->user_id != NULL && credentials->user_secret != NULL)
        return true;
    complain("credentials", "SNAPTRADE_CLIENT_ID, SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and "
                            "SNAPTRADE_USER_SECRET are needed, all four");
    return false;
}

bool target_use(const struct target_options *options)
{
    if (!set_url(options->url)) {
        complain("--url or SNAPTRADE_BASE_URL", "not a URL such as http://127.0.0.1:7627/api/v1");
        return false;
    }
    current.ca_file = options->ca_file;
    current.timeout_ms = options->timeout_ms;
    return set_credentials(options->own_credentials);
}

bool target_answers(void)
{
    char error[CURL_ERROR_SIZE] = "";
    char url[SPAWN_URL_SIZE * 8];
    CURL *curl = curl_easy_init();
    if (curl == NULL)
        return false;
    snprintf(url, sizeof url, "%s/", current.base_url);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, current.timeout_ms);
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L); /* any answer will do */
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    if (current.ca_file != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, current.ca_file);
    CURLcode result = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    if (result != CURLE_OK)
        complain(current.base_url, error[0] != '\0' ? error : curl_easy_strerror(result));
    return result == CURLE_OK;
}

bool target_has_default_fixtures(void)
{
    const struct credentials *credentials = &current.credentials;
    return strcmp(credentials->client_id, john.client_id) == 0 &&
           strcmp(credentials->consumer_key, john.consumer_key) == 0 &&
           strcmp(credentials->user_id, john.user_id) == 0;
}

static bool start_mock(const char *program, const struct target_setup *setup)
{
    const char *options[MOST_SPAWN_OPTIONS + 1] = {"--log", "none"};
    size_t count = 2;
    for (size_t i = 0; setup != NULL && setup->options[i] != NULL; i++)
        options[count++] = setup->options[i];
    if (setup != NULL && setup->consumer_key != NULL) {
        if (!fixture_folder_make(&folder, setup->consumer_key))
            return false;
        options[count++] = "--fixtures";
        options[count++] = folder.path;
    }
    return spawn_start(program, options, &mock);
}

bool target_spawn(const char *program, const struct target_setup *setup, long timeout_ms)
{
    char url[SPAWN_URL_SIZE + 16];
    if (!start_mock(program, setup)) {
        target_end();
        return false;
    }
    snprintf(url, sizeof url, "%s/api/v1", mock.origin);
    current.credentials = john;
    current.timeout_ms = timeout_ms;
    current.spawned = true;
    if (set_url(url))
        return true;
    complain(program, "says that it listens where nobody can");
    target_end();
    return false;
}

void target_end(void)
{
    spawn_kill(&mock); /* its state is of no more use */
    fixture_folder_remove(&folder);
    forget();
}
