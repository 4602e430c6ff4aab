#include "body.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "signing/content_inside.h"

enum { LARGEST = 1024 * 1024 };

/* The whole file, with a NUL; the caller frees it. On NULL *problem says why. */
static char *read_all(FILE *file, const char **problem)
{
    char *text = calloc(1, LARGEST + 2);
    *problem = "out of memory";
    if (text == NULL)
        return NULL;
    size_t length = fread(text, 1, LARGEST + 1, file);
    *problem = ferror(file)             ? strerror(errno)
               : length > LARGEST       ? "larger than 1 MiB"
               : strlen(text) != length ? "has a NUL in it"
                                        : NULL;
    if (*problem == NULL)
        return text;
    free(text);
    return NULL;
}

static char *read_file(const char *path, const char **problem)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        *problem = strerror(errno);
        return NULL;
    }
    char *text = read_all(file, problem);
    fclose(file);
    return text;
}

bool body_text(const char *option, const char *path, char **text, char *message, int size)
{
    const char *problem = NULL;
    *text = strcmp(path, "-") == 0 ? read_all(stdin, &problem) : read_file(path, &problem);
    if (*text == NULL)
        snprintf(message, (size_t)size, "%s %s: %s", option, path, problem);
    return *text != NULL;
}

bool body_read(const char *path, char **body, char *message, int size)
{
    char *sent = NULL;
    *body = NULL;
    if (!body_text("--body", path, &sent, message, size))
        return false;
    bool empty = sent[strspn(sent, " \t\r\n")] == '\0';
    bool failed = false;
    *body = empty ? NULL : content_form(sent, SNAPTRADE_CONTENT_AS_SENT, &failed);
    free(sent);
    if (!empty && *body == NULL)
        snprintf(message, (size_t)size, "--body %s: %s", path,
                 failed ? "out of memory" : "not JSON in UTF-8");
    return empty || *body != NULL;
}
