#include "runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../exchange/evidence.h"
#include "../exchange/exchange.h"
#include "../exchange/expect.h"
#include "../target/care.h"
#include "../target/elapsed.h"
#include "../target/secrets.h"

/* What a row needs that the target has not; NULL: nothing. */
static const char *missing(const struct runner_options *options, const struct requirement *row)
{
    if (options->mock != NULL)
        return NULL;
    if (row->setup != NULL)
        return "it needs a server that is started in a special way, and this one runs already";
    if ((row->needs & REMOVALS) != 0 && !options->removals)
        return "it removes connections, and neither --disposable nor --allow-delete is given";
    if ((row->needs & CHANGES) != 0 && !options->changes)
        return "it changes users or connections, and --disposable is not given";
    if ((row->needs & MANY_REQUESTS) != 0 && care_is_on())
        return "it sends more requests than anybody's server should get, and --disposable is not "
               "given";
    if ((row->needs & DEFAULT_FIXTURES) != 0 && !target()->has_default_fixtures)
        return "it needs the default fixtures, and these are other credentials";
    return NULL;
}

static void end_test(void)
{
    expect_end();
    exchange_end();
}

static char *copy_masked(const char *text)
{
    return text != NULL ? secrets_masked(SNAPTRADE_TEXT_JSON, text) : NULL;
}

/* The message of Check, without the place in our sources. A test that was ended, since its time was
 * up, could not say what it expected. */
static void take_result(SRunner *checks, double seconds, struct result *result)
{
    TestResult **all = srunner_results(checks);
    if (srunner_ntests_run(checks) > 0 && tr_rtype(all[0]) != CK_PASS) {
        result->verdict = FAILED;
        result->message = copy_masked(tr_msg(all[0]));
        if (tr_rtype(all[0]) == CK_ERROR && result->message != NULL &&
            asprintf(&result->expected, "an end within %g seconds", seconds) >= 0)
            result->received = strdup(result->message);
    }
    free(all);
}

static void take_evidence(struct result *result)
{
    struct evidence evidence = evidence_take();
    if (result->verdict == FAILED) {
        result->exchange = cJSON_DetachItemFromArray(evidence.exchanges, (int)evidence.looked_at);
        if (evidence.expected != NULL) {
            free(result->expected);
            free(result->received);
            result->expected = copy_masked(evidence.expected);
            result->received = copy_masked(evidence.received);
        }
    } else if (evidence.outcome != OUTCOME_NONE) {
        result->verdict = evidence.outcome == OUTCOME_WITHDRAWN ? WITHDRAWN : NOT_JUDGED;
        result->message = copy_masked(evidence.why);
    }
    evidence_free(&evidence);
}

/* One run; the last failure of several stays. */
static void run_test(const struct runner_options *options, struct result *result)
{
    struct result once = {.area = result->area, .row = result->row};
    double seconds = options->seconds + (care_is_on() ? 2 * CARE_MINUTE_SECONDS : 0);
    Suite *suite = suite_create(result->row->id);
    TCase *test = tcase_create(result->row->id);
    tcase_add_checked_fixture(test, NULL, end_test);
    tcase_set_timeout(test, seconds);
    tcase_add_test(test, *result->row->test);
    suite_add_tcase(suite, test);
    SRunner *checks = srunner_create(suite);
    evidence_clear();
    srunner_run_all(checks, CK_SILENT);
    take_result(checks, seconds, &once);
    srunner_free(checks);
    take_evidence(&once);
    result->runs++;
    result->failures += once.verdict == FAILED;
    if (result->runs > 1 && once.verdict != FAILED) {
        result_free(&once);
        return;
    }
    once.runs = result->runs;
    once.failures = result->failures;
    result_free(result);
    *result = once;
}

/* What is known of it beforehand. */
static void look_up(const struct runner_options *options, struct result *result)
{
    result->known_reason =
        options->known != NULL ? options->known(options->known_context, result->row->id) : NULL;
    if (result->known_reason == NULL)
        return;
    if (result->verdict == FAILED) {
        result->verdict = EXPECTED_FAILURE;
    } else if (result->verdict == PASSED) {
        result->verdict = UNEXPECTED_PASS;
        result->message = strdup("it is known to fail, and it passed: take it out of that file");
    }
}

/* False: the server does not start. */
static bool judge_row(const struct runner_options *options, struct result *result)
{
    const char *why = missing(options, result->row);
    int64_t start = elapsed_us();
    if (why != NULL) {
        result->verdict = NOT_JUDGED;
        result->message = strdup(why);
        return true;
    }
    for (unsigned i = 0; i < options->repeat; i++) {
        if (options->mock != NULL &&
            !target_spawn(options->mock, result->row->setup, options->timeout_ms))
            return false;
        run_test(options, result);
        if (options->mock != NULL)
            target_end();
    }
    result->microseconds = elapsed_us() - start;
    look_up(options, result);
    return true;
}

static size_t count_selected(const struct runner_options *options, struct verdicts *verdicts)
{
    size_t total = 0;
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++) {
            const struct requirement *row = &all_areas[a]->rows[i];
            total += requirement_selected(all_areas[a], row, &options->selection);
            verdicts->left_out += requirement_left_out(all_areas[a], row, &options->selection);
        }
    return total;
}

static enum runner_end judge_next(const struct runner_options *options, const struct area *area,
                                  const struct requirement *row, struct verdicts *verdicts,
                                  size_t total)
{
    struct result result = {.area = area, .row = row};
    if (options->begins != NULL)
        options->begins(options->progress_context, row, verdicts->count + 1, total);
    if (!judge_row(options, &result)) {
        result_free(&result);
        return RUNNER_UNREACHABLE;
    }
    if (options->ended != NULL)
        options->ended(options->progress_context, &result);
    if (verdicts_add(verdicts, &result))
        return RUNNER_DONE;
    result_free(&result);
    return RUNNER_NO_MEMORY;
}

enum runner_end runner_judge(const struct runner_options *options, struct verdicts *verdicts)
{
    size_t total = count_selected(options, verdicts);
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++) {
            const struct requirement *row = &all_areas[a]->rows[i];
            if (!requirement_selected(all_areas[a], row, &options->selection))
                continue;
            enum runner_end end = judge_next(options, all_areas[a], row, verdicts, total);
            verdicts->not_run = total - verdicts->count;
            if (end != RUNNER_DONE || (options->fail_fast && verdicts->counts[FAILED] > 0))
                return end;
        }
    return RUNNER_DONE;
}
