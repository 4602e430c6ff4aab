#include "settings.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ca_file.h"

/* `sandbox` is of the default fixtures. */
static const struct {
    const char *name, *sandbox;
} rows[SETTINGS] = {
    [SETTING_BASE_URL] = {"SNAPTRADE_BASE_URL", "http://127.0.0.1:7627/api/v1"},
    [SETTING_CLIENT_ID] = {"SNAPTRADE_CLIENT_ID", "PASSIVTEST"},
    [SETTING_CONSUMER_KEY] = {"SNAPTRADE_CONSUMER_KEY", "sandbox-consumer-key"},
    [SETTING_USER_ID] = {"SNAPTRADE_USER_ID", "John.doe@snaptrade.com"},
    [SETTING_USER_SECRET] = {"SNAPTRADE_USER_SECRET", "USERSECRET123"},
};

/* Names of others are left alone. */
static void take_setting(void *context, const char *name, const char *value)
{
    struct settings *settings = context;
    for (int i = 0; i < SETTINGS; i++)
        if (strcmp(name, rows[i].name) == 0) {
            free(settings->from_file[i]);
            settings->from_file[i] = strdup(value);
            settings->lacks_memory |= settings->from_file[i] == NULL;
        }
}

static bool is_this_machine(const char *url, bool *lacks_memory)
{
    static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]"};
    CURLU *parsed = curl_url();
    char *host = NULL;
    bool found = false;
    CURLUcode code = CURLUE_OUT_OF_MEMORY;
    if (parsed != NULL)
        code = curl_url_set(parsed, CURLUPART_URL, url, 0);
    if (code == CURLUE_OK)
        code = curl_url_get(parsed, CURLUPART_HOST, &host, 0);
    *lacks_memory |= code == CURLUE_OUT_OF_MEMORY;
    if (code == CURLUE_OK)
        for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
            found = found || strcmp(host, hosts[i]) == 0;
    curl_free(host);
    curl_url_cleanup(parsed);
    return found;
}

/* As given somewhere; NULL: nowhere. */
static const char *find(const struct options *options, const struct settings *settings, int i)
{
    const char *value = options->settings[i];
    if (value == NULL)
        value = getenv(rows[i].name);
    return value != NULL ? value : settings->from_file[i];
}

static bool check(const struct settings *settings, char *message)
{
    for (int i = SETTING_CLIENT_ID; i <= SETTING_CONSUMER_KEY; i++)
        if (settings->values[i] == NULL) {
            snprintf(message, SETTINGS_MESSAGE_SIZE,
                     "%s is not set, nor is its option or --config given", rows[i].name);
            return false;
        }
    if ((settings->values[SETTING_USER_ID] == NULL) ==
        (settings->values[SETTING_USER_SECRET] == NULL))
        return true;
    snprintf(message, SETTINGS_MESSAGE_SIZE, "%s and %s go together", rows[SETTING_USER_ID].name,
             rows[SETTING_USER_SECRET].name);
    return false;
}

/* Fills a pair that was not given at all with that of the default fixtures. */
static bool use_sandbox_pair(struct settings *settings, const bool *given, enum setting first)
{
    if (given[first] || given[first + 1])
        return false;
    settings->values[first] = rows[first].sandbox;
    settings->values[first + 1] = rows[first + 1].sandbox;
    return true;
}

bool settings_resolve(const struct options *options, const char *url, struct settings *settings,
                      char message[SETTINGS_MESSAGE_SIZE])
{
    const char *config = options->config != NULL ? options->config : getenv("SNAPTRADE_CONFIG");
    bool given[SETTINGS];
    *settings = (struct settings){.ca_file = options->ca_file != NULL ? options->ca_file
                                                                      : ca_file_of_environment()};
    if (config != NULL && !settings_file_read(config, take_setting, settings, message))
        return false;
    for (int i = 0; i < SETTINGS; i++) {
        const char *value = find(options, settings, i);
        given[i] = value != NULL;
        settings->values[i] = given[i] && *value != '\0' ? value : NULL;
    }
    if (settings->values[SETTING_BASE_URL] == NULL)
        settings->values[SETTING_BASE_URL] = rows[SETTING_BASE_URL].sandbox;
    if (is_this_machine(url != NULL ? url : settings->values[SETTING_BASE_URL],
                        &settings->lacks_memory) &&
        use_sandbox_pair(settings, given, SETTING_CLIENT_ID))
        use_sandbox_pair(settings, given, SETTING_USER_ID);
    if (settings->lacks_memory) {
        snprintf(message, SETTINGS_MESSAGE_SIZE, "out of memory");
        return false;
    }
    return check(settings, message);
}

void settings_free(struct settings *settings)
{
    for (int i = 0; i < SETTINGS; i++) {
        if (settings->from_file[i] != NULL)
            explicit_bzero(settings->from_file[i], strlen(settings->from_file[i]));
        free(settings->from_file[i]);
    }
    *settings = (struct settings){0};
}
