#include "options.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_PORT = 7627 }; /* S-N-A-P on a phone */

enum {
    LISTEN,
    FIXTURES,
    CHECK,
    CLOCK_SKEW,
    SIGNATURE_CHECK,
    LOG,
    THREADS,
    READY_FILE,
    HELP,
    VERSION,
    OPTIONS
};

/* Sets what the value says; false: the value is bad. */
typedef bool setter(const char *value, struct options *options);

static bool read_number(const char *text, int64_t least, int64_t most, int64_t *number)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < least || value > most)
        return false;
    *number = value;
    return true;
}

static bool resolve(const char *host, char address[OPTIONS_ADDRESS_SIZE])
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return false;
    struct sockaddr_in first;
    memcpy(&first, found->ai_addr, sizeof first);
    freeaddrinfo(found);
    return inet_ntop(AF_INET, &first.sin_addr, address, OPTIONS_ADDRESS_SIZE) != NULL;
}

static bool set_listen(const char *value, struct options *options)
{
    char host[256];
    int64_t port;
    const char *colon = strrchr(value, ':');
    if (colon == NULL || colon == value || (size_t)(colon - value) >= sizeof host ||
        !read_number(colon + 1, 0, 65535, &port))
        return false;
    memcpy(host, value, (size_t)(colon - value));
    host[colon - value] = '\0';
    options->port = (int)port;
    options->port_given = true;
    return resolve(host, options->address);
}

static bool set_fixtures(const char *value, struct options *options)
{
    return *value != '\0' && snprintf(options->fixtures, sizeof options->fixtures, "%s", value) <
                                 (int)sizeof options->fixtures;
}

static bool set_check(const char *value, struct options *options)
{
    (void)value;
    options->check = true;
    return true;
}

static bool set_clock_skew(const char *value, struct options *options)
{
    return read_number(value, 0, INT32_MAX, &options->clock_skew);
}

static bool set_signature_check(const char *value, struct options *options)
{
    options->strict = strcmp(value, "strict") == 0;
    return options->strict || strcmp(value, "lenient") == 0;
}

static bool set_log(const char *value, struct options *options)
{
    static const char *const formats[] = {
        [ACCESS_LOG_NONE] = "none", [ACCESS_LOG_TEXT] = "text", [ACCESS_LOG_JSON] = "json"};
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(value, formats[i]) == 0) {
            options->log = (enum access_log_format)i;
            options->log_given = true;
            return true;
        }
    }
    return false;
}

static bool set_threads(const char *value, struct options *options)
{
    int64_t threads = 0;
    bool good = read_number(value, 1, 10000, &threads);
    options->threads = (int)threads;
    return good;
}

static bool set_ready_file(const char *value, struct options *options)
{
    options->ready_file = value;
    return *value != '\0';
}

/* `form` is what the argument looks like, NULL where there is none. `environment` is the name
 * that sets it too, NULL where it makes no sense there. */
static const struct row {
    const char *flag, *form, *environment, *help, *wanted;
    setter *set;
} rows[OPTIONS] = {
    [LISTEN] = {"listen", "HOST:PORT", "SNAPTRADE_MOCK_LISTEN",
                "address to answer on; port 0 picks a free one (default 127.0.0.1:7627,\n"
                "with COMMAND 127.0.0.1:0)",
                "HOST:PORT with an IPv4 host and a port from 0 to 65535", set_listen},
    [FIXTURES] = {"fixtures", "DIR", "SNAPTRADE_MOCK_FIXTURES",
                  "folder of JSON fixtures to start from (default: fixtures/default)",
                  "the path of a folder", set_fixtures},
    [CHECK] = {"check", NULL, NULL, "check the fixtures, say what is wrong with them, and exit",
               NULL, set_check},
    [CLOCK_SKEW] = {"clock-skew", "SECONDS", "SNAPTRADE_MOCK_CLOCK_SKEW",
                    "how far a timestamp may be off, either way; 0 = any (default 300)",
                    "a number of seconds from 0", set_clock_skew},
    [SIGNATURE_CHECK] = {"signature-check", "lenient|strict", "SNAPTRADE_MOCK_SIGNATURE_CHECK",
                         "lenient accepts whatever an official SDK may sign, strict only the\n"
                         "path and query as sent (default lenient)",
                         "lenient or strict", set_signature_check},
    [LOG] = {"log", "text|json|none", "SNAPTRADE_MOCK_LOG",
             "one line per request on stderr (default text, with COMMAND none)",
             "text, json or none", set_log},
    [THREADS] = {"threads", "N", "SNAPTRADE_MOCK_THREADS",
                 "connections served at once (default 256)", "a number from 1 to 10000",
                 set_threads},
    [READY_FILE] = {"ready-file", "PATH", "SNAPTRADE_MOCK_READY_FILE",
                    "the base URL stands there while requests are answered", "a path",
                    set_ready_file},
    [HELP] = {"help", NULL, NULL, "print this and exit", NULL, NULL},
    [VERSION] = {"version", NULL, NULL, "print the version and exit", NULL, NULL},
};

static void print_help(void)
{
    puts("usage: snaptrade-mock [OPTIONS]\n"
         "       snaptrade-mock [OPTIONS] -- COMMAND...\n"
         "\n"
         "A mock server of the SnapTrade Connections API. It answers on 127.0.0.1 until SIGTERM\n"
         "or SIGINT. With COMMAND it runs that, with SNAPTRADE_BASE_URL, SNAPTRADE_CLIENT_ID,\n"
         "SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET set to itself, and\n"
         "exits with its status.\n");
    for (const struct row *row = rows; row < rows + OPTIONS; row++) {
        printf("  --%s%s%s\n", row->flag, row->form != NULL ? " " : "",
               row->form != NULL ? row->form : "");
        for (const char *line = row->help; line != NULL;) {
            size_t length = strcspn(line, "\n");
            printf("        %.*s\n", (int)length, line);
            line = line[length] == '\n' ? line + length + 1 : NULL;
        }
        if (row->environment != NULL)
            printf("        environment: %s\n", row->environment);
    }
    puts("\nexit status: 0 stopped by a signal or --check found nothing, 1 cannot start,\n"
         "2 bad option; with COMMAND its own");
}

/* `source` is the option or the environment variable. */
static bool apply(const struct row *row, const char *source, const char *value,
                  struct options *options)
{
    if (row->set(value, options))
        return true;
    fprintf(stderr, "snaptrade-mock: %s: \"%s\" is not %s\n", source, value, row->wanted);
    return false;
}

static bool read_environment(struct options *options)
{
    for (const struct row *row = rows; row < rows + OPTIONS; row++) {
        const char *value = row->environment != NULL ? getenv(row->environment) : NULL;
        if (value != NULL && !apply(row, row->environment, value, options))
            return false;
    }
    return true;
}

static enum options_result bad_option(char **argv)
{
    fprintf(stderr, "snaptrade-mock: unknown option or missing value: %s (see --help)\n",
            argv[optind - 1]);
    return OPTIONS_BAD;
}

static enum options_result read_flags(int argc, char **argv, struct options *options)
{
    struct option longs[OPTIONS + 1] = {{0}};
    for (int i = 0; i < OPTIONS; i++)
        longs[i] = (struct option){rows[i].flag,
                                   rows[i].form != NULL ? required_argument : no_argument, NULL, i};
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, "+", longs, NULL)) != -1;) {
        if (found == '?')
            return bad_option(argv);
        if (found == HELP) {
            print_help();
            return OPTIONS_DONE;
        }
        if (found == VERSION) {
            puts("snaptrade-mock " SNAPTRADE_VERSION);
            return OPTIONS_DONE;
        }
        char flag[64];
        snprintf(flag, sizeof flag, "--%s", rows[found].flag);
        if (!apply(&rows[found], flag, optarg, options))
            return OPTIONS_BAD;
    }
    return OPTIONS_RUN;
}

/* What stands behind the options must be "-- COMMAND...". */
static enum options_result read_command(int argc, char **argv, struct options *options)
{
    bool dashes = strcmp(argv[optind - 1], "--") == 0;
    if (optind < argc && !dashes) {
        fprintf(stderr, "snaptrade-mock: unexpected argument: %s (COMMAND stands behind \"--\")\n",
                argv[optind]);
        return OPTIONS_BAD;
    }
    if (dashes && optind == argc) {
        fprintf(stderr, "snaptrade-mock: no COMMAND behind \"--\"\n");
        return OPTIONS_BAD;
    }
    options->command = dashes ? argv + optind : NULL;
    return OPTIONS_RUN;
}

enum options_result options_read(int argc, char **argv, const char *default_fixtures,
                                 struct options *options)
{
    *options = (struct options){.address = "127.0.0.1", .clock_skew = 300, .threads = 256};
    snprintf(options->fixtures, sizeof options->fixtures, "%s", default_fixtures);
    if (!read_environment(options))
        return OPTIONS_BAD;
    enum options_result result = read_flags(argc, argv, options);
    if (result == OPTIONS_RUN)
        result = read_command(argc, argv, options);
    if (!options->port_given)
        options->port = options->command != NULL ? 0 : DEFAULT_PORT;
    if (!options->log_given)
        options->log = options->command != NULL ? ACCESS_LOG_NONE : ACCESS_LOG_TEXT;
    return result;
}
