#include "requirement.h"

#include <string.h>

const struct area *const all_areas[] = {
    &sign_area,   &vector_area, &tamper_area,   &body_area,    &auth_area,
    &list_area,   &detail_area, &accounts_area, &history_area, &sync_area,
    &remove_area, &events_area, &users_area,    &login_area,   &error_area,
    &limit_area,  &http_area,   &client_area,   NULL,
};

static const struct {
    const char *name, *meaning;
} provenances[PROVENANCES] = {
    [DOC] = {"doc", "SnapTrade's API document and OpenAPI file of 2023-05-01 say so"},
    [SPEC] = {"spec", "SnapTrade's later OpenAPI files and documentation say so"},
    [SDK] = {"sdk", "official SDKs were seen to do it, or to need it"},
    [LIVE] = {"live", "somebody published that the real service answered so"},
    [ASSUMED] = {"assumed", "nobody knows: an assumption of ours, not a rule of SnapTrade's"},
};

static bool names_row(const struct selection *selection, const char *name)
{
    for (size_t i = 0; i < selection->name_count; i++)
        if (strcmp(selection->names[i], name) == 0)
            return true;
    return false;
}

static bool is_wanted(const struct area *area, const struct requirement *row,
                      const struct selection *selection)
{
    bool tagged = selection->tag_count == 0;
    for (size_t i = 0; i < selection->tag_count; i++)
        tagged = tagged || requirement_has_tag(row, selection->tags[i]);
    return tagged && (selection->name_count == 0 || names_row(selection, area->name) ||
                      names_row(selection, row->id));
}

static bool is_admitted(const struct requirement *row, const struct selection *selection)
{
    return row->provenance != ASSUMED || selection->assumed || names_row(selection, row->id);
}

bool requirement_selected(const struct area *area, const struct requirement *row,
                          const struct selection *selection)
{
    return is_wanted(area, row, selection) && is_admitted(row, selection);
}

bool requirement_left_out(const struct area *area, const struct requirement *row,
                          const struct selection *selection)
{
    return is_wanted(area, row, selection) && !is_admitted(row, selection);
}

bool requirement_is(const char *name)
{
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++)
            if (strcmp(all_areas[a]->rows[i].id, name) == 0)
                return true;
    return false;
}

bool requirement_exists(const char *name)
{
    for (size_t a = 0; all_areas[a] != NULL; a++)
        if (strcmp(all_areas[a]->name, name) == 0)
            return true;
    return requirement_is(name);
}

bool requirement_tag_exists(const char *tag)
{
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++)
            if (requirement_has_tag(&all_areas[a]->rows[i], tag))
                return true;
    return false;
}

bool requirement_has_tag(const struct requirement *row, const char *tag)
{
    size_t length = strlen(tag);
    for (const char *word = row->tags; *word != '\0'; word += strspn(word, " ")) {
        size_t end = strcspn(word, " ");
        if (end == length && strncmp(word, tag, length) == 0)
            return true;
        word += end;
    }
    return false;
}

const char *requirement_test_name(const struct requirement *row)
{
    return (*row->test)->name;
}

const char *requirement_test_file(const struct requirement *row)
{
    const char *file = (*row->test)->file, *slash = strrchr(file, '/');
    return slash != NULL ? slash + 1 : file;
}

const char *level_name(enum level level)
{
    return level == MUST ? "MUST" : "SHOULD";
}

const char *provenance_name(enum provenance provenance)
{
    return provenances[provenance].name;
}

const char *provenance_meaning(enum provenance provenance)
{
    return provenances[provenance].meaning;
}
