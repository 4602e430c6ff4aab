#include "matrix_filter.h"

#include <string.h>

/* What is chosen: an area, a verdict, and whether only differing rows; NULL, VERDICTS and false
 * choose nothing. */
struct choice {
    const struct sdk_area *area;
    size_t verdict;
    bool differing;
};

static bool is_left(const struct matrix_row *row, const struct choice *choice)
{
    return row->scored > 0 && (choice->area == NULL || row->area == choice->area) &&
           (choice->verdict == VERDICTS || row->counts[choice->verdict] > 0) &&
           (!choice->differing || matrix_differs(row));
}

static bool leaves_nothing(const struct matrix *matrix, const struct choice *choice)
{
    for (size_t i = 0; i < matrix->row_count; i++)
        if (is_left(&matrix->rows[i], choice))
            return false;
    return true;
}

static void write_choice(FILE *out, const struct choice *choice)
{
    fputs("body", out);
    if (choice->area != NULL)
        fprintf(out, ":has(#area-%s:checked)", choice->area->head.name);
    if (choice->verdict < VERDICTS)
        fprintf(out, ":has(#verdict-%s:checked)", verdict_name((enum verdict)choice->verdict));
    if (choice->differing)
        fputs(":has(#differing:checked)", out);
}

/* Areas in which nothing is left go, and where no area is, the page says so. */
static void write_empty(const struct matrix *matrix, struct choice *choice, FILE *out)
{
    choice->area = NULL;
    if (leaves_nothing(matrix, choice)) {
        write_choice(out, choice);
        fputs(" .nothing { display: block; }\n", out);
    }
    for (size_t a = 0; sdk_areas[a] != NULL; a++) {
        choice->area = sdk_areas[a];
        if (matrix_scored(matrix, choice->area) == 0 || !leaves_nothing(matrix, choice))
            continue;
        write_choice(out, choice);
        fputs(" .nothing { display: block; }\n", out);
        choice->area = NULL;
        write_choice(out, choice);
        fprintf(out, " #%s { display: none; }\n", sdk_areas[a]->head.name);
    }
}

void matrix_filters(const struct matrix *matrix, FILE *out)
{
    fputs("body:has(#differing:checked) .row:not(.differs) { display: none; }\n", out);
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        if (matrix_scored(matrix, sdk_areas[a]) > 0)
            fprintf(out, "body:has(#area-%s:checked) .matrix tbody:not(#%s) { display: none; }\n",
                    sdk_areas[a]->head.name, sdk_areas[a]->head.name);
    for (size_t v = 0; v <= VERDICTS; v++) {
        if (v < VERDICTS && !matrix_has(matrix, v))
            continue;
        if (v < VERDICTS)
            fprintf(out, "body:has(#verdict-%s:checked) .row:not(.has-%s) { display: none; }\n",
                    verdict_name((enum verdict)v), verdict_name((enum verdict)v));
        for (int differing = 0; differing < 2; differing++)
            write_empty(matrix, &(struct choice){NULL, v, differing == 1}, out);
    }
}
