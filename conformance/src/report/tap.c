/* TAP 13: the newest that perl's TAP::Parser of Debian 12 takes. Its YAML knows literal blocks and
 * quoted lines, but neither blank lines nor deeper first lines in a block. */
#include <string.h>

#include "legible.h"
#include "report.h"
#include "summary.h"

/* On a line of its own kind: '#' would begin a directive. */
static void write_line(FILE *out, const char *text)
{
    const char *end = text + strlen(text);
    char shown[LEGIBLE_SIZE];
    while (legible_next(&text, end, shown)) {
        if (*shown == '#' || *shown == '\\')
            fputc('\\', out);
        fputs(*shown == '\n' ? " " : shown, out);
    }
}

/* Whether each line can stand in a literal block as it is. */
static bool fits_block(const char *text)
{
    return *text != ' ' && *text != '\t' && *text != '\n' && strstr(text, "\n\n") == NULL;
}

static void write_block(FILE *out, const char *text)
{
    fputs("|\n", out);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        fputs("    ", out);
        legible_write_bytes(out, text, length);
        fputc('\n', out);
        text += length + (text[length] == '\n' ? 1 : 0);
    }
}

/* A value in quotes; in single ones nothing but the quote has a meaning. */
static void write_quoted(FILE *out, const char *text)
{
    const char *end = text + strlen(text);
    bool one_line = strchr(text, '\n') == NULL;
    char shown[LEGIBLE_SIZE], quote = one_line ? '\'' : '"';
    fputc(quote, out);
    while (legible_next(&text, end, shown)) {
        if (!one_line && *shown == '\n') {
            fputs("\\n", out);
            continue;
        }
        if (*shown == quote || (!one_line && *shown == '\\'))
            fputc(one_line ? quote : '\\', out);
        fputs(shown, out);
    }
    fprintf(out, "%c\n", quote);
}

static void write_member(FILE *out, const char *name, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    fprintf(out, "  %s: ", name);
    if (strchr(text, '\n') != NULL && fits_block(text))
        write_block(out, text);
    else
        write_quoted(out, text);
}

static void write_details(FILE *out, const struct result *result)
{
    const struct requirement *row = result->row;
    fputs("  ---\n", out);
    write_member(out, "message", result->message);
    write_member(out, "level", level_name(row->level));
    write_member(out, "provenance", provenance_name(row->provenance));
    write_member(out, "meaning", provenance_meaning(row->provenance));
    write_member(out, "source", row->source);
    write_member(out, "expected", result->expected);
    write_member(out, "received", result->received);
    write_member(out, "command", summary_exchange_text(result, "command"));
    fputs("  ...\n", out);
}

static void write_directive(FILE *out, const char *directive, const char *why)
{
    if (why == NULL)
        return;
    fprintf(out, " # %s ", directive);
    write_line(out, why);
}

static const char *why_skipped(const struct result *result)
{
    if (!summary_is_skipped(result))
        return NULL;
    return result->message != NULL ? result->message : verdict_words(result->verdict);
}

static void write_result(FILE *out, const struct result *result, size_t number)
{
    const char *skipped = why_skipped(result);
    fprintf(out, "%sok %zu - %s ", summary_is_failure(result) ? "not " : "", number,
            result->row->id);
    write_line(out, result->row->sentence);
    write_directive(out, "SKIP", skipped);
    write_directive(out, "TODO", skipped == NULL ? result->known_reason : NULL);
    fputc('\n', out);
    if (summary_is_failure(result))
        write_details(out, result);
}

void report_tap(const struct verdicts *verdicts, FILE *out)
{
    fprintf(out, "TAP version 13\n1..%zu\n# snaptrade-conformance " SNAPTRADE_VERSION ", %s\n# ",
            verdicts->count + verdicts->not_run, verdicts->when);
    write_line(out, verdicts->target);
    fprintf(out, " %s\n", summary_conclusion(verdicts));
    summary_write_proof(verdicts, "# ", "\n", out);
    for (size_t i = 0; i < verdicts->count; i++)
        write_result(out, &verdicts->results[i], i + 1);
    if (verdicts->not_run > 0)
        fprintf(out, "Bail out! %zu more were not run.\n", verdicts->not_run);
}
