#include "matrix_cell.h"

#include <stdlib.h>
#include <string.h>

#include "../report/json_layout.h"
#include "../report/markup.h"

enum { SHOWN_BYTES = 1500, SHOWN_REQUESTS = 8 };

/* Beside the words, so that no verdict is told by its colour alone. */
static const char *const symbols[VERDICTS] = {
    [PASSED] = "\xE2\x9C\x93",
    [FAILED] = "\xE2\x9C\x97",
    [EXPECTED_FAILURE] = "\xE2\x9C\x97",
    [UNEXPECTED_PASS] = "\xE2\x9C\x93",
    [NOT_JUDGED] = "\xE2\x80\x93",
    [WITHDRAWN] = "\xE2\x80\x93",
    [NON_STRICT] = "\xE2\x89\x88",
    [UNSUPPORTED] = "\xE2\x97\x8B",
    [ADAPTER_ERROR] = "!",
};

void matrix_verdict(FILE *out, enum verdict verdict)
{
    fprintf(out, "<span class=\"verdict\"><span aria-hidden=\"true\">%s</span> %s</span>",
            symbols[verdict], verdict_words(verdict));
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(member(object, name));
}

static void write_paragraph(FILE *out, const char *kind, const char *text)
{
    if (text == NULL)
        return;
    fprintf(out, "<p class=\"%s\">", kind);
    markup_text(out, text);
    fputs("</p>\n", out);
}

/* The start of a long text; cut between two characters. Changes `text`. */
static size_t cut(char *text)
{
    size_t length = strlen(text), kept = SHOWN_BYTES;
    if (length <= kept)
        return 0;
    while (kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80)
        kept--;
    text[kept] = '\0';
    return length - kept;
}

/* With a layout, when it is JSON. */
static void write_block(FILE *out, const char *title, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    char *start = strdup(text);
    size_t more = start != NULL ? cut(start) : 0;
    char *layout = start != NULL ? json_layout(start) : NULL;
    const char *shown = layout != NULL ? layout : start != NULL ? start : "";
    fprintf(out, "<h3>%s</h3><pre class=\"long\">", title);
    markup_text(out, shown);
    if (more > 0)
        fprintf(out, "\n... %zu more bytes", more);
    fputs("</pre>", out);
    free(layout);
    free(start);
}

static void write_json(FILE *out, const char *title, const cJSON *value)
{
    char *text = value != NULL ? cJSON_PrintUnformatted(value) : NULL;
    write_block(out, title, text);
    cJSON_free(text);
}

static void write_difference(FILE *out, const cJSON *result)
{
    const char *expected = text_of(result, "expected"), *received = text_of(result, "received");
    if (expected == NULL || received == NULL)
        return;
    fputs("<div class=\"pair\"><div class=\"expected\">", out);
    write_block(out, "Expected", expected);
    fputs("</div><div class=\"received\">", out);
    write_block(out, "Received", received);
    fputs("</div></div>\n", out);
}

/* What the mock made of a request. */
static void write_fate(FILE *out, const cJSON *entry)
{
    static const struct {
        const char *name, *words;
    } facts[] = {{"signatureRule", "signed: "}, {"diagnosis", "refused: "}, {"fault", "fault: "}};
    double bytes = cJSON_GetNumberValue(member(entry, "bodyBytes"));
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (text_of(entry, facts[i].name) != NULL) {
            fprintf(out, ", %s", facts[i].words);
            markup_text(out, text_of(entry, facts[i].name));
        }
    if (bytes > 0)
        fprintf(out, ", a body of %.0f bytes", bytes);
}

static void write_requests(FILE *out, const cJSON *journal)
{
    const cJSON *entry;
    int count = 0, total = cJSON_GetArraySize(journal);
    if (!cJSON_IsArray(journal))
        return;
    fputs("<h3>On the wire</h3><pre class=\"long\">", out);
    cJSON_ArrayForEach(entry, journal)
    {
        const char *method = text_of(entry, "method"), *target = text_of(entry, "target");
        double status = cJSON_GetNumberValue(member(entry, "status"));
        if (count++ == SHOWN_REQUESTS)
            break;
        markup_text(out, method != NULL ? method : "");
        fputc(' ', out);
        markup_text(out, target != NULL ? target : "");
        fprintf(out, "\n  %.0f", status > 0 ? status : 0);
        write_fate(out, entry);
        fputc('\n', out);
    }
    if (total == 0)
        fputs("no request", out);
    if (total > SHOWN_REQUESTS)
        fprintf(out, "... %d more requests", total - SHOWN_REQUESTS);
    fputs("</pre>", out);
}

static void write_source(FILE *out, const struct requirement *head)
{
    if (head->provenance == ASSUMED)
        fputs("<p class=\"note\">An assumption of ours, not a rule of SnapTrade's: what its "
              "service does here is not known.</p>\n",
              out);
    fprintf(out, "<dl><dt>%s by</dt><dd>", level_name(head->level));
    markup_text(out, head->source);
    fputs("</dd></dl>\n", out);
}

static void write_evidence(FILE *out, const struct matrix_sdk *sdk, const struct requirement *head,
                           const struct matrix_cell *cell)
{
    const cJSON *evidence = member(cell->result, "exchange");
    fputs("<div class=\"details\" tabindex=\"0\">\n<p class=\"what\"><b>", out);
    markup_text(out, sdk->name);
    fprintf(out, "</b> <span class=\"id\">%s</span> ", head->id);
    matrix_verdict(out, cell->verdict);
    fputs("</p>\n", out);
    write_paragraph(out, "sentence", head->sentence);
    write_paragraph(out, "why", text_of(cell->result, "message"));
    write_difference(out, cell->result);
    write_requests(out, member(evidence, "journal"));
    write_json(out, "Asked of the adapter", member(evidence, "request"));
    write_json(out, "Its answer", member(evidence, "answer"));
    write_source(out, head);
    fputs("</div>", out);
}

void matrix_cell(FILE *out, const struct matrix_sdk *sdk, const struct requirement *head,
                 const struct matrix_cell *cell)
{
    if (cell->result == NULL) {
        fputs("<td><span class=\"unscored\">not scored</span></td>", out);
        return;
    }
    fprintf(out, "<td class=\"%s\">", verdict_name(cell->verdict));
    if (cell->verdict == PASSED) {
        matrix_verdict(out, cell->verdict);
    } else {
        fputs("<details name=\"cell\"><summary>", out);
        matrix_verdict(out, cell->verdict);
        fputs("</summary>", out);
        write_evidence(out, sdk, head, cell);
        fputs("</details>", out);
    }
    fputs("</td>\n", out);
}
