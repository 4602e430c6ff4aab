#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "settings_file.h"

static const char *const names[SETTINGS] = {
    [SETTING_BASE_URL] = "SNAPTRADE_BASE_URL",         [SETTING_CLIENT_ID] = "SNAPTRADE_CLIENT_ID",
    [SETTING_CONSUMER_KEY] = "SNAPTRADE_CONSUMER_KEY", [SETTING_USER_ID] = "SNAPTRADE_USER_ID",
    [SETTING_USER_SECRET] = "SNAPTRADE_USER_SECRET",
};

static char *from_file[SETTINGS];

static void forget(char **value)
{
    if (*value != NULL)
        explicit_bzero(*value, strlen(*value));
    free(*value);
    *value = NULL;
}

static void take(void *context, const char *name, const char *value)
{
    (void)context;
    for (int i = 0; i < SETTINGS; i++)
        if (strcmp(name, names[i]) == 0) {
            forget(&from_file[i]);
            from_file[i] = strdup(value);
        }
}

bool settings_read(const char *file)
{
    char message[SETTINGS_MESSAGE_SIZE];
    if (file == NULL)
        file = getenv("SNAPTRADE_CONFIG");
    if (file == NULL || settings_file_read(file, take, NULL, message))
        return true;
    fprintf(stderr, "snaptrade-conformance: %s\n", message);
    return false;
}

const char *setting(enum setting setting)
{
    const char *value = getenv(names[setting]);
    if (value == NULL)
        value = from_file[setting];
    return value != NULL && *value != '\0' ? value : NULL;
}

void settings_forget(void)
{
    for (int i = 0; i < SETTINGS; i++)
        forget(&from_file[i]);
}
