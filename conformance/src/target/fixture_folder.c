#include "fixture_folder.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *file, *list;
} files[] = {{"partners", "partners"},
             {"users", "users"},
             {"brokerages", "brokerages"},
             {"authorizations", "authorizations"},
             {"session_events", "sessionEvents"}};
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

static bool write_file(const struct fixture_folder *folder, int file, const char *consumer_key)
{
    char path[PATH_SIZE], *text = print(file, consumer_key);
    path_of(folder, file, path);
    FILE *out = text != NULL ? fopen(path, "we") : NULL;
    bool written = out != NULL && fputs(text, out) >= 0;
    if (out != NULL)
        written = fclose(out) == 0 && written;
    cJSON_free(text);
    return written;
}

bool fixture_folder_make(struct fixture_folder *folder, const char *consumer_key)
{
    bool good = true;
    snprintf(folder->path, sizeof folder->path, "/tmp/snaptrade-conformance-XXXXXX");
    if (mkdtemp(folder->path) == NULL) {
        fprintf(stderr, "snaptrade-conformance: %s: %s\n", folder->path, strerror(errno));
        folder->path[0] = '\0';
        return false;
    }
    for (int file = 0; good && file < FILES; file++)
        good = write_file(folder, file, consumer_key);
    if (good)
        return true;
    fprintf(stderr, "snaptrade-conformance: %s: %s\n", folder->path, strerror(errno));
    fixture_folder_remove(folder);
    return false;
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
