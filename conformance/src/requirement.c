#include "requirement.h"

#include <string.h>

const struct area *const all_areas[] = {
    &sign_area,   &auth_area,  &list_area, &detail_area, &remove_area,
    &events_area, &error_area, &http_area, &client_area, NULL,
};

static bool is_named(const struct area *area, const struct requirement *row, const char *name)
{
    return strcmp(name, area->name) == 0 || strcmp(name, row->id) == 0;
}

bool requirement_selected(const struct area *area, const struct requirement *row,
                          char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (is_named(area, row, names[i]))
            return true;
    return count == 0;
}

bool requirement_exists(const char *name)
{
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++)
            if (is_named(all_areas[a], &all_areas[a]->rows[i], name))
                return true;
    return false;
}

const char *requirement_of_test(const char *name)
{
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++)
            if (strcmp((*all_areas[a]->rows[i].test)->name, name) == 0)
                return all_areas[a]->rows[i].id;
    return name;
}

void requirements_print(FILE *file, char *const *names, int count)
{
    static const char *const levels[] = {[MUST] = "MUST", [SHOULD] = "SHOULD"};
    static const char *const provenances[] = {
        [DOC] = "doc", [SPEC] = "spec", [SDK] = "sdk", [LIVE] = "live", [ASSUMED] = "assumed"};
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++) {
            const struct requirement *row = &all_areas[a]->rows[i];
            if (requirement_selected(all_areas[a], row, names, count))
                fprintf(file, "%-11s %-6s  %-7s  %s\n", row->id, levels[row->level],
                        provenances[row->provenance], row->sentence);
        }
}
