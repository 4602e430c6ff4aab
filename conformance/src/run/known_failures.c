#include "known_failures.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../catalogue/requirement.h"

static const char space[] = " \t\r\n";

struct known_failure {
    char *line; /* the id, a NUL, and behind it the reason */
    const char *reason;
};

struct known_failures {
    size_t count;
    struct known_failure *list;
};

const char *known_failures_reason(void *failures, const char *id)
{
    const struct known_failures *known = failures;
    for (size_t i = 0; i < known->count; i++)
        if (strcmp(known->list[i].line, id) == 0)
            return known->list[i].reason;
    return NULL;
}

static bool add(struct known_failures *known, const char *id, const char *reason)
{
    size_t before_reason = strlen(id) + 1, reason_size = strlen(reason) + 1;
    struct known_failure *list = realloc(known->list, (known->count + 1) * sizeof *list);
    char *line = malloc(before_reason + reason_size);
    if (list != NULL)
        known->list = list;
    if (list == NULL || line == NULL) {
        free(line);
        return false;
    }
    memcpy(line, id, before_reason);
    memcpy(line + before_reason, reason, reason_size);
    known->list[known->count++] = (struct known_failure){line, line + before_reason};
    return true;
}

/* What is wrong with the line; NULL: nothing. *id is then what stands at its start. */
static const char *take_line(struct known_failures *known, char *line, const char **id)
{
    *id = line += strspn(line, space);
    for (size_t end = strlen(line); end > 0 && strchr(space, line[end - 1]) != NULL; end--)
        line[end - 1] = '\0';
    if (*line == '\0' || *line == '#')
        return NULL;
    char *reason = line + strcspn(line, space);
    if (*reason != '\0')
        *reason++ = '\0';
    reason += strspn(reason, space);
    if (!requirement_is(line))
        return "no requirement has this id";
    if (*reason == '\0')
        return "the reason is missing";
    if (known_failures_reason(known, line) != NULL)
        return "it stands there twice";
    return add(known, line, reason) ? NULL : "there is no memory left";
}

static bool read_lines(struct known_failures *known, FILE *file, const char *path)
{
    char *line = NULL;
    const char *wrong = NULL, *id;
    size_t size = 0;
    for (size_t number = 1; wrong == NULL && getline(&line, &size, file) >= 0; number++) {
        wrong = take_line(known, line, &id);
        if (wrong != NULL)
            fprintf(stderr, "snaptrade-conformance: %s:%zu: %s: %s\n", path, number, id, wrong);
    }
    free(line);
    return wrong == NULL;
}

struct known_failures *known_failures_read(const char *path)
{
    struct known_failures *known = calloc(1, sizeof *known);
    FILE *file = fopen(path, "re");
    bool good = known != NULL && file != NULL && read_lines(known, file, path);
    if (file == NULL || ferror(file)) {
        fprintf(stderr, "snaptrade-conformance: %s: %s\n", path, strerror(errno));
        good = false;
    }
    if (file != NULL)
        fclose(file);
    if (good)
        return known;
    known_failures_free(known);
    return NULL;
}

void known_failures_free(struct known_failures *failures)
{
    for (size_t i = 0; failures != NULL && i < failures->count; i++)
        free(failures->list[i].line);
    if (failures != NULL)
        free(failures->list);
    free(failures);
}
