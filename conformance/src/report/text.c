#include "text.h"

#include <stdint.h>
#include <string.h>

#include "legible.h"
#include "summary.h"

enum { SHOWN = 240 };

/* The name of the colour for terminals. */
static const char *const colours[VERDICTS] = {
    [PASSED] = "32",          [FAILED] = "1;31",    [EXPECTED_FAILURE] = "33",
    [UNEXPECTED_PASS] = "35", [NOT_JUDGED] = "33",  [WITHDRAWN] = "33",
    [NON_STRICT] = "33",      [UNSUPPORTED] = "33", [ADAPTER_ERROR] = "1;31",
};

static void write_coloured(const struct text_report *report, enum verdict verdict,
                           const char *words)
{
    if (report->colour)
        fprintf(report->out, "\033[%sm%s\033[0m", colours[verdict], words);
    else
        fputs(words, report->out);
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

/* The length of the start of `text` that is at most `longest` bytes long, in whole characters. */
static size_t start_length(const char *text, size_t length, size_t longest)
{
    if (length <= longest)
        return length;
    while (longest > 0 && ((unsigned char)text[longest] & 0xC0) == 0x80)
        longest--;
    return longest;
}

/* Each line of `text` behind `indent`; of a long line its start. */
static void write_lines(FILE *out, const char *indent, const char *text, size_t longest)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n"), start = start_length(text, length, longest);
        fputs(indent, out);
        legible_write_bytes(out, text, start);
        fputs(start < length ? " ...\n" : "\n", out);
        text += length + (text[length] == '\n' ? 1 : 0);
    }
}

static void write_member(FILE *out, const char *title, const char *text, size_t longest)
{
    if (text == NULL || *text == '\0')
        return;
    fprintf(out, "    %s\n", title);
    write_lines(out, "      ", text, longest);
}

static void write_failure(FILE *out, const struct result *result)
{
    const struct requirement *row = result->row;
    fprintf(out, "    source: %s\n      (%s: %s)\n", row->source, provenance_name(row->provenance),
            provenance_meaning(row->provenance));
    write_member(out, "expected:", result->expected, SHOWN);
    write_member(out, "received:", result->received, SHOWN);
    write_member(out, "to see it again:", summary_exchange_text(result, "command"), SIZE_MAX);
}

void text_report_ended(void *context, const struct result *result)
{
    const struct text_report *report = context;
    clear_progress(report);
    if (result->verdict == PASSED && !report->verbose)
        return;
    fprintf(report->out, "%s ", result->row->id);
    write_coloured(report, result->verdict, verdict_words(result->verdict));
    if (result->runs > 1 && result->failures > 0)
        fprintf(report->out, " in %zu of %zu runs", result->failures, result->runs);
    if (summary_is_skipped(result)) {
        write_lines(report->out, ": ",
                    result->message != NULL ? result->message : "nobody knows why", SHOWN);
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

static void write_area(const struct text_report *report, const struct verdicts *verdicts,
                       const struct area *area)
{
    size_t counts[VERDICTS];
    summary_area(verdicts, area, counts);
    fprintf(report->out, "%-10s", area->name);
    const char *between = "";
    for (size_t v = 0; v < VERDICTS; v++)
        if (counts[v] > 0) {
            fprintf(report->out, "%s%3zu ", between, counts[v]);
            write_coloured(report, (enum verdict)v, verdict_words((enum verdict)v));
            between = ",";
        }
    fputc('\n', report->out);
}

/* In the order in which they were judged. */
static void write_areas(const struct text_report *report, const struct verdicts *verdicts)
{
    for (const struct area *area = NULL; (area = summary_next_area(verdicts, area)) != NULL;)
        write_area(report, verdicts, area);
}

static void write_counts(FILE *out, const struct verdicts *verdicts)
{
    fprintf(out, "\n%zu requirements: %zu passed, %zu failed", verdicts->count,
            verdicts->counts[PASSED], verdicts->counts[FAILED]);
    for (size_t v = EXPECTED_FAILURE; v < VERDICTS; v++)
        if (verdicts->counts[v] > 0)
            fprintf(out, ", %zu %s", verdicts->counts[v], verdict_words((enum verdict)v));
    fprintf(out, ", in %.1f s\n", summary_seconds(verdicts->microseconds));
}

void text_report_summary(const struct text_report *report, const struct verdicts *verdicts)
{
    FILE *out = report->out;
    clear_progress(report);
    write_areas(report, verdicts);
    write_counts(out, verdicts);
    summary_write_assumptions(verdicts, "", "\n", out);
    if (verdicts->not_run > 0)
        fprintf(out, "%zu more were not run.\n", verdicts->not_run);
    if (verdicts->left_out > 0)
        fprintf(out, "%zu assumptions of ours were left out; --level assumed judges them too.\n",
                verdicts->left_out);
    summary_write_proof(verdicts, "", "\n", out);
    fprintf(out, "%s ", verdicts->target);
    write_coloured(report, summary_verdict(verdicts), summary_conclusion(verdicts));
    fputs(".\n", out);
}

void report_text(const struct verdicts *verdicts, FILE *out)
{
    struct text_report report = {.out = out, .verbose = true};
    for (size_t i = 0; i < verdicts->count; i++)
        text_report_ended(&report, &verdicts->results[i]);
    text_report_summary(&report, verdicts);
}
