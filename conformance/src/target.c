#include "target.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool target_use_url(const char *url)
{
    bool own = getenv("SNAPTRADE_CLIENT_ID") != NULL;
    const struct credentials none = {0}, *other = own ? &none : &john;
    struct credentials *credentials = &current.credentials;
    if (!set_url(url)) {
        complain("--url or SNAPTRADE_BASE_URL", "not a URL such as http://127.0.0.1:7627/api/v1");
        return false;
    }
    credentials->client_id = setting("SNAPTRADE_CLIENT_ID", other->client_id);
    credentials->consumer_key = setting("SNAPTRADE_CONSUMER_KEY", other->consumer_key);
    credentials->user_id = setting("SNAPTRADE_USER_ID", other->user_id);
    credentials->user_secret = setting("SNAPTRADE_USER_SECRET", other->user_secret);
    if (credentials->consumer_key != NULL && credentials->user_id != NULL &&
        credentials->user_secret != NULL)
        return true;
    complain("SNAPTRADE_CLIENT_ID",
             "needs SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET too");
    return false;
}

bool target_has_default_fixtures(void)
{
    const struct credentials *credentials = &current.credentials;
    return strcmp(credentials->client_id, john.client_id) == 0 &&
           strcmp(credentials->consumer_key, john.consumer_key) == 0 &&
           strcmp(credentials->user_id, john.user_id) == 0;
}

bool target_spawn(const char *program)
{
    static const char *const options[] = {"--log", "none", NULL};
    char url[SPAWN_URL_SIZE + 16];
    if (!spawn_start(program, options, &mock))
        return false;
    snprintf(url, sizeof url, "%s/api/v1", mock.origin);
    current.credentials = john;
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
    forget();
}
