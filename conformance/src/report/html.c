/* One page in one file: page.html, its places filled in. It has no script, since CI systems serve
 * reports without; radio buttons and CSS do the filtering. */
#include <string.h>

#include "html_row.h"
#include "markup.h"
#include "page.h"
#include "report.h"
#include "summary.h"

extern const char report_page[];
enum { FEW_VERDICTS = 3 }; /* that fit beside each other, as words */

static void write_title(const struct verdicts *verdicts, FILE *out)
{
    markup_text(out, verdicts->target);
    fprintf(out, " %s", summary_conclusion(verdicts));
}

static void write_program(const struct verdicts *verdicts, FILE *out)
{
    fprintf(out, "snaptrade-conformance " SNAPTRADE_VERSION ", <time>%s</time>", verdicts->when);
}

static void write_facts(const struct verdicts *verdicts, FILE *out)
{
    fprintf(out, "<p class=\"facts\">%zu of %zu requirements judged in %.1f s.",
            verdicts_judged(verdicts), verdicts->count + verdicts->not_run,
            summary_seconds(verdicts->microseconds));
    if (verdicts->not_run > 0)
        fprintf(out, " %zu were not run.", verdicts->not_run);
    summary_write_assumptions(verdicts, " ", "", out);
    if (verdicts->assumed)
        fputs(" What we merely assume was judged too, and is marked.", out);
    if (verdicts->left_out > 0)
        fprintf(out,
                " %zu assumptions of ours were left out; <code>--level assumed</code> judges "
                "them too.",
                verdicts->left_out);
    summary_write_proof(verdicts, " ", "", out);
    fputs("</p>", out);
}

static void write_headline(const struct verdicts *verdicts, FILE *out)
{
    const char *conclusion = summary_conclusion(verdicts);
    fprintf(out, "<h1 class=\"%s\">%c%s</h1>\n<p class=\"target\">",
            verdict_name(summary_verdict(verdicts)), *conclusion - 'a' + 'A', conclusion + 1);
    markup_text(out, verdicts->target);
    fputs("</p>\n", out);
    write_facts(verdicts, out);
    fputs("\n<div class=\"share\" aria-hidden=\"true\">", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (verdicts->counts[v] > 0)
            fprintf(out, "<span class=\"%s\" style=\"flex:%zu\"></span>",
                    verdict_name((enum verdict)v), verdicts->counts[v]);
    fputs("</div>", out);
}

static void write_chip(FILE *out, const char *name, const char *words, size_t count, bool checked)
{
    fprintf(out,
            "<div><input type=\"radio\" hidden autocomplete=\"off\" name=\"verdict\" "
            "id=\"verdict-%s\"%s><label class=\"%s\" for=\"verdict-%s\"><b>%zu</b> %s</label>"
            "</div>\n",
            name, checked ? " checked" : "", name, name, count, words);
}

static void write_chips(const struct verdicts *verdicts, FILE *out)
{
    write_chip(out, "all", "all", verdicts->count, true);
    for (size_t v = 0; v < VERDICTS; v++)
        if (verdicts->counts[v] > 0)
            write_chip(out, verdict_name((enum verdict)v), verdict_words((enum verdict)v),
                       verdicts->counts[v], false);
}

/* A row of the table of areas; the counts are those of verdicts that occur anywhere. */
static void write_area(FILE *out, const struct verdicts *verdicts, const char *name,
                       const char *title, const size_t counts[VERDICTS])
{
    bool is_all = strcmp(name, "all") == 0;
    fprintf(out,
            "<tr><th scope=\"row\"><input type=\"radio\" hidden autocomplete=\"off\" "
            "name=\"area\" id=\"area-%s\"%s><label for=\"area-%s\"><span class=\"id\">%s</span>",
            name, is_all ? " checked" : "", name, is_all ? "all areas" : name);
    if (title != NULL) {
        fputs(" <small>", out);
        markup_text(out, title);
        fputs("</small>", out);
    }
    fputs("</label></th>", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (verdicts->counts[v] > 0)
            fprintf(out, "<td class=\"count %s%s\">%zu</td>", verdict_name((enum verdict)v),
                    counts[v] == 0 ? " zero" : "", counts[v]);
    fputs("</tr>\n", out);
}

static size_t occurring(const struct verdicts *verdicts)
{
    size_t count = 0;
    for (size_t v = 0; v < VERDICTS; v++)
        count += verdicts->counts[v] > 0;
    return count;
}

static void write_areas(const struct verdicts *verdicts, FILE *out)
{
    size_t counts[VERDICTS];
    fprintf(out, "<table%s>\n<caption>Show by area</caption>\n",
            occurring(verdicts) > FEW_VERDICTS ? " class=\"many\"" : "");
    fputs("<thead><tr><th scope=\"col\">area</th>", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (verdicts->counts[v] > 0)
            fprintf(out, "<th scope=\"col\" class=\"count\"><span>%s</span></th>",
                    verdict_words((enum verdict)v));
    fputs("</tr></thead>\n<tbody>\n", out);
    write_area(out, verdicts, "all", NULL, verdicts->counts);
    for (const struct area *area = NULL; (area = summary_next_area(verdicts, area)) != NULL;) {
        summary_area(verdicts, area, counts);
        write_area(out, verdicts, area->name, area->title, counts);
    }
    fputs("</tbody>\n</table>", out);
}

/* Of an area: what is hidden when it is chosen, and what is told when nothing is left then. */
static void write_area_filter(FILE *out, const char *name, const size_t counts[VERDICTS])
{
    fprintf(out, "body:has(#area-%s:checked) section:not(#%s) { display: none; }\n", name, name);
    for (size_t v = 0; v < VERDICTS; v++)
        if (counts[v] == 0)
            fprintf(out,
                    "body:has(#area-%s:checked):has(#verdict-%s:checked) .nothing "
                    "{ display: block; }\n",
                    name, verdict_name((enum verdict)v));
}

static void write_filters(const struct verdicts *verdicts, FILE *out)
{
    size_t counts[VERDICTS];
    for (size_t v = 0; v < VERDICTS; v++)
        if (verdicts->counts[v] > 0) {
            const char *name = verdict_name((enum verdict)v);
            fprintf(out,
                    "body:has(#verdict-%s:checked) :is(.row:not(.%s), section:not(:has(.%s))) "
                    "{ display: none; }\n",
                    name, name, name);
        }
    for (const struct area *area = NULL; (area = summary_next_area(verdicts, area)) != NULL;) {
        summary_area(verdicts, area, counts);
        write_area_filter(out, area->name, counts);
    }
}

static void write_sections(const struct verdicts *verdicts, FILE *out)
{
    for (const struct area *area = NULL; (area = summary_next_area(verdicts, area)) != NULL;) {
        fprintf(out, "<section id=\"%s\">\n<h2>%s <span>", area->name, area->name);
        markup_text(out, area->title);
        fputs("</span></h2>\n<div class=\"rows\">\n", out);
        for (size_t i = 0; i < verdicts->count; i++)
            if (verdicts->results[i].area == area)
                html_row(out, &verdicts->results[i]);
        fputs("</div>\n</section>\n", out);
    }
}

static const struct {
    const char *name;
    report_writer *write;
} places[] = {
    {"title", write_title},       {"filters", write_filters}, {"program", write_program},
    {"headline", write_headline}, {"chips", write_chips},     {"areas", write_areas},
    {"sections", write_sections},
};

void report_html(const struct verdicts *verdicts, FILE *out)
{
    const char *text = report_page;
    for (struct page_place place; page_next(&text, &place, out);)
        for (size_t i = 0; i < sizeof places / sizeof *places; i++)
            if (page_is_at(&place, places[i].name))
                places[i].write(verdicts, out);
}
