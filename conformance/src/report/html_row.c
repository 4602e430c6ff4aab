#include "html_row.h"

#include <stdlib.h>
#include <string.h>

#include "html_play.h"
#include "json_layout.h"
#include "markup.h"
#include "summary.h"

static void write_summary(FILE *out, const struct result *result)
{
    const struct requirement *row = result->row;
    bool known = result->known_reason != NULL;
    const char *why = known ? result->known_reason : result->message;
    fprintf(out, "<summary><span class=\"id\">%s</span> <span class=\"sentence\">", row->id);
    markup_text(out, row->sentence);
    fputs("</span> <span class=\"tags\">", out);
    if (row->provenance == ASSUMED)
        fputs("<span class=\"ours\">our assumption</span> ", out);
    fprintf(out, "<span class=\"verdict\">%s</span></span>", verdict_words(result->verdict));
    if (result->verdict != PASSED && why != NULL) {
        fprintf(out, " <span class=\"why\">%s", known ? "known: " : "");
        markup_text(out, why);
        fputs("</span>", out);
    }
    fputs("</summary>\n", out);
}

static void write_term(FILE *out, const char *term, const char *text)
{
    if (text == NULL)
        return;
    fprintf(out, "<dt>%s</dt><dd>", term);
    markup_text(out, text);
    fputs("</dd>\n", out);
}

static void write_terms(FILE *out, const struct result *result)
{
    const struct requirement *row = result->row;
    fputs("<dl>\n", out);
    write_term(out, "level", level_name(row->level));
    if (row->provenance != ASSUMED)
        write_term(out, "known from", provenance_meaning(row->provenance));
    write_term(out, "source", row->source);
    write_term(out, "known failure", result->known_reason);
    if (result->verdict == EXPECTED_FAILURE)
        write_term(out, "message", result->message);
    if (result->runs > 1)
        fprintf(out, "<dt>runs</dt><dd>%zu, of which %zu failed</dd>\n", result->runs,
                result->failures);
    if (result->runs > 0)
        fprintf(out, "<dt>took</dt><dd>%.3f s</dd>\n", summary_seconds(result->microseconds));
    fputs("</dl>\n", out);
}

/* JSON gets a layout, also behind a status. */
static void write_laid_out(FILE *out, const char *text)
{
    const char *json = text + strspn(text, "0123456789 ");
    char *layout = json_layout(json);
    fputs("<pre class=\"long\">", out);
    if (layout != NULL) {
        fprintf(out, "%.*s%s", (int)(json - text), text, json > text ? "\n" : "");
        markup_text(out, layout);
    } else {
        markup_text(out, text);
    }
    fputs("</pre>", out);
    free(layout);
}

static void write_difference(FILE *out, const struct result *result)
{
    if (result->expected == NULL || result->received == NULL)
        return;
    fputs("<div class=\"pair\">\n<div class=\"expected\"><h3>Expected</h3>", out);
    write_laid_out(out, result->expected);
    fputs("</div>\n<div class=\"received\"><h3>Received</h3>", out);
    write_laid_out(out, result->received);
    fputs("</div>\n</div>\n", out);
}

static void write_titled(FILE *out, const char *title, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    fprintf(out, "<h3>%s</h3>\n<pre>", title);
    markup_text(out, text);
    fputs("</pre>\n", out);
}

static double number_of(const cJSON *exchange, const char *name)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(exchange, name);
    return cJSON_IsNumber(number) ? number->valuedouble : 0;
}

static void write_answer(FILE *out, const struct result *result)
{
    const cJSON *line, *headers = cJSON_GetObjectItemCaseSensitive(result->exchange, "headers");
    const char *reason = summary_exchange_text(result, "reason");
    const char *body = summary_exchange_text(result, "body");
    double bytes = number_of(result->exchange, "bodyBytes");
    if (headers == NULL)
        return;
    fprintf(out, "<h3>The answer</h3>\n<pre>%.0f ", number_of(result->exchange, "status"));
    markup_text(out, reason != NULL ? reason : "");
    cJSON_ArrayForEach(line, headers)
    {
        fputc('\n', out);
        markup_text(out, cJSON_GetStringValue(line));
    }
    fputs("</pre>\n", out);
    if (body == NULL || *body == '\0')
        return;
    fprintf(out, "<h3>Its body, %.0f bytes%s</h3>\n", bytes,
            bytes > (double)strlen(body) ? ", of which this is the start" : "");
    write_laid_out(out, body);
    fputc('\n', out);
}

static void write_evidence(FILE *out, const struct result *result)
{
    write_difference(out, result);
    write_titled(out, "To see it again: shell commands that sign it afresh",
                 summary_exchange_text(result, "command"));
    write_titled(out, "What was signed", summary_exchange_text(result, "signed"));
    write_titled(out, "There was no answer", summary_exchange_text(result, "error"));
    write_answer(out, result);
    html_play(out, result->exchange);
}

void html_row(FILE *out, const struct result *result)
{
    fprintf(out, "<details class=\"row %s\" id=\"%s\">", verdict_name(result->verdict),
            result->row->id);
    write_summary(out, result);
    fputs("<div class=\"details\">\n", out);
    if (result->row->provenance == ASSUMED)
        fputs("<p class=\"note\">An assumption of ours, not a rule of SnapTrade's: what its "
              "service does here is not known.</p>\n",
              out);
    write_terms(out, result);
    if (summary_is_failure(result) || result->verdict == NON_STRICT)
        write_evidence(out, result);
    fputs("</div></details>\n", out);
}
