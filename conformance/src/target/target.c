#include "target.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_folder.h"
#include "settings.h"
#include "snaptrade/uuid.h"
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
static const char served_base_path[] = "/api/v1";

/* A connection of john's in the default fixtures. */
#define FIRST_ID "2bcd7cc3-e922-4976-bce1-9858296801c3"

const struct target *target(void)
{
    return &current;
}

static void forget(void)
{
    free(current.origin);
    free(current.base_path);
    free(current.base_url);
    free(current.meant_origin);
    free(current.meant_base_path);
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

static bool set_credentials(bool own_only)
{
    const struct credentials given = {setting(SETTING_CLIENT_ID), setting(SETTING_CONSUMER_KEY),
                                      setting(SETTING_USER_ID), setting(SETTING_USER_SECRET)};
    bool none = given.client_id == NULL && given.consumer_key == NULL && given.user_id == NULL &&
                given.user_secret == NULL;
    struct credentials *credentials = &current.credentials;
    *credentials = none && !own_only ? john : given;
    if (credentials->client_id != NULL && credentials->consumer_key != NULL &&
        credentials->user_id != NULL && credentials->user_secret != NULL)
        return true;
    complain("credentials", "SNAPTRADE_CLIENT_ID, SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and "
                            "SNAPTRADE_USER_SECRET are needed, all four, in the environment or the "
                            "file of --config");
    return false;
}

static bool has_default_fixtures(const struct credentials *credentials)
{
    return strcmp(credentials->client_id, john.client_id) == 0 &&
           strcmp(credentials->consumer_key, john.consumer_key) == 0 &&
           strcmp(credentials->user_id, john.user_id) == 0;
}

bool target_use(const struct target_options *options)
{
    if (!set_url(options->url)) {
        complain("--url or SNAPTRADE_BASE_URL", "not a URL such as http://127.0.0.1:7627/api/v1");
        return false;
    }
    current.ca_file = options->ca_file;
    current.timeout_ms = options->timeout_ms;
    if (!set_credentials(options->own_credentials))
        return false;
    current.has_default_fixtures = has_default_fixtures(&current.credentials);
    return true;
}

/* With the fixtures of `folder`, if there is one. */
static bool start_mock(const char *program, const char *const *more)
{
    const char *options[MOST_SPAWN_OPTIONS + 1] = {"--log", "none"};
    size_t count = 2;
    for (size_t i = 0; more != NULL && more[i] != NULL; i++)
        options[count++] = more[i];
    if (folder.path[0] != '\0') {
        options[count++] = "--fixtures";
        options[count++] = folder.path;
    }
    return spawn_start_small(program, options, &mock);
}

bool target_spawn(const char *program, const struct target_setup *setup, long timeout_ms)
{
    char url[SPAWN_URL_SIZE + sizeof served_base_path];
    const char *key = setup != NULL ? setup->consumer_key : NULL;
    if ((key != NULL && !fixture_folder_make(&folder, key)) ||
        !start_mock(program, setup != NULL ? setup->options : NULL)) {
        target_end();
        return false;
    }
    snprintf(url, sizeof url, "%s%s", mock.origin, served_base_path);
    current.credentials = john;
    current.timeout_ms = timeout_ms;
    current.spawned = true;
    current.has_default_fixtures = true;
    if (set_url(url))
        return true;
    complain(program, "says that it listens where nobody can");
    target_end();
    return false;
}

static bool make_fixtures(const char *removable)
{
    char id[SNAPTRADE_UUID_LENGTH + 1];
    struct swap swaps[] = {{john.client_id, current.credentials.client_id},
                           {john.user_id, current.credentials.user_id},
                           {FIRST_ID, id}};
    snprintf(id, sizeof id, "%s", removable != NULL ? removable : FIRST_ID);
    for (char *digit = id; *digit != '\0'; digit++)
        *digit = (char)tolower((unsigned char)*digit);
    return fixture_folder_make_swapped(&folder, swaps, sizeof swaps / sizeof *swaps);
}

bool target_stand_in(const char *program, const char *removable)
{
    struct target meant = current;
    char url[SPAWN_URL_SIZE + sizeof served_base_path];
    if (!make_fixtures(removable) || !start_mock(program, NULL))
        return false;
    current = (struct target){
        .credentials = {meant.credentials.client_id, john.consumer_key, meant.credentials.user_id,
                        john.user_secret},
        .timeout_ms = meant.timeout_ms,
        .has_default_fixtures = meant.has_default_fixtures,
        .meant_origin = meant.origin,
        .meant_base_path = meant.base_path,
    };
    free(meant.base_url);
    snprintf(url, sizeof url, "%s%s", mock.origin,
             *meant.base_path != '\0' ? served_base_path : "");
    return set_url(url);
}

void target_end(void)
{
    spawn_kill(&mock); /* its state is of no more use */
    fixture_folder_remove(&folder);
    forget();
}
