#include "options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "option_values.h"
#include "tenant/limit.h"
#include "tls_options.h"

enum { DEFAULT_PORT = 7627 }; /* S-N-A-P on a phone */

enum {
    LISTEN,
    FIXTURES,
    CHECK,
    CLOCK_SKEW,
    SIGNATURE_CHECK,
    CONTRACT,
    NO_HINTS,
    NO_CONTROL,
    CONTROL_TOKEN_FILE,
    PUBLIC_URL,
    PORTAL_URL,
    VISITORS,
    JOURNAL,
    MAX_PARTNERS,
    MAX_WAITING,
    MAX_BODY,
    RATE_LIMIT,
    SEED,
    RESET_EVERY,
    WEBHOOK_URL,
    WEBHOOK_RETRY_DELAY,
    LOG,
    THREADS,
    READY_FILE,
    TLS_CERT,
    TLS_KEY,
    TLS,
    TLS_CA,
    HELP,
    VERSION,
    OPTIONS
};

/* `form` is what the argument looks like, NULL where there is none. `environment` is the name
 * that sets it too, NULL where it makes no sense there. Where `set` is NULL, `offset` is that of a
 * number from `least` to `most`, or of a flag where there is no `form`. */
static const struct row {
    const char *flag, *form, *environment, *help, *wanted;
    option_setter *set;
    size_t offset;
    int64_t least, most;
} rows[OPTIONS] = {
    [LISTEN] = {"listen", "HOST:PORT", "SNAPTRADE_MOCK_LISTEN",
                "address to answer on; port 0 picks a free one (default 127.0.0.1:7627,\n"
                "with COMMAND 127.0.0.1:0). May be given up to 8 times, in the environment\n"
                "with commas; the first is the one that is announced. With TLS all answer\n"
                "https, but for those that begin with http://",
                "HOST:PORT with an IPv4 host and a port from 0 to 65535", option_set_listen, 0, 0,
                0},
    [FIXTURES] = {"fixtures", "DIR", "SNAPTRADE_MOCK_FIXTURES",
                  "folder of JSON fixtures to start from (default: fixtures/default);\n"
                  "read again on SIGHUP",
                  "the path of a folder", option_set_fixtures, 0, 0, 0},
    [CHECK] = {"check", NULL, NULL, "check the fixtures, say what is wrong with them, and exit",
               NULL, NULL, offsetof(struct options, check), 0, 0},
    [CLOCK_SKEW] = {"clock-skew", "SECONDS", "SNAPTRADE_MOCK_CLOCK_SKEW",
                    "how far a timestamp may be off, either way; 0 = any (default 300)",
                    "a number of seconds from 0", NULL, offsetof(struct options, clock_skew), 0,
                    INT32_MAX},
    [SIGNATURE_CHECK] = {"signature-check", "lenient|strict", "SNAPTRADE_MOCK_SIGNATURE_CHECK",
                         "lenient accepts whatever an official SDK may sign, strict only the\n"
                         "path and query as sent (default lenient)",
                         "lenient or strict", option_set_signature_check, 0, 0, 0},
    [CONTRACT] = {"contract", "all|2026-08", "SNAPTRADE_MOCK_CONTRACT",
                  "2026-08 serves what SnapTrade's public API file has since that month:\n"
                  "DELETE /authorizations/{id} and /sessionEvents are gone (default all)",
                  "all or 2026-08", option_set_contract, 0, 0, 0},
    [NO_HINTS] = {"no-hints", NULL, "SNAPTRADE_MOCK_NO_HINTS",
                  "do not say in X-Sandbox-Diagnosis why a signature was refused", "0 or 1", NULL,
                  offsetof(struct options, no_hints), 0, 0},
    [NO_CONTROL] = {"no-control", NULL, "SNAPTRADE_MOCK_NO_CONTROL",
                    "do not serve the control API, /_sandbox/", "0 or 1", NULL,
                    offsetof(struct options, no_control), 0, 0},
    [CONTROL_TOKEN_FILE] = {"control-token-file", "PATH", "SNAPTRADE_MOCK_CONTROL_TOKEN_FILE",
                            "the control API demands the token on this file's first line; without\n"
                            "it, one is made and printed where the API is not open to this machine",
                            "a path", option_set_control_token_file, 0, 0, 0},
    [PUBLIC_URL] = {"public-url", "URL", "SNAPTRADE_MOCK_PUBLIC_URL",
                    "where a front such as nginx offers this mock; the control API then\n"
                    "demands a token",
                    "https://HOST[:PORT] or http://HOST[:PORT]", option_set_public_url, 0, 0, 0},
    [PORTAL_URL] = {"portal-url", "URL", "SNAPTRADE_MOCK_PORTAL_URL",
                    "what links to the connection portal begin with (default: the scheme of\n"
                    "--public-url, or that by which login was asked, and its Host)",
                    "https://HOST[:PORT] or http://HOST[:PORT]", option_set_portal_url, 0, 0, 0},
    [VISITORS] = {"visitors", NULL, "SNAPTRADE_MOCK_VISITORS",
                  "whoever comes to the sandbox page may make a partner of their own, which\n"
                  "is limited to 250 requests a minute and goes an hour after its last use",
                  "0 or 1", NULL, offsetof(struct options, visitors), 0, 0},
    [JOURNAL] = {"journal", "N", "SNAPTRADE_MOCK_JOURNAL",
                 "how many requests to remember, of each partner; 0 = none (default 1000)",
                 "a number from 0 to 1000000", NULL, offsetof(struct options, journal), 0, 1000000},
    [MAX_PARTNERS] = {"max-partners", "N", "SNAPTRADE_MOCK_MAX_PARTNERS",
                      "partners that the control API may make (default 2000)",
                      "a number from 0 to 100000", NULL, offsetof(struct options, most_partners), 0,
                      100000},
    [MAX_WAITING] = {"max-waiting", "N", "SNAPTRADE_MOCK_MAX_WAITING",
                     "requests that may wait for something to happen; each holds a thread\n"
                     "(default and most: half of the threads)",
                     "a number from 0 to 10000", NULL, offsetof(struct options, most_waiting), 0,
                     10000},
    [MAX_BODY] = {"max-body", "BYTES", "SNAPTRADE_MOCK_MAX_BODY",
                  "of a call of the control API (default 1048576)",
                  "a number from 1024 to 268435456", NULL, offsetof(struct options, most_body),
                  1024, 268435456},
    [RATE_LIMIT] = {"rate-limit", "N", "SNAPTRADE_MOCK_RATE_LIMIT",
                    "requests that a partner may send in 60 seconds, as SnapTrade's 250;\n"
                    "0 = any number (default 0)",
                    "a number from 0 to 1000000", NULL, offsetof(struct options, rate_limit), 0,
                    LIMIT_MOST},
    [SEED] = {"seed", "N", "SNAPTRADE_MOCK_SEED",
              "what faults are drawn from, so that a run can be repeated (default 1)",
              "a number from 0 to 4294967295", NULL, offsetof(struct options, seed), 0, UINT32_MAX},
    [RESET_EVERY] = {"reset-every", "DURATION", "SNAPTRADE_MOCK_RESET_EVERY",
                     "put the partners of the fixtures back to them, as in 90s, 10m, 24h, 7d",
                     "a number with s, m, h or d behind it", option_set_reset_every, 0, 0, 0},
    [WEBHOOK_URL] = {"webhook-url", "URL", "SNAPTRADE_MOCK_WEBHOOK_URL",
                     "where events of the fixtures' partners are posted",
                     "a http or https URL without credentials and fragment", option_set_webhook_url,
                     0, 0, 0},
    [WEBHOOK_RETRY_DELAY] = {"webhook-retry-delay", "SECONDS", "SNAPTRADE_MOCK_WEBHOOK_RETRY_DELAY",
                             "before a webhook that was not delivered is posted again; the next\n"
                             "two retries wait twice as long each; 0 = at once (default 1800)",
                             "a number of seconds from 0", option_set_webhook_retry_delay, 0, 0, 0},
    [LOG] = {"log", "text|json|none", "SNAPTRADE_MOCK_LOG",
             "one line per request on stderr (default text, with COMMAND none)",
             "text, json or none", option_set_log, 0, 0, 0},
    [THREADS] = {"threads", "N", "SNAPTRADE_MOCK_THREADS",
                 "connections served at once (default 256)", "a number from 1 to 10000", NULL,
                 offsetof(struct options, threads), 1, 10000},
    [READY_FILE] = {"ready-file", "PATH", "SNAPTRADE_MOCK_READY_FILE",
                    "the base URL stands there while requests are answered", "a path",
                    option_set_ready_file, 0, 0, 0},
    [TLS_CERT] = {"tls-cert", "FILE", "SNAPTRADE_MOCK_TLS_CERT",
                  "speak TLS with this certificate, and those behind it that lead to its CA:\n"
                  "PEM",
                  "a path", option_set_tls_cert, 0, 0, 0},
    [TLS_KEY] = {"tls-key", "FILE", "SNAPTRADE_MOCK_TLS_KEY",
                 "the certificate's key: PEM, no passphrase", "a path", option_set_tls_key, 0, 0,
                 0},
    [TLS] = {"tls", "self-signed", "SNAPTRADE_MOCK_TLS",
             "speak TLS with a certificate of a CA that is made for this run", "self-signed",
             option_set_tls, 0, 0, 0},
    [TLS_CA] = {"tls-ca", "FILE", "SNAPTRADE_MOCK_TLS_CA",
                "where the certificate of that CA is written, for clients to trust; COMMAND\n"
                "finds the path in SNAPTRADE_CA_FILE",
                "a path", option_set_tls_ca, 0, 0, 0},
    [HELP] = {"help", NULL, NULL, "print this and exit", NULL, NULL, 0, 0, 0},
    [VERSION] = {"version", NULL, NULL, "print the version and exit", NULL, NULL, 0, 0, 0},
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

/* A flag on the command line has no value; in the environment it is 0 or 1. */
static bool set_flag(const char *value, bool *flag)
{
    *flag = value == NULL || strcmp(value, "1") == 0;
    return *flag || strcmp(value, "0") == 0;
}

static bool set(const struct row *row, const char *value, struct options *options)
{
    char *place = (char *)options + row->offset;
    if (row->set != NULL)
        return row->set(value, options);
    if (row->form == NULL)
        return set_flag(value, (bool *)place);
    return option_read_number(value, row->least, row->most, (int64_t *)(void *)place);
}

/* `source` is the option or the environment variable. */
static bool apply(const struct row *row, const char *source, const char *value,
                  struct options *options)
{
    if (set(row, value, options))
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
    *options = (struct options){.clock_skew = 300,
                                .threads = 256,
                                .journal = 1000,
                                .most_partners = 2000,
                                .most_waiting = -1,
                                .seed = 1,
                                .webhook_retry_delay = 1800000,
                                .most_body = 1048576};
    snprintf(options->fixtures, sizeof options->fixtures, "%s", default_fixtures);
    if (!read_environment(options))
        return OPTIONS_BAD;
    options->listen_anew = true;
    enum options_result result = read_flags(argc, argv, options);
    if (result == OPTIONS_RUN)
        result = read_command(argc, argv, options);
    if (options->listen_count == 0)
        options->listen[options->listen_count++] = (struct options_listen){
            .address = "127.0.0.1", .port = options->command != NULL ? 0 : DEFAULT_PORT};
    if (options->most_waiting < 0 || options->most_waiting > options->threads / 2)
        options->most_waiting = options->threads / 2;
    if (!options->log_given)
        options->log = options->command != NULL ? ACCESS_LOG_NONE : ACCESS_LOG_TEXT;
    if (result == OPTIONS_RUN && !tls_options_settle(options))
        result = OPTIONS_BAD;
    return result;
}
