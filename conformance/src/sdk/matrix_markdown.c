/* The matrix as tables of Markdown, in GitHub's dialect. */
#include <string.h>

#include "../report/legible.h"
#include "matrix.h"

/* As text of one cell, whatever it holds. */
static void write_text(FILE *out, const char *text)
{
    const char *end = text + strlen(text);
    char shown[LEGIBLE_SIZE];
    while (legible_next(&text, end, shown)) {
        if (strchr("\\`*_[]<>|&~#!", *shown) != NULL)
            fputc('\\', out);
        fputs(*shown == '\n' || *shown == '\t' ? " " : shown, out);
    }
}

static void write_totals(const struct matrix *matrix, FILE *out)
{
    fputs("| SDK |", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (matrix_has(matrix, v))
            fprintf(out, " %s |", verdict_words((enum verdict)v));
    fputs(" scored |\n|---|", out);
    for (size_t v = 0; v < VERDICTS; v++)
        if (matrix_has(matrix, v))
            fputs("---:|", out);
    fputs("---|\n", out);
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_sdk *sdk = &matrix->sdks[i];
        fputs("| ", out);
        write_text(out, sdk->name);
        fputs(" |", out);
        for (size_t v = 0; v < VERDICTS; v++)
            if (matrix_has(matrix, v))
                fprintf(out, " %zu |", sdk->counts[v]);
        fputc(' ', out);
        write_text(out, sdk->when);
        fputs(" |\n", out);
    }
}

static void write_row(const struct matrix *matrix, size_t index, FILE *out)
{
    const struct requirement *head = matrix->rows[index].head;
    fprintf(out, "| %s ", head->id);
    write_text(out, head->sentence);
    fprintf(out, " | %s | %s |", level_name(head->level), provenance_name(head->provenance));
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_cell *cell = &matrix->sdks[i].cells[index];
        fprintf(out, " %s |", cell->result != NULL ? verdict_name(cell->verdict) : "");
    }
    fputc('\n', out);
}

static void write_area(const struct matrix *matrix, const struct sdk_area *area, FILE *out)
{
    fprintf(out, "\n### %s: %s\n\n| requirement | level | from |", area->head.name,
            area->head.title);
    for (size_t i = 0; i < matrix->count; i++) {
        fputc(' ', out);
        write_text(out, matrix->sdks[i].name);
        fputs(" |", out);
    }
    fputs("\n|---|---|---|", out);
    for (size_t i = 0; i < matrix->count; i++)
        fputs("---|", out);
    fputc('\n', out);
    for (size_t i = 0; i < matrix->row_count; i++)
        if (matrix->rows[i].area == area && matrix->rows[i].scored > 0)
            write_row(matrix, i, out);
}

void matrix_markdown(const struct matrix *matrix, FILE *out)
{
    write_totals(matrix, out);
    fputs("\nWhere a requirement is from:\n", out);
    for (size_t p = 0; p < PROVENANCES; p++)
        fprintf(out, "%s %s: %s", p > 0 ? ";\n-" : "-", provenance_name((enum provenance)p),
                provenance_meaning((enum provenance)p));
    fputs(".\n", out);
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        if (matrix_scored(matrix, sdk_areas[a]) > 0)
            write_area(matrix, sdk_areas[a], out);
}
