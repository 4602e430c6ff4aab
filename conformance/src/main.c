/* snaptrade-conformance: judges a server by the requirements of the catalogue. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "exchange/evidence.h"
#include "exchange/sending.h"
#include "options.h"
#include "report/text.h"
#include "run/dry_run.h"
#include "run/known_failures.h"
#include "sdk/matrix_main.h"
#include "sdk/sdk_main.h"
#include "target/care.h"
#include "target/reach.h"
#include "target/settings.h"

enum { MILLISECONDS = 1000, LONGEST_ANSWER_MS = 20000 };

static int complain(const char *what, const char *why, int status)
{
    fprintf(stderr, "snaptrade-conformance: %s: %s\n", what, why);
    return status;
}

/* For one answer: so much less than for a requirement that it fails by what it waited for. */
static long timeout_ms(const struct options *options)
{
    long most = 1 + (long)(options->seconds * MILLISECONDS * 3 / 4);
    return most < LONGEST_ANSWER_MS ? most : LONGEST_ANSWER_MS;
}

static struct runner_options runner_options_of(const struct options *options)
{
    return (struct runner_options){
        .selection = options->selection,
        .mock = options->url == NULL ? options->mock : NULL,
        .removals = options->flags[DISPOSABLE] || options->allow_delete != NULL,
        .changes = options->flags[DISPOSABLE],
        .timeout_ms = timeout_ms(options),
        .seconds = options->seconds,
        .repeat = options->repeat,
        .fail_fast = options->flags[FAIL_FAST],
    };
}

static int judge(const struct options *options, struct known_failures *known)
{
    char when[sizeof "2026-01-01T00:00:00Z"];
    time_t now = time(NULL);
    struct tm utc;
    struct text_report text = {.out = stdout,
                               .colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL,
                               .progress = isatty(STDOUT_FILENO),
                               .verbose = options->flags[VERBOSE]};
    bool quiet = report_choices_take_stdout(&options->reports);
    struct runner_options runner = runner_options_of(options);
    runner.known = known != NULL ? known_failures_reason : NULL;
    runner.known_context = known;
    runner.begins = quiet ? NULL : text_report_begins;
    runner.ended = quiet ? NULL : text_report_ended;
    runner.progress_context = &text;
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    struct verdicts verdicts = {.target = options->url != NULL ? options->url : options->mock,
                                .when = when,
                                .assumed = options->selection.assumed,
                                .proof = proof_of_servers()};
    enum runner_end end = runner_judge(&runner, &verdicts);
    bool none_selected = verdicts.count + verdicts.not_run == 0;
    int status = verdicts_judged(&verdicts) == 0 ? EXIT_USAGE
                 : verdicts_conform(&verdicts)   ? EXIT_CONFORMS
                                                 : EXIT_FAILS;
    if (status == EXIT_USAGE && end == RUNNER_DONE)
        complain(none_selected ? "nothing is selected" : "nothing was judged",
                 none_selected ? "--list shows what there is" : "each requirement says why", 0);
    if (!quiet)
        text_report_summary(&text, &verdicts);
    if (!report_choices_write(&options->reports, &verdicts))
        status = EXIT_USAGE;
    verdicts_free(&verdicts);
    if (end == RUNNER_NO_MEMORY)
        return complain("memory", "there is none left", EXIT_USAGE);
    return end == RUNNER_UNREACHABLE ? EXIT_UNREACHABLE : status;
}

static const char *name_credentials(void)
{
    return target()->has_default_fixtures ? "those of the default fixtures"
                                          : "those of SNAPTRADE_CLIENT_ID and so on";
}

static int judge_theirs(const struct options *options, struct known_failures *known)
{
    char why[SNAPTRADE_MESSAGE_SIZE];
    enum reach reach = reach_target(why);
    if (reach == REACH_NONE)
        return complain(options->url, why, EXIT_UNREACHABLE);
    int status = judge(options, known);
    if (reach == REACH_REFUSED && status == EXIT_FAILS)
        fprintf(stderr,
                "snaptrade-conformance: %s does not accept the credentials, %s: %s\n"
                "snaptrade-conformance: until it does, most requirements cannot but fail\n",
                options->url, name_credentials(), why);
    return status;
}

static int show(const struct options *options)
{
    const struct runner_options runner = runner_options_of(options);
    if (!target_stand_in(options->mock, options->allow_delete))
        return EXIT_UNREACHABLE;
    size_t count;
    if (dry_run(&runner, !options->flags[DISPOSABLE], stdout, &count) == RUNNER_NO_MEMORY)
        return complain("memory", "there is none left", EXIT_USAGE);
    if (fflush(stdout) != 0)
        return complain("standard output", strerror(errno), EXIT_USAGE);
    return count > 0 ? EXIT_CONFORMS
                     : complain("nothing is selected", "--list shows what there is", EXIT_USAGE);
}

static int run(const struct options *options, struct known_failures *known)
{
    const struct target_options target = {.url = options->url,
                                          .ca_file = options->ca_file,
                                          .timeout_ms = timeout_ms(options),
                                          .own_credentials = options->flags[LIVE_TARGET]};
    const struct care care = {.on = options->url != NULL && !options->flags[DISPOSABLE],
                              .at_any_rate = options->flags[DRY_RUN],
                              .removable = options->allow_delete};
    bool spawns = options->url == NULL || options->flags[DRY_RUN];
    if (!evidence_start() || !care_start(&care) || (options->flags[DRY_RUN] && !sending_keep()))
        return complain("memory", strerror(errno), EXIT_USAGE);
    if (spawns)
        setenv("no_proxy", "*", 1); /* a proxy cannot reach a server of our own */
    if (options->url == NULL)
        return judge(options, known);
    if (!target_use(&target))
        return EXIT_USAGE;
    return options->flags[DRY_RUN] ? show(options) : judge_theirs(options, known);
}

int main(int argc, char **argv)
{
    struct options options;
    int status;
    if (argc > 1 && strcmp(argv[1], "sdk") == 0)
        return sdk_main(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "sdk-report") == 0)
        return matrix_main(argc - 1, argv + 1);
    if (!options_read(&options, argc, argv, &status))
        return status;
    if (options.flags[LIST]) {
        options.format(&options.selection, stdout);
        return EXIT_CONFORMS;
    }
    struct known_failures *known = NULL;
    if (options.expect != NULL && (known = known_failures_read(options.expect)) == NULL)
        return EXIT_USAGE;
    status = run(&options, known);
    target_end();
    known_failures_free(known);
    settings_forget();
    return status;
}
