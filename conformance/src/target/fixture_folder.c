#include "fixture_folder.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const char default_partners[], default_users[], default_brokerages[],
    default_authorizations[], default_session_events[], default_accounts[];

static const struct {
    const char *file, *list, *original;
} files[] = {{"partners", "partners", default_partners},
             {"users", "users", default_users},
             {"brokerages", "brokerages", default_brokerages},
             {"authorizations", "authorizations", default_authorizations},
             {"session_events", "sessionEvents", default_session_events},
             {"accounts", "accounts", default_accounts}};
enum { FILES = sizeof files / sizeof *files, PARTNERS = 0, USERS = 1, PATH_SIZE = 128 };

static void path_of(const struct fixture_folder *folder, int file, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "%s/%s.json", folder->path, files[file].file);
}

/* {"NAME": [{...}]}, or an empty list. */
static char *print(int file, const char *consumer_key)
{
    cJSON *array = cJSON_CreateArray(), *item = cJSON_CreateObject();
    cJSON_AddStringToObject(item, "clientId", "PASSIVTEST");
    if (file == PARTNERS) {
        cJSON_AddStringToObject(item, "consumerKey", consumer_key);
    } else {
        cJSON_AddStringToObject(item, "userId", "user");
        cJSON_AddStringToObject(item, "userSecret", "user-secret");
    }
    if (file == PARTNERS || file == USERS)
        cJSON_AddItemToArray(array, item);
    else
        cJSON_Delete(item);
    cJSON *document = cJSON_CreateObject();
    cJSON_AddItemToObject(document, files[file].list, array);
    char *text = cJSON_PrintUnformatted(document);
    cJSON_Delete(document);
    return text;
}

/* Takes over `text`. */
static bool write_file(const struct fixture_folder *folder, int file, char *text)
{
    char path[PATH_SIZE];
    path_of(folder, file, path);
    FILE *out = text != NULL ? fopen(path, "we") : NULL;
    bool written = out != NULL && fputs(text, out) >= 0;
    if (out != NULL)
        written = fclose(out) == 0 && written;
    cJSON_free(text);
    return written;
}

static bool make_folder(struct fixture_folder *folder)
{
    snprintf(folder->path, sizeof folder->path, "/tmp/snaptrade-conformance-XXXXXX");
    if (mkdtemp(folder->path) != NULL)
        return true;
    fprintf(stderr, "snaptrade-conformance: %s: %s\n", folder->path, strerror(errno));
    folder->path[0] = '\0';
    return false;
}

static bool give_up(struct fixture_folder *folder)
{
    fprintf(stderr, "snaptrade-conformance: %s: %s\n", folder->path, strerror(errno));
    fixture_folder_remove(folder);
    return false;
}

bool fixture_folder_make(struct fixture_folder *folder, const char *consumer_key)
{
    if (!make_folder(folder))
        return false;
    for (int file = 0; file < FILES; file++)
        if (!write_file(folder, file, print(file, consumer_key)))
            return give_up(folder);
    return true;
}

static void swap_value(cJSON *value, const struct swap *swaps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(value->valuestring, swaps[i].here) == 0) {
            cJSON_SetValuestring(value, swaps[i].there);
            return;
        }
        if (strcmp(value->valuestring, swaps[i].there) == 0) {
            cJSON_SetValuestring(value, swaps[i].here);
            return;
        }
    }
}

static void swap_values(cJSON *json, const struct swap *swaps, size_t count, int depth)
{
    enum { DEEPEST = 8 };
    cJSON *member;
    if (cJSON_IsString(json))
        swap_value(json, swaps, count);
    else if (depth < DEEPEST)
        cJSON_ArrayForEach(member, json) swap_values(member, swaps, count, depth + 1);
}

bool fixture_folder_make_swapped(struct fixture_folder *folder, const struct swap *swaps,
                                 size_t count)
{
    if (!make_folder(folder))
        return false;
    for (int file = 0; file < FILES; file++) {
        cJSON *document = cJSON_Parse(files[file].original);
        swap_values(document, swaps, count, 0);
        char *text = cJSON_PrintUnformatted(document);
        cJSON_Delete(document);
        if (!write_file(folder, file, text))
            return give_up(folder);
    }
    return true;
}

void fixture_folder_remove(struct fixture_folder *folder)
{
    char path[PATH_SIZE];
    if (folder->path[0] == '\0')
        return;
    for (int file = 0; file < FILES; file++) {
        path_of(folder, file, path);
        unlink(path);
    }
    rmdir(folder->path);
    folder->path[0] = '\0';
}
