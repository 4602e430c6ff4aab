#include "fixtures.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "fixture_read.h"
#include "loading.h"

static void load_file(struct loading *loading, enum fixture_kind kind, const char *path)
{
    cJSON *array = NULL;
    if (fixture_files[kind].optional && access(path, F_OK) != 0 && errno == ENOENT)
        return;
    loading->problems.file = path;
    cJSON *document = fixture_read(&fixture_files[kind], &loading->problems, &array);
    loading->broken[kind] = document == NULL;
    if (document != NULL)
        loading_add(loading, kind, array);
    cJSON_Delete(document);
}

bool fixtures_load(const char *directory, struct store *store, struct buffer *problems)
{
    struct problems lines = {.out = problems};
    bool good = fixtures_read(directory, store, &lines);
    buffer_free(&lines.pointer);
    return good;
}

bool fixtures_read(const char *directory, struct store *store, struct problems *problems)
{
    size_t before = problems->count;
    struct loading loading = {.store = store, .problems = *problems};
    char path[PATH_MAX];
    for (int kind = 0; kind < FIXTURE_KINDS; kind++) {
        snprintf(path, sizeof path, "%s/%s", directory, fixture_files[kind].name);
        load_file(&loading, (enum fixture_kind)kind, path);
    }
    snprintf(path, sizeof path, "%s/%s", directory, fixture_files[FIXTURE_PARTNERS].name);
    loading_check_personal(&loading, path);
    *problems = loading.problems; /* the pointer's memory may have moved */
    problems->file = NULL;
    loading.problems.pointer = (struct buffer){0};
    loading_free(&loading);
    bool good = problems->count == before;
    if (good)
        store_settle(store);
    return good;
}
