#include "fixture_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "json_read.h"

/* What a fixture file is, seen from outside; its array is looked at by the caller. */
static bool check_document(const struct fixture_file *file, const cJSON *document,
                           struct problems *problems)
{
    size_t before = problems->count;
    bool found = false;
    if (!cJSON_IsObject(document)) {
        problems_add(problems, "must be an object with the array \"%s\"", file->array);
        return false;
    }
    for (const cJSON *member = document->child; member != NULL; member = member->next) {
        size_t mark = problems_enter_member(problems, member->string);
        if (strcmp(member->string, file->array) == 0) {
            if (found)
                problems_add(problems, "stands twice in its object");
            else if (!cJSON_IsArray(member))
                problems_add(problems, "must be an array");
            found = true;
        } else if (strcmp(member->string, "$schema") != 0) {
            problems_add(problems, "unknown field; this file has \"%s\" only", file->array);
        }
        problems_leave(problems, mark);
    }
    size_t mark = problems_enter_member(problems, file->array);
    if (!found)
        problems_add(problems, "missing");
    problems_leave(problems, mark);
    return problems->count == before;
}

/* Reads all of an open file; NULL: a problem was added. */
static char *read_stream(FILE *stream, size_t *length, struct problems *problems)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0 || !S_ISREG(status.st_mode)) {
        problems_add(problems, "is no file");
        return NULL;
    }
    if (status.st_size > (off_t)FIXTURE_MAX_MIB * 1024 * 1024) {
        problems_add(problems, "is larger than %d MiB", FIXTURE_MAX_MIB);
        return NULL;
    }
    size_t size = (size_t)status.st_size;
    char *text = malloc(size + 1);
    if (text == NULL) {
        problems_no_memory(problems);
        return NULL;
    }
    *length = fread(text, 1, size, stream);
    text[*length] = '\0';
    if (ferror(stream) == 0)
        return text;
    problems_add(problems, "cannot be read: %s", strerror(errno));
    free(text);
    return NULL;
}

static char *read_text(size_t *length, struct problems *problems)
{
    FILE *stream = fopen(problems->file, "rb");
    if (stream == NULL) {
        if (errno == ENOMEM)
            problems_no_memory(problems);
        else
            problems_add(problems, "cannot be read: %s", strerror(errno));
        return NULL;
    }
    char *text = read_stream(stream, length, problems);
    fclose(stream);
    return text;
}

cJSON *fixture_read(const struct fixture_file *file, struct problems *problems, cJSON **array)
{
    size_t length;
    char *text = read_text(&length, problems);
    cJSON *document = text != NULL ? json_read(text, length, problems) : NULL;
    free(text);
    if (document == NULL || !check_document(file, document, problems)) {
        cJSON_Delete(document);
        return NULL;
    }
    *array = cJSON_GetObjectItemCaseSensitive(document, file->array);
    return document;
}
