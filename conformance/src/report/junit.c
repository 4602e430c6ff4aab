/* JUnit XML as Jenkins' schema junit-10.xsd has it, which GitLab reads too: a suite for each area.
 * There a case has no properties; what would be one stands in its output. */
#include "markup.h"
#include "report.h"
#include "summary.h"

static void write_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s=\"", name);
    markup_attribute(out, value != NULL ? value : "");
    fputc('"', out);
}

static void write_member(FILE *out, const char *title, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    fprintf(out, "%s:\n", title);
    markup_text(out, text);
    fputc('\n', out);
}

/* What the answer was, and what it should have been. */
static void write_difference(FILE *out, const struct result *result)
{
    write_member(out, "message", result->message);
    write_member(out, "expected", result->expected);
    write_member(out, "received", result->received);
    write_member(out, "to see it again", summary_exchange_text(result, "command"));
}

static void write_failure(FILE *out, const struct result *result)
{
    fputs("\n      <failure", out);
    write_attribute(out, "type", provenance_name(result->row->provenance));
    write_attribute(out, "message", result->message);
    fputc('>', out);
    write_difference(out, result);
    fputs("</failure>", out);
}

/* JUnit knows no failure that counts as none: a known one is skipped, with all of it in the
 * output. */
static void write_skipped(FILE *out, const struct result *result)
{
    const char *why = result->verdict == EXPECTED_FAILURE ? result->known_reason : result->message;
    fputs("\n      <skipped", out);
    write_attribute(out, "type", verdict_name(result->verdict));
    write_attribute(out, "message", why);
    fputs("/>", out);
}

static void write_output(FILE *out, const struct result *result)
{
    const struct requirement *row = result->row;
    fprintf(out, "\n      <system-out>verdict: %s\nlevel: %s\nprovenance: %s (",
            verdict_words(result->verdict), level_name(row->level),
            provenance_name(row->provenance));
    markup_text(out, provenance_meaning(row->provenance));
    fputs(")\nsource: ", out);
    markup_text(out, row->source);
    if (result->known_reason != NULL) {
        fputs("\nknown: ", out);
        markup_text(out, result->known_reason);
    }
    if (result->runs > 1)
        fprintf(out, "\nfailed in %zu of %zu runs", result->failures, result->runs);
    fputc('\n', out);
    if (result->verdict == EXPECTED_FAILURE || result->verdict == NON_STRICT)
        write_difference(out, result);
    fputs("</system-out>", out);
}

static void write_case(FILE *out, const struct result *result)
{
    fprintf(out, "    <testcase classname=\"snaptrade.%s\" name=\"%s ", result->area->name,
            result->row->id);
    markup_attribute(out, result->row->sentence);
    fprintf(out, "\" time=\"%.3f\">", summary_seconds(result->microseconds));
    if (result->verdict == FAILED || result->verdict == ADAPTER_ERROR)
        write_failure(out, result);
    else if (result->verdict == EXPECTED_FAILURE || summary_is_skipped(result))
        write_skipped(out, result);
    write_output(out, result);
    fputs("\n    </testcase>\n", out);
}

static void write_property(FILE *out, const char *name, const char *value)
{
    fputs("      <property", out);
    write_attribute(out, "name", name);
    write_attribute(out, "value", value);
    fputs("/>\n", out);
}

static void write_proof(FILE *out, const struct verdicts *verdicts)
{
    summary_write_proof(verdicts, "      <property name=\"proof\" value=\"", "\"/>\n", out);
}

static void write_suite(FILE *out, const struct verdicts *verdicts, const struct area *area)
{
    size_t counts[VERDICTS], total = summary_area(verdicts, area, counts);
    int64_t microseconds = 0;
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->results[i].area == area)
            microseconds += verdicts->results[i].microseconds;
    fprintf(out,
            "  <testsuite name=\"snaptrade.%s\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" "
            "skipped=\"%zu\" time=\"%.3f\" timestamp=\"%s\">\n    <properties>\n",
            area->name, total, counts[FAILED] + counts[ADAPTER_ERROR],
            counts[EXPECTED_FAILURE] + counts[NOT_JUDGED] + counts[WITHDRAWN] + counts[UNSUPPORTED],
            summary_seconds(microseconds), verdicts->when);
    write_property(out, "target", verdicts->target);
    write_property(out, "conclusion", summary_conclusion(verdicts));
    write_property(out, "level", verdicts->assumed ? "assumed" : "documented");
    write_property(out, "area", area->title);
    write_property(out, "program", "snaptrade-conformance " SNAPTRADE_VERSION);
    write_proof(out, verdicts);
    fputs("    </properties>\n", out);
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->results[i].area == area)
            write_case(out, &verdicts->results[i]);
    fputs("  </testsuite>\n", out);
}

void report_junit(const struct verdicts *verdicts, FILE *out)
{
    fprintf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"snaptrade-conformance\" "
        "tests=\"%zu\" failures=\"%zu\" errors=\"0\" time=\"%.3f\">\n",
        verdicts->count, verdicts->counts[FAILED] + verdicts->counts[ADAPTER_ERROR],
        summary_seconds(verdicts->microseconds));
    for (const struct area *area = NULL; (area = summary_next_area(verdicts, area)) != NULL;)
        write_suite(out, verdicts, area);
    fputs("</testsuites>\n", out);
}
