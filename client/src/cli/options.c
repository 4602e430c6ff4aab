#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_row {
    BASE_URL,
    CLIENT_ID,
    CONSUMER_KEY,
    USER_ID,
    USER_SECRET,
    CONFIG,
    CA_FILE,
    TIMEOUT,
    JSON,
    YES,
    CONNECTION,
    USER,
    SESSION,
    PARAMETER,
    BODY,
    PRINT,
    NO_USER,
    SIGNATURE,
    HEADER,
    CANONICAL,
    STRICT,
    CLOCK_SKEW,
    HELP,
    VERSION,
    OPTIONS
};

static const struct {
    const char *name, *form;
    int arguments;
    const char *help;
} commands[COMMANDS] = {
    [COMMAND_LIST] = {"list", "", 0, "the brokerage authorizations of the user"},
    [COMMAND_SHOW] = {"show", " ID", 1, "one brokerage authorization"},
    [COMMAND_REMOVE] = {"remove", " ID", 1, "remove one, after asking"},
    [COMMAND_EVENTS] = {"events", "", 0, "the partner's session events"},
    [COMMAND_CALL] = {"call", " METHOD PATH", 2,
                      "make any call, and print the body of the answer: PATH is\n"
                      "what stands behind the base URL, like /accounts"},
    [COMMAND_SIGN] = {"sign", " METHOD URL", 2,
                      "print what a request signs and how to send it; a URL that\n"
                      "starts with / is put behind the base URL"},
    [COMMAND_EXPLAIN] = {"explain", " METHOD URL", 2,
                         "say why a signature was refused; URL as it was sent, or what\n"
                         "stands in a log from the first slash on"},
    [COMMAND_MISTAKES] = {"mistakes", "", 0, "every mistake that explain can name"},
};

enum {
    IN_LIST = 1 << COMMAND_LIST,
    IN_SHOW = 1 << COMMAND_SHOW,
    IN_REMOVE = 1 << COMMAND_REMOVE,
    IN_EVENTS = 1 << COMMAND_EVENTS,
    IN_CALL = 1 << COMMAND_CALL,
    IN_SIGN = 1 << COMMAND_SIGN,
    IN_EXPLAIN = 1 << COMMAND_EXPLAIN,
    IN_MISTAKES = 1 << COMMAND_MISTAKES,
    IN_MODELS = IN_LIST | IN_SHOW | IN_REMOVE | IN_EVENTS,
    IN_CALLS = IN_MODELS | IN_CALL,
    IN_ALL = IN_CALLS | IN_SIGN | IN_EXPLAIN | IN_MISTAKES
};

enum kind { TEXT, TEXTS, FLAG, TIME_LIMIT, SECONDS, PRINT_WHAT, ENDS_HERE };

/* `form` is what the argument looks like, NULL where there is none; `in`, which commands take it;
 * `offset`, where a TEXT or FLAG goes in struct options. */
static const struct {
    const char *name, *form, *environment, *help;
    int in;
    enum kind kind;
    size_t offset;
} rows[OPTIONS] = {
    [BASE_URL] = {"base-url", "URL", "SNAPTRADE_BASE_URL",
                  "where the API is (default http://127.0.0.1:7627/api/v1)", IN_ALL, TEXT,
                  offsetof(struct options, settings[SETTING_BASE_URL])},
    [CLIENT_ID] = {"client-id", "ID", "SNAPTRADE_CLIENT_ID", "the partner", IN_ALL, TEXT,
                   offsetof(struct options, settings[SETTING_CLIENT_ID])},
    [CONSUMER_KEY] = {"consumer-key", "KEY", "SNAPTRADE_CONSUMER_KEY",
                      "its key; whoever may list processes can read it here", IN_ALL, TEXT,
                      offsetof(struct options, settings[SETTING_CONSUMER_KEY])},
    [USER_ID] = {"user-id", "ID", "SNAPTRADE_USER_ID",
                 "the user; \"\" for a personal partner's calls, which have none", IN_ALL, TEXT,
                 offsetof(struct options, settings[SETTING_USER_ID])},
    [USER_SECRET] = {"user-secret", "SECRET", "SNAPTRADE_USER_SECRET",
                     "its secret; whoever may list processes can read it here", IN_ALL, TEXT,
                     offsetof(struct options, settings[SETTING_USER_SECRET])},
    [CONFIG] = {"config", "FILE", "SNAPTRADE_CONFIG",
                "lines NAME=VALUE with the names above, for those not given otherwise", IN_ALL,
                TEXT, offsetof(struct options, config)},
    [CA_FILE] = {"ca-file", "FILE", "SNAPTRADE_CA_FILE",
                 "trust these certificates (PEM) only; else those of CURL_CA_BUNDLE or\n"
                 "SSL_CERT_FILE, or the system's",
                 IN_CALLS, TEXT, offsetof(struct options, ca_file)},
    [TIMEOUT] = {"timeout", "SECONDS", NULL, "for the whole call (default 30)", IN_CALLS,
                 TIME_LIMIT, 0},
    [JSON] = {"json", NULL, NULL, "print the body as received", IN_MODELS, FLAG,
              offsetof(struct options, json)},
    [YES] = {"yes", NULL, NULL, "remove without asking", IN_REMOVE, FLAG,
             offsetof(struct options, yes)},
    [CONNECTION] = {"connection", NULL, NULL,
                    "remove by DELETE /connection/ID, which took the place of\n"
                    "DELETE /authorizations/ID in 2026",
                    IN_REMOVE, FLAG, offsetof(struct options, connection)},
    [USER] = {"user", "ID,...", NULL, "events of these users only", IN_EVENTS, TEXT,
              offsetof(struct options, users)},
    [SESSION] = {"session", "ID,...", NULL, "events of these sessions only", IN_EVENTS, TEXT,
                 offsetof(struct options, sessions)},
    [PARAMETER] = {"parameter", "NAME=VALUE", NULL,
                   "send this in the query, too; may be given several times", IN_CALL, TEXTS, 0},
    [BODY] = {"body", "FILE", NULL, "the body, which is JSON; - reads standard input",
              IN_CALL | IN_SIGN | IN_EXPLAIN, TEXT, offsetof(struct options, body)},
    [PRINT] = {"print", "WHAT", NULL,
               "only the canonical string, the signature, the url or the\n"
               "curl command: canonical, signature, url, curl",
               IN_SIGN, PRINT_WHAT, 0},
    [NO_USER] = {"no-user", NULL, NULL, "do not add userId and userSecret", IN_CALL | IN_SIGN, FLAG,
                 offsetof(struct options, no_user)},
    [SIGNATURE] = {"signature", "TEXT", NULL, "the value of the header Signature", IN_EXPLAIN, TEXT,
                   offsetof(struct options, signature)},
    [HEADER] = {"header", "\"NAME: VALUE\"", NULL,
                "another header of the request; may be given several times", IN_EXPLAIN, TEXTS, 0},
    [CANONICAL] = {"canonical", "FILE", NULL,
                   "the string that was signed, to be compared with what should\n"
                   "have been; - reads standard input",
                   IN_EXPLAIN, TEXT, offsetof(struct options, canonical)},
    [STRICT] = {"strict", NULL, NULL,
                "take path and query as sent only, not as SDKs deviate from them", IN_EXPLAIN, FLAG,
                offsetof(struct options, strict)},
    [CLOCK_SKEW] = {"clock-skew", "SECONDS", NULL,
                    "judge the timestamp too: how far it may be from now, either\n"
                    "way",
                    IN_EXPLAIN, SECONDS, 0},
    [HELP] = {"help", NULL, NULL, "print this and exit", IN_ALL, ENDS_HERE, 0},
    [VERSION] = {"version", NULL, NULL, "print the version and exit", IN_ALL, ENDS_HERE, 0},
};

static void print_indented(const char *text, int first, int others)
{
    for (const char *line = text; line != NULL; first = others) {
        size_t length = strcspn(line, "\n");
        printf("%*s%.*s\n", first, "", (int)length, line);
        line = line[length] == '\n' ? line + length + 1 : NULL;
    }
}

static void print_help(void)
{
    puts("usage: snaptrade-client COMMAND [OPTIONS]\n"
         "\n"
         "Calls SnapTrade's Connections API, by default the mock server on this machine.\n");
    for (int i = 0; i < COMMANDS; i++) {
        int width = printf("  %s%s", commands[i].name, commands[i].form);
        print_indented(commands[i].help, 22 - width, 22);
    }
    puts("");
    for (int i = 0; i < OPTIONS; i++) {
        printf("  --%s%s%s\n", rows[i].name, rows[i].form != NULL ? " " : "",
               rows[i].form != NULL ? rows[i].form : "");
        print_indented(rows[i].help, 8, 8);
        if (rows[i].environment != NULL)
            printf("        environment: %s\n", rows[i].environment);
    }
    puts("\n"
         "An option wins over the environment, and that over the file. On this machine, a partner\n"
         "that is not given is that of the default fixtures, and so is then the user.\n"
         "\n"
         "exit status: 0 done, 1 the API or you said no, or the signature is wrong, 2 bad usage,\n"
         "3 no whole answer");
}

static bool set_timeout(const char *value, struct options *options)
{
    char *end;
    errno = 0;
    double seconds = strtod(value, &end);
    options->timeout_ms = 0;
    if (errno == 0 && *end == '\0' && end != value && seconds >= 0.001 && seconds <= 86400)
        options->timeout_ms = (long)(seconds * 1000);
    return options->timeout_ms > 0;
}

static bool set_clock_skew(const char *value, struct options *options)
{
    char *end;
    errno = 0;
    options->clock_skew = strtol(value, &end, 10);
    return errno == 0 && *end == '\0' && end != value && options->clock_skew > 0;
}

/* A name, a separator and a value. */
static bool add_text(enum option_row row, char *value, struct options *options)
{
    int *count = row == HEADER ? &options->header_count : &options->parameter_count;
    const char *separator = strchr(value, row == HEADER ? ':' : '=');
    if (separator == NULL || separator == value || *count == OPTIONS_MOST_TEXTS)
        return false;
    if (row == HEADER)
        options->headers[*count] = value;
    else
        options->parameters[*count] = value;
    ++*count;
    return true;
}

static bool set_print(const char *value, struct options *options)
{
    static const char *const names[] = {[PRINT_CANONICAL] = "canonical",
                                        [PRINT_SIGNATURE] = "signature",
                                        [PRINT_URL] = "url",
                                        [PRINT_CURL] = "curl"};
    for (int i = PRINT_CANONICAL; i <= PRINT_CURL; i++)
        if (strcmp(value, names[i]) == 0) {
            options->print = (enum sign_print)i;
            return true;
        }
    return false;
}

/* False: the value is none that the option takes. */
static bool set(enum option_row row, char *value, struct options *options)
{
    char *place = (char *)options + rows[row].offset;
    switch (rows[row].kind) {
    case TEXT:
        *(const char **)place = value;
        return true;
    case FLAG:
        return *(bool *)place = true;
    case TEXTS:
        return add_text(row, value, options);
    case TIME_LIMIT:
        return set_timeout(value, options);
    case SECONDS:
        return set_clock_skew(value, options);
    case PRINT_WHAT:
        return set_print(value, options);
    default:
        return false;
    }
}

static enum options_result refuse(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-client: %s %s (see --help)\n", what, why);
    return OPTIONS_BAD;
}

/* The command and its arguments; `given` has a bit for each option. */
static enum options_result check(int count, char **words, unsigned given, struct options *options)
{
    char what[64];
    if (count == 0)
        return refuse("a command", "is missing");
    int command = 0;
    while (command < COMMANDS && strcmp(words[0], commands[command].name) != 0)
        command++;
    if (command == COMMANDS)
        return refuse(words[0], "is no command");
    snprintf(what, sizeof what, "%s%s", commands[command].name, commands[command].form);
    if (count - 1 < commands[command].arguments)
        return refuse(what, "lacks an argument");
    if (count - 1 > commands[command].arguments)
        return refuse(words[commands[command].arguments + 1], "is one argument too many");
    for (int i = 0; i < OPTIONS; i++)
        if ((given & 1u << i) != 0 && (rows[i].in & 1 << command) == 0) {
            snprintf(what, sizeof what, "--%s", rows[i].name);
            return refuse(what, "does not belong to this command");
        }
    options->command = (enum command)command;
    options->arguments = words + 1;
    return OPTIONS_RUN;
}

static enum options_result end_with(enum option_row row)
{
    if (row == HELP)
        print_help();
    else
        puts("snaptrade-client " SNAPTRADE_VERSION);
    return OPTIONS_DONE;
}

enum options_result options_read(int argc, char **argv, struct options *options)
{
    struct option names[OPTIONS + 1] = {{0}};
    char what[64];
    unsigned given = 0;
    *options = (struct options){0};
    for (int i = 0; i < OPTIONS; i++)
        names[i] = (struct option){rows[i].name,
                                   rows[i].form != NULL ? required_argument : no_argument, NULL, i};
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        if (found == '?')
            return refuse(argv[optind - 1], "is no option, or lacks its value");
        if (rows[found].kind == ENDS_HERE)
            return end_with((enum option_row)found);
        snprintf(what, sizeof what, "the value of --%s", rows[found].name);
        if (!set((enum option_row)found, optarg, options))
            return refuse(what, "is wrong");
        given |= 1u << found;
    }
    return check(argc - optind, argv + optind, given, options);
}
