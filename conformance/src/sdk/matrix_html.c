/* One page in one file: matrix.html, its places filled in. Without scripts, as all our pages. */
#include "../report/markup.h"
#include "../report/page.h"
#include "matrix_cell.h"
#include "matrix_filter.h"

extern const char sdk_matrix[];

static const char *const meanings[VERDICTS] = {
    [NON_STRICT] = "it passes only since the mock is lenient: what was signed is not what was sent",
    [UNSUPPORTED] = "the SDK has no such call",
    [NOT_JUDGED] = "it could not be judged",
    [ADAPTER_ERROR] = "the adapter hung, died or gave no answer, so nothing is known",
};

static void write_program(const struct matrix *matrix, FILE *out)
{
    (void)matrix;
    fputs("snaptrade-conformance " SNAPTRADE_VERSION, out);
}

static void write_facts(const struct matrix *matrix, FILE *out)
{
    size_t rows = matrix_scored(matrix, NULL), differing = matrix_differing(matrix), ours = 0;
    for (size_t i = 0; i < matrix->row_count; i++)
        ours += matrix->rows[i].scored > 0 && matrix->rows[i].head->provenance == ASSUMED;
    fprintf(out, "%zu SDK%s, %zu requirements", matrix->count, matrix->count == 1 ? "" : "s", rows);
    if (matrix->count > 1)
        fprintf(out, ", and %zu in which they differ", differing);
    fputs(".", out);
    if (ours > 0)
        fprintf(out,
                " %zu requirements are assumptions of ours, and marked: what SnapTrade's service "
                "does there is not known.",
                ours);
}

static void write_share(FILE *out, const struct matrix_sdk *sdk)
{
    fputs("<span class=\"share\" aria-hidden=\"true\">", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (sdk->counts[v] > 0)
            fprintf(out, "<span class=\"%s\" style=\"flex:%zu\"></span>",
                    verdict_name((enum verdict)v), sdk->counts[v]);
    fputs("</span>", out);
}

static void write_total(FILE *out, const struct matrix *matrix, const struct matrix_sdk *sdk)
{
    fputs("<tr><th scope=\"row\"><b>", out);
    markup_text(out, sdk->name);
    fputs("</b><small>scored <time>", out);
    markup_text(out, sdk->when);
    fprintf(out, "</time>%s</small></th><td>", sdk->assumed ? "" : ", without assumptions");
    write_share(out, sdk);
    fputs("</td>", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (matrix_has(matrix, v))
            fprintf(out, "<td class=\"count %s%s\">%zu <span>%s</span></td>",
                    verdict_name((enum verdict)v), sdk->counts[v] == 0 ? " zero" : "",
                    sdk->counts[v], verdict_words((enum verdict)v));
    fputs("</tr>\n", out);
}

static void write_totals(const struct matrix *matrix, FILE *out)
{
    fputs("<thead><tr><th scope=\"col\">SDK</th><td></td>", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (matrix_has(matrix, v))
            fprintf(out, "<th scope=\"col\" class=\"count\">%s</th>",
                    verdict_words((enum verdict)v));
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < matrix->count; i++)
        write_total(out, matrix, &matrix->sdks[i]);
    fputs("</tbody>", out);
}

static void write_chip(FILE *out, const char *kind, const char *name, const char *style,
                       const char *words, size_t count, bool checked)
{
    fprintf(out,
            "<div><input type=\"radio\" hidden autocomplete=\"off\" name=\"%s\" id=\"%s-%s\"%s>"
            "<label class=\"%s\" for=\"%s-%s\"><b>%zu</b> %s</label></div>\n",
            kind, kind, name, checked ? " checked" : "", style, kind, name, count, words);
}

static size_t rows_with(const struct matrix *matrix, size_t verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->row_count; i++)
        count += matrix->rows[i].counts[verdict] > 0;
    return count;
}

static void write_verdict_chips(const struct matrix *matrix, FILE *out)
{
    write_chip(out, "verdict", "all", "all", "all", matrix_scored(matrix, NULL), true);
    for (size_t v = 0; v < VERDICTS; v++)
        if (matrix_has(matrix, v)) {
            const char *name = verdict_name((enum verdict)v);
            write_chip(out, "verdict", name, name, verdict_words((enum verdict)v),
                       rows_with(matrix, v), false);
        }
}

static void write_area_chips(const struct matrix *matrix, FILE *out)
{
    write_chip(out, "area", "all", "all", "all", matrix_scored(matrix, NULL), true);
    for (size_t a = 0; sdk_areas[a] != NULL; a++) {
        const struct area *area = &sdk_areas[a]->head;
        size_t count = matrix_scored(matrix, sdk_areas[a]);
        if (count > 0)
            write_chip(out, "area", area->name, "all", area->title, count, false);
    }
}

static void write_differing(const struct matrix *matrix, FILE *out)
{
    fprintf(out, "%zu", matrix_differing(matrix));
}

static void write_meanings(const struct matrix *matrix, FILE *out)
{
    for (size_t v = 0; v < VERDICTS; v++)
        if (matrix_has(matrix, v) && meanings[v] != NULL)
            fprintf(out, "<dt class=\"verdict %s\">%s</dt><dd>%s</dd>\n",
                    verdict_name((enum verdict)v), verdict_words((enum verdict)v), meanings[v]);
}

static void write_columns(const struct matrix *matrix, FILE *out)
{
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_sdk *sdk = &matrix->sdks[i];
        fputs("<th scope=\"col\"><span>", out);
        markup_text(out, sdk->name);
        fputs("</span>", out);
        write_share(out, sdk);
        fprintf(out, "<small>%zu of %zu <span>passed</span></small></th>\n", sdk->counts[PASSED],
                sdk->scored);
    }
}

static void write_row(FILE *out, const struct matrix *matrix, size_t index)
{
    const struct matrix_row *row = &matrix->rows[index];
    const struct requirement *head = row->head;
    fprintf(out, "<tr id=\"%s\" class=\"row%s", head->id, matrix_differs(row) ? " differs" : "");
    for (size_t v = 0; v < VERDICTS; v++)
        if (row->counts[v] > 0)
            fprintf(out, " has-%s", verdict_name((enum verdict)v));
    fprintf(out, "\"><th scope=\"row\"><span class=\"id\">%s</span> <span class=\"tags\">%s",
            head->id, level_name(head->level));
    if (head->provenance == ASSUMED)
        fputs(" <span class=\"ours\">our assumption</span>", out);
    else
        fprintf(out, ", %s", provenance_name(head->provenance));
    fputs("</span> <span class=\"sentence\">", out);
    markup_text(out, head->sentence);
    fputs("</span></th>\n", out);
    for (size_t i = 0; i < matrix->count; i++)
        matrix_cell(out, &matrix->sdks[i], head, &matrix->sdks[i].cells[index]);
    fputs("</tr>\n", out);
}

static void write_body(const struct matrix *matrix, FILE *out)
{
    for (size_t a = 0; sdk_areas[a] != NULL; a++) {
        const struct sdk_area *area = sdk_areas[a];
        if (matrix_scored(matrix, area) == 0)
            continue;
        fprintf(out,
                "<tbody id=\"%s\">\n<tr class=\"area\"><th scope=\"rowgroup\" colspan=\"%zu\">"
                "<span><b>%s</b> ",
                area->head.name, matrix->count + 1, area->head.name);
        markup_text(out, area->head.title);
        fputs("</span></th></tr>\n", out);
        for (size_t i = 0; i < matrix->row_count; i++)
            if (matrix->rows[i].area == area && matrix->rows[i].scored > 0)
                write_row(out, matrix, i);
        fputs("</tbody>\n", out);
    }
}

static void write_count(const struct matrix *matrix, FILE *out)
{
    fprintf(out, "%zu", matrix->count);
}

static const struct {
    const char *name;
    matrix_writer *write;
} places[] = {
    {"program", write_program},
    {"facts", write_facts},
    {"totals", write_totals},
    {"areas", write_area_chips},
    {"verdicts", write_verdict_chips},
    {"differing", write_differing},
    {"meanings", write_meanings},
    {"columns", write_columns},
    {"body", write_body},
    {"count", write_count},
    {"filters", matrix_filters},
};

void matrix_html(const struct matrix *matrix, FILE *out)
{
    const char *text = sdk_matrix;
    for (struct page_place place; page_next(&text, &place, out);)
        for (size_t i = 0; i < sizeof places / sizeof *places; i++)
            if (page_is_at(&place, places[i].name))
                places[i].write(matrix, out);
}
