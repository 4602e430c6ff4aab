#include "settings.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static char *trim(char *text)
{
    size_t length;
    text += strspn(text, " \t");
    for (length = strlen(text); length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL; length--)
        ;
    text[length] = '\0';
    return text;
}

/* 'a b' or "a b": a b, as in files that a shell can read too. */
static char *unquote(char *value)
{
    size_t length = strlen(value);
    if (length < 2 || (value[0] != '\'' && value[0] != '"') || value[length - 1] != value[0])
        return value;
    value[length - 1] = '\0';
    return value + 1;
}

/* One line: NAME=VALUE, a comment, or nothing. Names of others are left alone. */
static bool read_line(char *line, struct settings *settings)
{
    static const char export[] = "export ";
    char *name = trim(line);
    if (*name == '\0' || *name == '#')
        return true;
    if (strncmp(name, export, sizeof export - 1) == 0)
        name += sizeof export - 1;
    char *equals = strchr(name, '=');
    if (equals == NULL)
        return false;
    *equals = '\0';
    const char *value = unquote(trim(equals + 1));
    for (int i = 0; i < SETTINGS; i++)
        if (strcmp(trim(name), rows[i].name) == 0) {
            free(settings->from_file[i]);
            settings->from_file[i] = strdup(value);
        }
    return true;
}

static bool read_file(const char *path, struct settings *settings, char *message)
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    if (file == NULL) {
        snprintf(message, SETTINGS_MESSAGE_SIZE, "%s: %s", path, strerror(errno));
        return false;
    }
    for (unsigned number = 1; good && getline(&line, &size, file) >= 0; number++) {
        good = read_line(line, settings);
        if (!good)
            snprintf(message, SETTINGS_MESSAGE_SIZE, "%s:%u: not NAME=VALUE", path, number);
    }
    if (good && ferror(file)) {
        snprintf(message, SETTINGS_MESSAGE_SIZE, "%s: %s", path, strerror(errno));
        good = false;
    }
    if (line != NULL)
        explicit_bzero(line, size);
    free(line);
    fclose(file);
    return good;
}

static bool is_this_machine(const char *url)
{
    static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]"};
    CURLU *parsed = curl_url();
    char *host = NULL;
    bool found = false;
    if (parsed != NULL && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK)
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
    *settings = (struct settings){0};
    if (config != NULL && !read_file(config, settings, message))
        return false;
    for (int i = 0; i < SETTINGS; i++) {
        const char *value = find(options, settings, i);
        given[i] = value != NULL;
        settings->values[i] = given[i] && *value != '\0' ? value : NULL;
    }
    if (settings->values[SETTING_BASE_URL] == NULL)
        settings->values[SETTING_BASE_URL] = rows[SETTING_BASE_URL].sandbox;
    if (is_this_machine(url != NULL ? url : settings->values[SETTING_BASE_URL]) &&
        use_sandbox_pair(settings, given, SETTING_CLIENT_ID))
        use_sandbox_pair(settings, given, SETTING_USER_ID);
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
