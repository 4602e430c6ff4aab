#include "command.h"

#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

enum { NAMES = 6, SETTING_SIZE = PATH_MAX + 64 };
_Static_assert((int)PATH_MAX >= (int)STORE_TEXT_SIZE, "there is room for both");

static const char *const names[NAMES] = {"SNAPTRADE_BASE_URL",     "SNAPTRADE_CLIENT_ID",
                                         "SNAPTRADE_CONSUMER_KEY", "SNAPTRADE_USER_ID",
                                         "SNAPTRADE_USER_SECRET",  "SNAPTRADE_CA_FILE"};

/* Does one of the settings, of which some may be empty, take the place of this one? */
static bool is_ours(const char *setting, char settings[NAMES][SETTING_SIZE])
{
    size_t length = strcspn(setting, "=");
    for (size_t i = 0; i < NAMES; i++)
        if (settings[i][0] != '\0' && strlen(names[i]) == length &&
            strncmp(setting, names[i], length) == 0)
            return true;
    return false;
}

/* Our environment with `settings` in the place of what it says under their names. The caller
 * frees the array, not the strings. */
static char **make_environment(char settings[NAMES][SETTING_SIZE])
{
    size_t count = 0;
    while (environ[count] != NULL)
        count++;
    char **environment = calloc(count + NAMES + 1, sizeof *environment);
    if (environment == NULL)
        return NULL;
    size_t kept = 0;
    for (size_t i = 0; i < NAMES; i++)
        if (settings[i][0] != '\0')
            environment[kept++] = settings[i];
    for (size_t i = 0; i < count; i++)
        if (!is_ours(environ[i], settings))
            environment[kept++] = environ[i];
    return environment;
}

static int spawn(char *const command[], char **environment, pid_t *child)
{
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    int error = posix_spawnattr_init(&attributes);
    if (error != 0)
        return error;
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    error = posix_spawnp(child, command[0], NULL, &attributes, command, environment);
    posix_spawnattr_destroy(&attributes);
    return error;
}

bool command_start(char *const command[], const struct command_credentials *credentials,
                   pid_t *child)
{
    const char *const values[NAMES] = {credentials->base_url,
                                       credentials->partner->client_id,
                                       credentials->partner->consumer_key,
                                       credentials->user->user_id,
                                       credentials->user->user_secret,
                                       credentials->ca_file};
    char settings[NAMES][SETTING_SIZE] = {{0}};
    for (size_t i = 0; i < NAMES; i++)
        if (values[i] != NULL)
            snprintf(settings[i], sizeof settings[i], "%s=%s", names[i], values[i]);
    char **environment = make_environment(settings);
    if (environment == NULL) {
        fputs("snaptrade-mock: out of memory\n", stderr);
        return false;
    }
    int error = spawn(command, environment, child);
    free(environment);
    if (error != 0)
        fprintf(stderr, "snaptrade-mock: cannot run %s: %s\n", command[0], strerror(error));
    return error == 0;
}

int command_status(int wait_status)
{
    enum { SIGNALLED = 128 };
    return WIFSIGNALED(wait_status) ? SIGNALLED + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}
