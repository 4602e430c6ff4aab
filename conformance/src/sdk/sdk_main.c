#include "sdk_main.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../options.h"
#include "../report/choices.h"
#include "../report/text.h"
#include "score.h"
#include "watch.h"

static const char help[] =
    "usage: snaptrade-conformance sdk [OPTIONS] [ID | AREA]... -- COMMAND...\n"
    "\n"
    "Scores an SDK of any language: starts a mock server, makes a fresh partner for each\n"
    "requirement, and has COMMAND, the SDK's adapter, make its calls. Judged is what stood on the\n"
    "wire, and what the caller was given. conformance/sdk/PROTOCOL.md says how to write an\n"
    "adapter.\n"
    "\n"
    "  --name NAME       what the report calls the SDK (default: COMMAND)\n"
    "  --mock FILE       this mock server (default: snaptrade-mock beside this program)\n"
    "  --level LEVEL     assumed (default): all; documented: only what is documented or was seen\n"
    "  --list            print the requirements, and score nothing\n"
    "  --timeout SECONDS wait no longer than this for an answer (default: 6 s more than the call\n"
    "                    was given, 60 s where it was given no timeout); with --watch, end "
    "COMMAND\n"
    "                    then (default: never)\n"
    "  --fail-fast       stop after the first failure\n"
    "  --watch           COMMAND is no adapter but any program, such as a test suite of your own,\n"
    "                    that makes its calls by SNAPTRADE_BASE_URL, SNAPTRADE_CLIENT_ID,\n"
    "                    SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET. Its\n"
    "                    requests are judged by what the wire tells, also those that are meant to\n"
    "                    be refused\n"
    "  --report FORMAT=FILE   several if you like; - is standard output, in place of the text\n"
    "  --verbose         name the requirements that pass, too\n"
    "  --help\n"
    "\n"
    "exit status: 0 nothing failed, 1 something failed, or the adapter did, or the COMMAND that "
    "is\n"
    "watched, 2 bad usage or nothing to judge, 3 the mock server cannot be started\n";

struct sdk_options {
    const char *name, *mock;
    int list, fail_fast, verbose, watch;
    double seconds; /* for an answer, or for the command that is watched; 0: not given */
    struct report_choices reports;
    struct selection selection;
    char *const *command;
};

enum { MOST_SECONDS = 86400, MILLISECONDS = 1000 };

static int refuse(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-conformance sdk: %s: %s (see --help)\n", what, why);
    return EXIT_USAGE;
}

enum { LEVEL = 256, NAME, MOCK, REPORT, TIMEOUT, HELP };

/* NULL, or what is wrong. */
static const char *read_timeout(const char *text, double *seconds)
{
    const double least = 0.001;
    char *end;
    *seconds = strtod(text, &end);
    bool good = end != text && *end == '\0' && *seconds >= least && *seconds <= MOST_SECONDS;
    return good ? NULL : "must be seconds from 0.001 to 86400";
}

/* Ends the program with *status, or goes on. */
static bool read_option(struct sdk_options *options, int option, char **argv, int *status)
{
    const char *wrong = NULL;
    switch (option) {
    case 0:
        return true;
    case NAME:
        options->name = optarg;
        return true;
    case MOCK:
        options->mock = optarg;
        return true;
    case LEVEL:
        options->selection.assumed = strcmp(optarg, "assumed") == 0;
        if (!options->selection.assumed && strcmp(optarg, "documented") != 0)
            wrong = "neither documented nor assumed";
        break;
    case REPORT:
        wrong = report_choices_add(&options->reports, optarg);
        break;
    case TIMEOUT:
        wrong = read_timeout(optarg, &options->seconds);
        break;
    case HELP:
        fputs(help, stdout);
        *status = EXIT_CONFORMS;
        return false;
    default:
        wrong = "no option, or it lacks its value";
    }
    if (wrong != NULL)
        *status = refuse(option == '?' ? argv[optind - 1] : optarg, wrong);
    return wrong == NULL;
}

/* Where "--" stands; argc when it does not. */
static int find_command(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--") == 0)
            return i;
    return argc;
}

static bool read_options(struct sdk_options *options, int argc, char **argv, int *status)
{
    int command = find_command(argc, argv);
    const struct option names[] = {{"list", no_argument, &options->list, 1},
                                   {"fail-fast", no_argument, &options->fail_fast, 1},
                                   {"verbose", no_argument, &options->verbose, 1},
                                   {"watch", no_argument, &options->watch, 1},
                                   {"timeout", required_argument, NULL, TIMEOUT},
                                   {"level", required_argument, NULL, LEVEL},
                                   {"name", required_argument, NULL, NAME},
                                   {"mock", required_argument, NULL, MOCK},
                                   {"timeout", required_argument, NULL, TIMEOUT},
                                   {"report", required_argument, NULL, REPORT},
                                   {"help", no_argument, NULL, HELP},
                                   {NULL, 0, NULL, 0}};
    *options = (struct sdk_options){.mock = mock_beside(), .selection.assumed = true};
    *status = EXIT_USAGE;
    opterr = 0;
    for (int found; (found = getopt_long(command, argv, "", names, NULL)) != -1;)
        if (!read_option(options, found, argv, status))
            return false;
    options->selection.names = argv + optind;
    options->selection.name_count = (size_t)(command - optind);
    options->command = command < argc ? argv + command + 1 : NULL;
    for (size_t i = 0; i < options->selection.name_count; i++)
        if (!score_knows(options->selection.names[i])) {
            refuse(options->selection.names[i], "no requirement of an SDK and no area");
            return false;
        }
    if (!options->list && (options->command == NULL || *options->command == NULL)) {
        refuse("-- COMMAND", "missing");
        return false;
    }
    if (options->watch && options->fail_fast) {
        refuse("--fail-fast", "not with --watch");
        return false;
    }
    if (options->name == NULL && options->command != NULL)
        options->name = *options->command;
    return true;
}

static void list(const struct selection *selection)
{
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        for (size_t i = 0; i < sdk_areas[a]->count; i++) {
            const struct requirement *row = &sdk_areas[a]->rows[i].head;
            if (requirement_selected(&sdk_areas[a]->head, row, selection))
                printf("%-14s %-6s  %-7s  %s\n", row->id, level_name(row->level),
                       provenance_name(row->provenance), row->sentence);
        }
}

/* Without those that the wire does not tell of, which are most. */
static void watched(void *context, const struct result *result)
{
    const struct text_report *text = context;
    if (result->verdict != NOT_JUDGED || text->verbose)
        text_report_ended(context, result);
}

/* What the program did, in a line or two. False: it did not end well. */
static bool tell_end(const struct watch *watch, FILE *out)
{
    const struct command_end *end = &watch->end;
    fprintf(out, "%s sent %zu request%s", *watch->options.command, watch->requests,
            watch->requests == 1 ? "" : "s");
    if (watch->others > 0)
        fprintf(out, ", %zu of them of none of the calls", watch->others);
    if (end->timed_out)
        fprintf(out, ", and was ended after %g s.\n", watch->seconds);
    else if (end->signal != 0)
        fprintf(out, ", and was ended by signal %d.\n", end->signal);
    else
        fprintf(out, ", and exited with %d.\n", end->status);
    if (watch->missed > 0)
        fprintf(out, "%zu more requests came faster than they could be looked at.\n",
                watch->missed);
    return !end->timed_out && end->signal == 0 && end->status == 0;
}

static int watch_it(const struct score_options *wanted, double seconds, struct verdicts *verdicts,
                    const struct text_report *text)
{
    struct watch watch = {.options = *wanted, .seconds = seconds};
    bool quiet = wanted->ended == NULL;
    if (!quiet)
        watch.options.ended = watched;
    switch (watch_judge(&watch, verdicts)) {
    case WATCH_NO_COMMAND:
        return EXIT_USAGE;
    case WATCH_DONE:
        break;
    default:
        return EXIT_UNREACHABLE;
    }
    if (!quiet)
        text_report_summary(text, verdicts);
    return tell_end(&watch, quiet ? stderr : stdout) ? EXIT_CONFORMS : EXIT_FAILS;
}

static int score_it(const struct score_options *wanted, struct verdicts *verdicts,
                    const struct text_report *text)
{
    if (score_judge(wanted, verdicts) != SCORE_DONE)
        return EXIT_UNREACHABLE;
    if (wanted->ended != NULL)
        text_report_summary(text, verdicts);
    return EXIT_CONFORMS;
}

static int judge(const struct sdk_options *options)
{
    char when[sizeof "2026-01-01T00:00:00Z"];
    time_t now = time(NULL);
    struct tm utc;
    bool quiet = report_choices_take_stdout(&options->reports);
    struct text_report text = {.out = stdout,
                               .colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL,
                               .progress = isatty(STDOUT_FILENO),
                               .verbose = options->verbose};
    const struct score_options wanted = {
        .selection = options->selection,
        .mock = options->mock,
        .command = options->command,
        .fail_fast = options->fail_fast,
        .most_ms = (int)(options->seconds * MILLISECONDS),
        .begins = quiet ? NULL : text_report_begins,
        .ended = quiet ? NULL : text_report_ended,
        .progress_context = &text,
    };
    signal(SIGPIPE, SIG_IGN); /* an adapter that has ended is no end of ours */
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    struct verdicts verdicts = {.target = options->name,
                                .when = when,
                                .assumed = options->selection.assumed,
                                .proof = proof_of_sdks()};
    int status = options->watch ? watch_it(&wanted, options->seconds, &verdicts, &text)
                                : score_it(&wanted, &verdicts, &text);
    if (status == EXIT_CONFORMS && !verdicts_conform(&verdicts))
        status = EXIT_FAILS;
    if (status == EXIT_CONFORMS && verdicts_judged(&verdicts) == 0)
        status = EXIT_USAGE;
    if (!report_choices_write(&options->reports, &verdicts))
        status = EXIT_USAGE;
    verdicts_free(&verdicts);
    return status;
}

int sdk_main(int argc, char **argv)
{
    struct sdk_options options;
    int status;
    if (!read_options(&options, argc, argv, &status))
        return status;
    if (!options.list)
        return judge(&options);
    list(&options.selection);
    return EXIT_CONFORMS;
}
