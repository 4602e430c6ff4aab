/* snaptrade-mock: reads the options, loads the fixtures, answers until it is told to stop. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "http/server.h"
#include "options.h"
#include "ready_file.h"
#include "state/fixtures.h"

enum { CANNOT_START = 1, BAD_OPTION = 2, COMMAND_NOT_FOUND = 127, BASE_URL_SIZE = 128 };

static int64_t wall_clock(void *context)
{
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Beside the program: installed (../share/...), or in the source tree it was built in. */
static void find_fixtures(char path[OPTIONS_PATH_SIZE])
{
    static const char *const places[] = {"/../share/snaptrade-sandbox/fixtures/default",
                                         "/../../fixtures/default"};
    char program[OPTIONS_PATH_SIZE];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash != NULL)
        *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (snprintf(path, OPTIONS_PATH_SIZE, "%s%s", program, places[i]) < OPTIONS_PATH_SIZE &&
            is_folder(path))
            return;
    snprintf(path, OPTIONS_PATH_SIZE, "%s", SNAPTRADE_FIXTURES);
}

static struct store *load_store(const struct options *options)
{
    struct store *store = store_new();
    struct buffer problems = {0};
    if (store != NULL && fixtures_load(options->fixtures, store, &problems))
        return store;
    fputs(problems.length > 0 ? problems.data : "snaptrade-mock: out of memory\n", stderr);
    buffer_free(&problems);
    store_free(store);
    return NULL;
}

static bool announce(const struct options *options, const char *base_url)
{
    if (options->ready_file != NULL && !ready_file_write(options->ready_file, base_url)) {
        fprintf(stderr, "snaptrade-mock: --ready-file %s cannot be written\n", options->ready_file);
        return false;
    }
    if (options->command == NULL) {
        printf("listening on %s\n", base_url);
        fflush(stdout);
    }
    return true;
}

/* Of civetweb's "cannot bind to ADDRESS: 98 (Address already in use)", what is in parentheses. */
static const char *why_of(char *error)
{
    char *open = strrchr(error, '('), *close = strrchr(error, ')');
    if (open == NULL || close == NULL || close < open)
        return error;
    *close = '\0';
    return open + 1;
}

/* The signals that end us are waited for, in the one thread that has time for them. */
static sigset_t block_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signals;
}

static int wait_for_stop(const sigset_t *signals)
{
    int received = 0;
    while (received != SIGTERM && received != SIGINT)
        sigwait(signals, &received);
    return EXIT_SUCCESS;
}

/* Waits for one of `signals`, and passes on to the command what it has not got itself: Control-C
 * reaches all that run in the terminal, and many programs take a second one for an order to die. */
static void relay_signal(const sigset_t *signals, pid_t child)
{
    siginfo_t received;
    if (sigwaitinfo(signals, &received) > 0 && received.si_signo != SIGCHLD &&
        received.si_code != SI_KERNEL)
        kill(child, received.si_signo);
}

static int run_command(const struct options *options, struct store *store, const char *base_url,
                       const sigset_t *signals)
{
    char api[BASE_URL_SIZE + sizeof "/api/v1"];
    struct store_partner partner;
    struct store_user user;
    snprintf(api, sizeof api, "%s/api/v1", base_url);
    if (!store_first_partner(store, &partner) ||
        !store_first_user(store, partner.client_id, &user)) {
        fputs("snaptrade-mock: the fixtures have no partner with a user for COMMAND\n", stderr);
        return CANNOT_START;
    }
    const struct command_credentials credentials = {api, &partner, &user};
    pid_t child;
    if (!command_start(options->command, &credentials, &child))
        return COMMAND_NOT_FOUND;
    int status = 0;
    while (waitpid(child, &status, WNOHANG) != child)
        relay_signal(signals, child);
    return command_status(status);
}

static int serve(const struct options *options, struct store *store)
{
    const struct mock_config mock = {
        .store = store,
        .now = wall_clock,
        .clock_skew = options->clock_skew,
        .strict = options->strict,
    };
    const struct server_config config = {
        .address = options->address,
        .port = options->port,
        .threads = options->threads,
        .log = options->log,
        .log_descriptor = STDERR_FILENO,
        .mock = &mock,
    };
    char error[SERVER_ERROR_SIZE], base_url[BASE_URL_SIZE];
    sigset_t signals = block_signals();
    struct server *server = server_start(&config, error);
    if (server == NULL) {
        fprintf(stderr, "snaptrade-mock: cannot listen on %s:%d: %s\n", options->address,
                options->port, why_of(error));
        return CANNOT_START;
    }
    snprintf(base_url, sizeof base_url, "http://%s:%d", options->address, server_port(server));
    int status = CANNOT_START;
    if (announce(options, base_url)) {
        status = options->command != NULL ? run_command(options, store, base_url, &signals)
                                          : wait_for_stop(&signals);
        if (options->ready_file != NULL)
            ready_file_remove(options->ready_file);
    }
    server_stop(server);
    return status;
}

int main(int argc, char **argv)
{
    char fixtures[OPTIONS_PATH_SIZE];
    struct options options;
    find_fixtures(fixtures);
    switch (options_read(argc, argv, fixtures, &options)) {
    case OPTIONS_BAD:
        return BAD_OPTION;
    case OPTIONS_DONE:
        return EXIT_SUCCESS;
    default:
        break;
    }
    struct store *store = load_store(&options);
    if (store == NULL)
        return CANNOT_START;
    int status = EXIT_SUCCESS;
    if (options.check)
        printf("%s: no problem found\n", options.fixtures);
    else
        status = serve(&options, store);
    store_free(store);
    return status;
}
