#include "matrix_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../report/legible.h"

enum { PLACE_SIZE = 64, VALUE_SHOWN = 80 };
static const size_t part = 65536;

bool matrix_complain(const char *file, const char *place, const char *what, const char *value)
{
    fputs("snaptrade-conformance sdk-report: ", stderr);
    legible_write(stderr, file);
    if (place != NULL)
        fprintf(stderr, ": %s", place);
    fprintf(stderr, ": %s", what);
    if (value != NULL) {
        fputs(": ", stderr);
        legible_write_bytes(stderr, value, strnlen(value, VALUE_SHOWN));
    }
    fputc('\n', stderr);
    return false;
}

/* All of it, with a NUL behind; the caller frees it. NULL: errno says why not. */
static char *read_all(const char *file, size_t *length)
{
    FILE *in = fopen(file, "re");
    char *text = NULL;
    size_t room = 0, got;
    *length = 0;
    if (in == NULL)
        return NULL;
    do {
        if (room - *length <= part) {
            char *more = realloc(text, room = 2 * room + 2 * part);
            if (more == NULL)
                break;
            text = more;
        }
        got = fread(text + *length, 1, part, in);
        *length += got;
    } while (got > 0);
    bool good = text != NULL && feof(in) && !ferror(in);
    int why = errno;
    fclose(in);
    if (good) {
        text[*length] = '\0';
        return text;
    }
    free(text);
    errno = why;
    return NULL;
}

static void complain_of_json(const char *file, const char *text, const char *end)
{
    char place[PLACE_SIZE];
    size_t line = 1;
    const char *start = text;
    for (const char *at = text; at < end; at++)
        if (*at == '\n') {
            line++;
            start = at + 1;
        }
    snprintf(place, sizeof place, "line %zu, column %zu", line, (size_t)(end - start) + 1);
    matrix_complain(file, place, "is no JSON", NULL);
}

cJSON *matrix_report(const char *file)
{
    size_t length;
    const char *end = NULL;
    char *text = read_all(file, &length);
    if (text == NULL) {
        matrix_complain(file, NULL, strerror(errno), NULL);
        return NULL;
    }
    cJSON *report = cJSON_ParseWithOpts(text, &end, true);
    if (report == NULL || strlen(text) != length) {
        complain_of_json(file, text, report != NULL ? text + strlen(text) : end);
        cJSON_Delete(report);
        report = NULL;
    }
    free(text);
    return report;
}
