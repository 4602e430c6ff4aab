#include "matrix.h"

#include <stdlib.h>
#include <string.h>

#include "matrix_report.h"

enum { PLACE_SIZE = 64 };

static const char program[] = "snaptrade-conformance ";
/* Of a result, when they are there. */
static const char *const texts[] = {"message", "expected", "received"};

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool complain_of_result(const struct matrix_sdk *sdk, size_t index, const char *member,
                               const char *what, const char *value)
{
    char place[PLACE_SIZE];
    snprintf(place, sizeof place, "results[%zu].%s", index, member);
    return matrix_complain(sdk->file, place, what, value);
}

static struct matrix_row *find_row(const struct matrix *matrix, const char *id)
{
    for (struct matrix_row *row = matrix->rows; row->head != NULL; row++)
        if (strcmp(row->head->id, id) == 0)
            return row;
    return NULL;
}

/* VERDICTS: there is no such verdict. */
static size_t find_verdict(const char *name)
{
    size_t verdict = 0;
    while (verdict < VERDICTS && strcmp(verdict_name((enum verdict)verdict), name) != 0)
        verdict++;
    return verdict;
}

static bool read_result(struct matrix *matrix, struct matrix_sdk *sdk, const cJSON *result,
                        size_t index)
{
    const char *id = text_of(result, "id"), *name = text_of(result, "verdict");
    if (id == NULL || name == NULL)
        return complain_of_result(sdk, index, id == NULL ? "id" : "verdict",
                                  "missing, or no string", NULL);
    struct matrix_row *row = find_row(matrix, id);
    size_t verdict = find_verdict(name);
    if (row == NULL)
        return complain_of_result(sdk, index, "id", "no requirement of an SDK", id);
    if (verdict == VERDICTS)
        return complain_of_result(sdk, index, "verdict", "no verdict", name);
    struct matrix_cell *cell = &sdk->cells[row - matrix->rows];
    if (cell->result != NULL)
        return complain_of_result(sdk, index, "id", "stands there twice", id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(result, texts[i]);
        if (text != NULL && !cJSON_IsString(text))
            return complain_of_result(sdk, index, texts[i], "no string", NULL);
    }
    *cell = (struct matrix_cell){result, (enum verdict)verdict};
    sdk->counts[verdict]++;
    sdk->scored++;
    row->counts[verdict]++;
    row->scored++;
    return true;
}

static bool read_head(struct matrix_sdk *sdk)
{
    const char *made_by = text_of(sdk->report, "program"), *level = text_of(sdk->report, "level");
    sdk->name = text_of(sdk->report, "target");
    sdk->when = text_of(sdk->report, "time");
    if (made_by == NULL || strncmp(made_by, program, sizeof program - 1) != 0)
        return matrix_complain(sdk->file, "program", "no report of snaptrade-conformance", made_by);
    if (sdk->name == NULL || *sdk->name == '\0')
        return matrix_complain(sdk->file, "target", "no name of an SDK", NULL);
    if (sdk->when == NULL)
        return matrix_complain(sdk->file, "time", "missing, or no string", NULL);
    sdk->assumed = level != NULL && strcmp(level, "assumed") == 0;
    return true;
}

static bool read_sdk(struct matrix *matrix, struct matrix_sdk *sdk)
{
    const cJSON *result;
    size_t index = 0;
    sdk->report = matrix_report(sdk->file);
    sdk->cells = calloc(matrix->row_count, sizeof *sdk->cells);
    if (sdk->report == NULL || !read_head(sdk))
        return false;
    if (sdk->cells == NULL)
        return matrix_complain(sdk->file, NULL, "there is no memory", NULL);
    for (const struct matrix_sdk *other = matrix->sdks; other < sdk; other++)
        if (strcmp(other->name, sdk->name) == 0) {
            matrix_complain(sdk->file, "target", "the same name as in another report", other->file);
            return matrix_complain(sdk->file, "target", "give each a --name of its own", sdk->name);
        }
    const cJSON *results = cJSON_GetObjectItemCaseSensitive(sdk->report, "results");
    if (!cJSON_IsArray(results) || results->child == NULL)
        return matrix_complain(sdk->file, "results", "there are none", NULL);
    cJSON_ArrayForEach(result, results)
    {
        if (!read_result(matrix, sdk, result, index++))
            return false;
    }
    return true;
}

static bool make_rows(struct matrix *matrix)
{
    size_t total = 0;
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        total += sdk_areas[a]->count;
    matrix->rows = calloc(total + 1, sizeof *matrix->rows);
    for (size_t a = 0; matrix->rows != NULL && sdk_areas[a] != NULL; a++)
        for (size_t i = 0; i < sdk_areas[a]->count; i++)
            matrix->rows[matrix->row_count++] =
                (struct matrix_row){.area = sdk_areas[a], .head = &sdk_areas[a]->rows[i].head};
    return matrix->rows != NULL;
}

bool matrix_read(struct matrix *matrix, char *const *files, size_t count)
{
    *matrix = (struct matrix){.sdks = calloc(count, sizeof *matrix->sdks)};
    if (matrix->sdks == NULL || !make_rows(matrix))
        return matrix_complain(files[0], NULL, "there is no memory", NULL);
    while (matrix->count < count) {
        struct matrix_sdk *sdk = &matrix->sdks[matrix->count];
        sdk->file = files[matrix->count++];
        if (!read_sdk(matrix, sdk))
            return false;
    }
    return true;
}

void matrix_free(struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->count; i++) {
        cJSON_Delete(matrix->sdks[i].report);
        free(matrix->sdks[i].cells);
    }
    free(matrix->sdks);
    free(matrix->rows);
}

bool matrix_differs(const struct matrix_row *row)
{
    for (size_t v = 0; v < VERDICTS; v++)
        if (row->counts[v] > 0 && row->counts[v] < row->scored)
            return true;
    return false;
}

size_t matrix_scored(const struct matrix *matrix, const struct sdk_area *area)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->row_count; i++)
        count += matrix->rows[i].scored > 0 && (area == NULL || matrix->rows[i].area == area);
    return count;
}

size_t matrix_differing(const struct matrix *matrix)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->row_count; i++)
        count += matrix_differs(&matrix->rows[i]);
    return count;
}

bool matrix_has(const struct matrix *matrix, size_t verdict)
{
    for (size_t i = 0; i < matrix->count; i++)
        if (matrix->sdks[i].counts[verdict] > 0)
            return true;
    return false;
}
