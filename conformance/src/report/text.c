#include "text.h"

#include <limits.h>
#include <string.h>

enum { MICROSECONDS = 1000000, SHOWN = 240 };

/* The name of the colour for terminals. */
static const char *const colours[VERDICTS] = {
    [PASSED] = "32",          [FAILED] = "1;31",    [EXPECTED_FAILURE] = "33",
    [UNEXPECTED_PASS] = "35", [NOT_JUDGED] = "33",  [WITHDRAWN] = "33",
    [NON_STRICT] = "33",      [UNSUPPORTED] = "33", [ADAPTER_ERROR] = "1;31",
};

static void write_verdict(const struct text_report *report, enum verdict verdict)
{
    if (report->colour)
        fprintf(report->out, "\033[%sm%s\033[0m", colours[verdict], verdict_words(verdict));
    else
        fputs(verdict_words(verdict), report->out);
}

static void clear_progress(const struct text_report *report)
{
    if (report->progress)
        fputs("\r\033[K", report->out);
}

void text_report_begins(void *context, const struct requirement *row, size_t number, size_t total)
{
    const struct text_report *report = context;
    if (!report->progress)
        return;
    fprintf(report->out, "\r\033[K%zu of %zu  %s", number, total, row->id);
    fflush(report->out);
}

/* Each line of `text` behind `indent`; of a long line its start. */
static void write_lines(FILE *out, const char *indent, const char *text, int longest)
{
    while (*text != '\0') {
        int length = (int)strcspn(text, "\n");
        bool cut = length > longest;
        fprintf(out, "%s%.*s%s\n", indent, cut ? longest : length, text, cut ? " ..." : "");
        text += length;
        text += *text == '\n' ? 1 : 0;
    }
}

static void write_member(FILE *out, const char *title, const char *text, int longest)
{
    if (text == NULL || *text == '\0')
        return;
    fprintf(out, "    %s\n", title);
    write_lines(out, "      ", text, longest);
}

static void write_failure(FILE *out, const struct result *result)
{
    const char *command =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(result->exchange, "command"));
    write_member(out, "expected:", result->expected, SHOWN);
    write_member(out, "received:", result->received, SHOWN);
    write_member(out, "to see it again:", command, INT_MAX);
}

void text_report_ended(void *context, const struct result *result)
{
    const struct text_report *report = context;
    clear_progress(report);
    if (result->verdict == PASSED && !report->verbose)
        return;
    fprintf(report->out, "%s ", result->row->id);
    write_verdict(report, result->verdict);
    if (result->runs > 1 && result->failures > 0)
        fprintf(report->out, " in %zu of %zu runs", result->failures, result->runs);
    if (result->verdict == NOT_JUDGED || result->verdict == WITHDRAWN ||
        result->verdict == UNSUPPORTED) {
        fprintf(report->out, ": %s\n", result->message);
        return;
    }
    fprintf(report->out, " (%s, %s): %s\n", level_name(result->row->level),
            provenance_name(result->row->provenance), result->row->sentence);
    if (result->message != NULL)
        write_lines(report->out, "    ", result->message, SHOWN);
    if (result->known_reason != NULL)
        fprintf(report->out, "    known: %s\n", result->known_reason);
    if (result->verdict == FAILED)
        write_failure(report->out, result);
}

static void write_area(FILE *out, const struct verdicts *verdicts, const struct area *area)
{
    size_t counts[VERDICTS] = {0};
    for (size_t i = 0; i < verdicts->count; i++)
        counts[verdicts->results[i].verdict] += verdicts->results[i].area == area;
    fprintf(out, "%-10s", area->name);
    const char *between = "";
    for (size_t v = 0; v < VERDICTS; v++)
        if (counts[v] > 0) {
            fprintf(out, "%s%3zu %s", between, counts[v], verdict_words((enum verdict)v));
            between = ",";
        }
    fputc('\n', out);
}

/* In the order in which they were judged. */
static void write_areas(FILE *out, const struct verdicts *verdicts)
{
    for (size_t i = 0; i < verdicts->count; i++)
        if (i == 0 || verdicts->results[i].area != verdicts->results[i - 1].area)
            write_area(out, verdicts, verdicts->results[i].area);
}

void text_report_summary(const struct text_report *report, const struct verdicts *verdicts)
{
    FILE *out = report->out;
    clear_progress(report);
    write_areas(out, verdicts);
    fprintf(out, "\n%zu requirements: %zu passed, %zu failed", verdicts->count,
            verdicts->counts[PASSED], verdicts->counts[FAILED]);
    for (size_t v = EXPECTED_FAILURE; v < VERDICTS; v++)
        if (verdicts->counts[v] > 0)
            fprintf(out, ", %zu %s", verdicts->counts[v], verdict_words((enum verdict)v));
    fprintf(out, ", in %.1f s\n", (double)verdicts->microseconds / MICROSECONDS);
    if (verdicts->not_run > 0)
        fprintf(out, "%zu more were not run.\n", verdicts->not_run);
    if (verdicts->left_out > 0)
        fprintf(out, "%zu assumptions of ours were left out; --level assumed judges them too.\n",
                verdicts->left_out);
    fprintf(out, "%s %s.\n", verdicts->target,
            verdicts_judged(verdicts) == 0 ? "was not judged"
            : !verdicts_conform(verdicts)  ? "does not conform"
            : verdicts->not_run > 0        ? "was not judged to the end"
                                           : "conforms");
}

void report_text(const struct verdicts *verdicts, FILE *out)
{
    struct text_report report = {.out = out, .verbose = true};
    for (size_t i = 0; i < verdicts->count; i++)
        text_report_ended(&report, &verdicts->results[i]);
    text_report_summary(&report, verdicts);
}
