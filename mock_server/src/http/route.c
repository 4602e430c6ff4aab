#include "route.h"

#include <string.h>

/* Matches segment by segment; on success sets match->id to what the last {name} matched. */
static bool matches(const char *pattern, const char *path, struct route_match *match)
{
    const char *id = NULL;
    size_t id_length = 0;
    while (*pattern == '/' && *path == '/') {
        size_t wanted = strcspn(++pattern, "/");
        size_t given = strcspn(++path, "/");
        if (strcmp(pattern, "...") == 0 && *path != '\0')
            return true;
        if (*pattern == '{' && given > 0) {
            id = path;
            id_length = given;
        } else if (wanted != given || memcmp(pattern, path, given) != 0) {
            return false;
        }
        pattern += wanted;
        path += given;
    }
    if (*pattern != '\0' || *path != '\0')
        return false;
    match->id = id;
    match->id_length = id_length;
    return true;
}

static void allow(struct route_match *match, const char *method)
{
    if (match->allow[0] != '\0')
        strncat(match->allow, ", ", sizeof match->allow - strlen(match->allow) - 1);
    strncat(match->allow, method, sizeof match->allow - strlen(match->allow) - 1);
}

bool route_find(const struct route *table, size_t count, enum http_method method, const char *path,
                struct route_match *match)
{
    bool known = false, gets = false;
    enum http_method served = method == HTTP_HEAD ? HTTP_GET : method;
    *match = (struct route_match){0};
    for (const struct route *row = table; row < table + count; row++) {
        if (!matches(row->pattern, path, match))
            continue;
        known = true;
        if (row->any_method || row->method == served)
            match->route = row;
        if (row->any_method)
            return true;
        gets = gets || row->method == HTTP_GET;
        allow(match, row->method == HTTP_GET ? "GET" : "DELETE");
    }
    if (gets)
        allow(match, "HEAD");
    if (known)
        allow(match, "OPTIONS");
    return known;
}
