/* snaptrade-mock: reads the options, loads the fixtures, answers until it is told to stop. */
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "control_token.h"
#include "duty.h"
#include "http/server.h"
#include "options.h"
#include "state/fixtures.h"
#include "tls_options.h"
#include "whole_file.h"

_Static_assert((int)OPTIONS_LISTEN_MOST == (int)SERVER_LISTEN_MOST, "there is room for all");

enum {
    CANNOT_START = 1,
    BAD_OPTION = 2,
    BASE_URL_SIZE = 128,
    JOURNAL_BYTES = 1 << 20 /* of each partner's */
};

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
    char line[BASE_URL_SIZE + 1];
    snprintf(line, sizeof line, "%s\n", base_url);
    if (options->ready_file != NULL && !whole_file_write(options->ready_file, line)) {
        fprintf(stderr, "snaptrade-mock: --ready-file %s cannot be written\n", options->ready_file);
        return false;
    }
    if (options->command == NULL) {
        printf("listening on %s\n", base_url);
        fflush(stdout);
    }
    return true;
}

/* civetweb says "cannot bind to ADDRESS: 98 (Address already in use)", where an ADDRESS with TLS
 * ends in s, or something else. */
static void complain(const struct options_listen *first, char *error)
{
    static const char bind[] = "bind to ";
    char *place = strstr(error, bind), *open = strrchr(error, '('), *close = strrchr(error, ')');
    char *end = place != NULL ? strstr(place, ": ") : NULL;
    if (end == NULL || open == NULL || close == NULL || close < open) {
        fprintf(stderr, "snaptrade-mock: cannot listen on %s:%d: %s\n", first->address, first->port,
                error);
        return;
    }
    *end = *close = '\0';
    if (end[-1] == 's')
        end[-1] = '\0';
    fprintf(stderr, "snaptrade-mock: cannot listen on %s: %s\n", place + sizeof bind - 1, open + 1);
}

/* Of a URL; NULL: there is none. */
static const char *scheme_of(const char *url)
{
    return url == NULL ? NULL : strncmp(url, "https:", 6) == 0 ? "https" : "http";
}

static struct sandbox *make_sandbox(const struct options *options, struct store *store,
                                    const struct access_rules *access)
{
    const struct sandbox_config config = {
        .now = wall_clock,
        .rate_limit = (unsigned)options->rate_limit,
        .mock = {.store = store,
                 .clock_skew = options->clock_skew,
                 .strict = options->strict,
                 .portal_url = options->portal_url,
                 .portal_scheme = scheme_of(options->public_url),
                 .contract_2026_08 = options->contract_2026_08},
        .journal = {.entries = (size_t)options->journal, .bytes = JOURNAL_BYTES},
        .has_control = !options->no_control,
        .hints = !options->no_hints,
        .access = *access,
        .fixtures = options->fixtures,
        .most_partners = (size_t)options->most_partners,
        .most_waiting = (unsigned)options->most_waiting,
        .most_body = (size_t)options->most_body,
        .seed = (uint64_t)options->seed,
        .webhook_url = options->webhook_url,
        .webhook_retry_delay = options->webhook_retry_delay,
        .visitors = options->visitors,
        .version = SNAPTRADE_VERSION,
    };
    return sandbox_new(&config);
}

static int serve_sandbox(const struct options *options, const struct tls_identity *identity,
                         struct sandbox *sandbox)
{
    struct server_config config = {
        .listen_count = options->listen_count,
        .threads = (int)options->threads,
        .log = options->log,
        .log_descriptor = STDERR_FILENO,
        .sandbox = sandbox,
        .identity = identity,
    };
    char error[SERVER_ERROR_SIZE], base_url[BASE_URL_SIZE];
    struct duty duty;
    for (size_t i = 0; i < options->listen_count; i++)
        config.listen[i] = (struct server_listen){options->listen[i].address,
                                                  options->listen[i].port, options->listen[i].tls};
    duty_begin(&duty, options, sandbox);
    struct server *server = server_start(&config, error);
    if (server == NULL) {
        complain(&options->listen[0], error);
        return CANNOT_START;
    }
    snprintf(base_url, sizeof base_url, "%s://%s:%d", options->listen[0].tls ? "https" : "http",
             options->listen[0].address, server_port(server));
    int status = CANNOT_START;
    if (tls_options_tell(options, identity) && announce(options, base_url)) {
        status = options->command != NULL ? duty_run_command(&duty, base_url)
                                          : duty_wait_for_stop(&duty);
        if (options->ready_file != NULL)
            whole_file_remove(options->ready_file);
    }
    server_stop(server);
    return status;
}

/* Can nobody but this machine's programs come in? */
static bool is_loopback(const struct options *options)
{
    bool all = true;
    for (size_t i = 0; i < options->listen_count; i++)
        all = all && strncmp(options->listen[i].address, "127.", 4) == 0;
    return all;
}

static int serve(const struct options *options, const struct tls_identity *identity,
                 struct store *store)
{
    struct control_token token;
    struct access_rules access;
    if (!control_token_get(options->control_token_file, &token))
        return CANNOT_START;
    access = (struct access_rules){
        .open = options->control_token_file == NULL && options->public_url == NULL &&
                is_loopback(options),
        .token = token.text,
        .address = options->listen[0].address,
        .public_url = options->public_url,
    };
    struct sandbox *sandbox = make_sandbox(options, store, &access);
    if (sandbox == NULL) {
        fputs("snaptrade-mock: out of memory\n", stderr);
        return CANNOT_START;
    }
    if (!access.open && !options->no_control && options->control_token_file == NULL)
        fprintf(stderr, "snaptrade-mock: token of the control API: %s\n", token.text);
    int status = serve_sandbox(options, identity, sandbox);
    sandbox_free(sandbox);
    return status;
}

/* TLS comes first: while nothing else runs a trial of it can do no harm. */
static int start(const struct options *options, struct store *store)
{
    struct tls_identity *identity;
    if (!tls_options_apply(options, &identity))
        return CANNOT_START;
    int status = serve(options, identity, store);
    tls_identity_free(identity);
    return status;
}

/* glibc gives large blocks back to the system, until the first of them is freed: from then on it
 * keeps blocks of that size, in each of its arenas. Ours are the journals that somebody reads. */
static void give_back_what_is_large(void)
{
    enum { LARGE_BYTES = 128 * 1024 }; /* glibc's own beginning */
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
}

int main(int argc, char **argv)
{
    char fixtures[OPTIONS_PATH_SIZE];
    struct options options;
    give_back_what_is_large();
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
        status = start(&options, store);
    store_free(store);
    return status;
}
