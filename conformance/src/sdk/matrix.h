/* SDKs side by side: what several JSON reports of the command `sdk` say about each requirement.
 *
 * A matrix holds the reports; what it points to is theirs or the catalogue's. Texts in it are what
 * others wrote: whoever writes them into a page or a table escapes them. */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdio.h>

#include "../run/verdict.h"
#include "sdk_case.h"

struct matrix_cell {
    const cJSON *result; /* as report/json.h has it; NULL: this SDK was not scored by it */
    enum verdict verdict;
};

struct matrix_sdk {
    const char *file, *name, *when;
    bool assumed; /* assumptions were judged too */
    cJSON *report;
    struct matrix_cell *cells; /* one per row */
    size_t counts[VERDICTS], scored;
};

struct matrix_row {
    const struct sdk_area *area;
    const struct requirement *head;
    size_t counts[VERDICTS], scored; /* of its cells */
};

struct matrix {
    struct matrix_row
        *rows; /* of the whole catalogue, in its order; one without a head ends them */
    size_t row_count;
    struct matrix_sdk *sdks;
    size_t count;
};

/* Reads the reports, each of an SDK with a name of its own. False: a line on stderr says which file
 * is wrong, and where in it. Either way matrix_free() comes at the end. */
bool matrix_read(struct matrix *matrix, char *const *files, size_t count);
void matrix_free(struct matrix *matrix);

/* Whether SDKs have different verdicts in this row. */
bool matrix_differs(const struct matrix_row *row);

/* How many rows of an area (NULL: of all) have any verdict; how many of those differ. */
size_t matrix_scored(const struct matrix *matrix, const struct sdk_area *area);
size_t matrix_differing(const struct matrix *matrix);

/* Whether any SDK has this verdict. */
bool matrix_has(const struct matrix *matrix, size_t verdict);

typedef void matrix_writer(const struct matrix *matrix, FILE *out);
matrix_writer matrix_html, matrix_markdown;

#endif
