#include "body.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snaptrade/utf8.h"

enum { LARGEST = 1024 * 1024 };

/* What is wrong with the text; NULL: nothing. */
static const char *problem_of(const char *text, size_t length)
{
    if (length > LARGEST)
        return "larger than 1 MiB";
    if (memchr(text, '\0', length) != NULL || !snaptrade_utf8_valid(text, length))
        return "not UTF-8";
    cJSON *json = cJSON_ParseWithOpts(text, NULL, true);
    if (json == NULL && text[strspn(text, " \t\r\n")] != '\0')
        return "not JSON";
    cJSON_Delete(json);
    return NULL;
}

/* The whole file, with a NUL; the caller frees it. On NULL *problem says why. */
static char *read_all(FILE *file, const char **problem)
{
    char *text = calloc(1, LARGEST + 2);
    *problem = "out of memory";
    if (text == NULL)
        return NULL;
    size_t length = fread(text, 1, LARGEST + 1, file);
    *problem = ferror(file) ? strerror(errno) : problem_of(text, length);
    if (*problem == NULL)
        return text;
    free(text);
    return NULL;
}

/* Takes the white space out of valid JSON. (cJSON_Minify() has a string that ends in a backslash go
 * on, and takes a slash in the next for a comment.) */
static void compact(char *text)
{
    char *out = text;
    bool in_string = false;
    for (; *text != '\0'; text++) {
        if (!in_string && strchr(" \t\r\n", *text) != NULL)
            continue;
        if (in_string && *text == '\\')
            *out++ = *text++;
        else if (*text == '"')
            in_string = !in_string;
        *out++ = *text;
    }
    *out = '\0';
}

bool body_read(const char *path, char **body, char *message, int size)
{
    bool standard_input = strcmp(path, "-") == 0;
    FILE *file = standard_input ? stdin : fopen(path, "re");
    const char *problem = file == NULL ? strerror(errno) : NULL;
    char *text = file != NULL ? read_all(file, &problem) : NULL;
    if (file != NULL && !standard_input)
        fclose(file);
    *body = text;
    if (text == NULL) {
        snprintf(message, (size_t)size, "--body %s: %s", path, problem);
        return false;
    }
    compact(text);
    if (text[0] == '\0') {
        free(text);
        *body = NULL;
    }
    return true;
}
