#include "matrix_cell.h"

#include "../report/html_play.h"
#include "../report/markup.h"

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

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static void write_paragraph(FILE *out, const char *kind, const char *text)
{
    if (text == NULL)
        return;
    fprintf(out, "<p class=\"%s\">", kind);
    markup_text(out, text);
    fputs("</p>\n", out);
}

static void write_difference(FILE *out, const cJSON *result)
{
    const char *expected = text_of(result, "expected"), *received = text_of(result, "received");
    if (expected == NULL || received == NULL)
        return;
    fputs("<div class=\"pair\"><div class=\"expected\">", out);
    html_play_block(out, "Expected", expected);
    fputs("</div><div class=\"received\">", out);
    html_play_block(out, "Received", received);
    fputs("</div></div>\n", out);
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
    fputs("<div class=\"details\" tabindex=\"0\">\n<p class=\"what\"><b>", out);
    markup_text(out, sdk->name);
    fprintf(out, "</b> <span class=\"id\">%s</span> ", head->id);
    matrix_verdict(out, cell->verdict);
    fputs("</p>\n", out);
    write_paragraph(out, "sentence", head->sentence);
    write_paragraph(out, "why", text_of(cell->result, "message"));
    write_difference(out, cell->result);
    html_play(out, cJSON_GetObjectItemCaseSensitive(cell->result, "exchange"));
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
