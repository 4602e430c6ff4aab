#include "route.h"

#include <string.h>

/* Matches character by character, so that most rows are left at the first one that differs; on
 * success sets match->id to what the last {name} matched. */
static bool matches(const char *pattern, const char *path, struct route_match *match)
{
    const char *id = NULL;
    size_t id_length = 0;
    while (*pattern != '\0') {
        if (*pattern == '{') {
            id = path;
            id_length = strcspn(path, "/");
            if (id_length == 0)
                return false;
            pattern += strcspn(pattern, "}") + 1;
            path += id_length;
        } else if (*pattern == '.' && strcmp(pattern, "...") == 0) {
            return *path != '\0';
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    if (*path != '\0')
        return false;
    match->id = id;
    match->id_length = id_length;
    return true;
}

/* What Allow says of a path: by whether it is served with GET and with DELETE. */
static const char *const allowed[2][2] = {{"OPTIONS", "DELETE, OPTIONS"},
                                          {"GET, HEAD, OPTIONS", "GET, DELETE, HEAD, OPTIONS"}};

bool route_find(const struct route *table, size_t count, enum http_method method, const char *path,
                struct route_match *match)
{
    bool known = false, gets = false, deletes = false;
    enum http_method served = method == HTTP_HEAD ? HTTP_GET : method;
    *match = (struct route_match){.allow = ""};
    for (const struct route *row = table; row < table + count; row++) {
        if (!matches(row->pattern, path, match)) {
            if (known)
                break;
            continue;
        }
        known = true;
        if (row->any_method || row->method == served)
            match->route = row;
        if (row->any_method)
            return true;
        gets = gets || row->method == HTTP_GET;
        deletes = deletes || row->method == HTTP_DELETE;
    }
    if (known)
        match->allow = allowed[gets][deletes];
    return known;
}
