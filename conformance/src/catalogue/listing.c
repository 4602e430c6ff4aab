#include "listing.h"

#include <cjson/cJSON.h>
#include <string.h>

typedef void row_writer(void *context, const struct area *area, const struct requirement *row);

static void each(const struct selection *selection, row_writer *write, void *context)
{
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++)
            if (requirement_selected(all_areas[a], &all_areas[a]->rows[i], selection))
                write(context, all_areas[a], &all_areas[a]->rows[i]);
}

static void write_text(void *context, const struct area *area, const struct requirement *row)
{
    (void)area;
    fprintf(context, "%-11s %-6s  %-7s  %s\n", row->id, level_name(row->level),
            provenance_name(row->provenance), row->sentence);
}

static void list_text(const struct selection *selection, FILE *out)
{
    each(selection, write_text, out);
}

static void add_tags(cJSON *object, const char *tags)
{
    cJSON *array = cJSON_AddArrayToObject(object, "tags");
    char word[32];
    for (; *tags != '\0'; tags += strspn(tags, " ")) {
        size_t length = strcspn(tags, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, tags);
        cJSON_AddItemToArray(array, cJSON_CreateString(word));
        tags += length;
    }
}

static void add_json(void *context, const struct area *area, const struct requirement *row)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "id", row->id);
    cJSON_AddStringToObject(object, "area", area->name);
    cJSON_AddStringToObject(object, "level", level_name(row->level));
    cJSON_AddStringToObject(object, "provenance", provenance_name(row->provenance));
    cJSON_AddStringToObject(object, "source", row->source);
    cJSON_AddStringToObject(object, "sentence", row->sentence);
    add_tags(object, row->tags);
    cJSON_AddStringToObject(object, "test", requirement_test_name(row));
    cJSON_AddStringToObject(object, "file", requirement_test_file(row));
    cJSON_AddItemToArray(context, object);
}

static void list_json(const struct selection *selection, FILE *out)
{
    cJSON *array = cJSON_CreateArray();
    each(selection, add_json, array);
    char *text = cJSON_Print(array);
    fprintf(out, "%s\n", text != NULL ? text : "[]");
    cJSON_free(text);
    cJSON_Delete(array);
}

/* What Markdown would take for the end of a cell, or for a tag, is escaped. */
static void write_cell(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("|<*_\\", *text) != NULL)
            fputc('\\', out);
        fputc(*text, out);
    }
}

struct matrix {
    FILE *out;
    const struct area *area; /* of the row before */
};

static void write_matrix_row(void *context, const struct area *area, const struct requirement *row)
{
    struct matrix *matrix = context;
    if (area != matrix->area)
        fprintf(matrix->out,
                "\n## %s: %s\n\n| id | level | from | requirement | source | test |\n"
                "|---|---|---|---|---|---|\n",
                area->name, area->title);
    matrix->area = area;
    fprintf(matrix->out, "| %s | %s | %s | ", row->id, level_name(row->level),
            provenance_name(row->provenance));
    write_cell(matrix->out, row->sentence);
    fputs(" | ", matrix->out);
    write_cell(matrix->out, row->source);
    fprintf(matrix->out, " | `%s` in %s |\n", requirement_test_name(row),
            requirement_test_file(row));
}

static void list_markdown(const struct selection *selection, FILE *out)
{
    struct matrix matrix = {.out = out};
    fputs("# Requirements\n\n"
          "Made by `snaptrade-conformance --list --format md`; the tables in "
          "`conformance/src/catalogue` are\n"
          "its source. Where a requirement is from:\n\n",
          out);
    for (size_t i = 0; i < PROVENANCES; i++)
        fprintf(out, "- **%s**: %s\n", provenance_name((enum provenance)i),
                provenance_meaning((enum provenance)i));
    each(selection, write_matrix_row, &matrix);
}

listing_writer *listing_named(const char *format)
{
    static const struct {
        const char *name;
        listing_writer *writer;
    } formats[] = {{"text", list_text}, {"json", list_json}, {"md", list_markdown}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, format) == 0)
            return formats[i].writer;
    return NULL;
}
