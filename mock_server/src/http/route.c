#include "route.h"

#include <string.h>

/* Character by character, so that most rows are left at the first one that differs. */
bool route_matches(const char *pattern, const char *path,
                   struct route_segment segments[ROUTE_SEGMENTS])
{
    struct route_segment found[ROUTE_SEGMENTS] = {{0}};
    size_t count = 0;
    while (*pattern != '\0') {
        if (*pattern == '{') {
            size_t length = strcspn(path, "/");
            if (length == 0)
                return false;
            if (count < ROUTE_SEGMENTS)
                found[count++] = (struct route_segment){path, length};
            pattern += strcspn(pattern, "}") + 1;
            path += length;
        } else if (*pattern == '.' && strcmp(pattern, "...") == 0) {
            return *path != '\0';
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    if (*path != '\0')
        return false;
    memcpy(segments, found, sizeof found);
    return true;
}

/* What Allow says of a path: by whether it is served with GET, with POST and with DELETE. */
static const char *const allowed[2][2][2] = {
    {{"OPTIONS", "DELETE, OPTIONS"}, {"POST, OPTIONS", "POST, DELETE, OPTIONS"}},
    {{"GET, HEAD, OPTIONS", "GET, DELETE, HEAD, OPTIONS"},
     {"GET, POST, HEAD, OPTIONS", "GET, POST, DELETE, HEAD, OPTIONS"}}};

bool route_find(const struct route_table *table, enum http_method method, const char *path,
                bool with_withdrawn, struct route_match *match)
{
    bool known = false, gone = false, gets = false, posts = false, deletes = false;
    enum http_method served = method == HTTP_HEAD ? HTTP_GET : method;
    *match = (struct route_match){.allow = ""};
    for (const struct route *row = table->rows; row < table->rows + table->count; row++) {
        if (!route_matches(row->pattern, path, match->segments)) {
            if (known)
                break;
            continue;
        }
        if (row->withdrawn && !with_withdrawn) {
            gone = gone || row->method == served;
            continue;
        }
        known = true;
        if (row->any_method || row->method == served)
            match->route = row;
        if (row->any_method)
            return true;
        gets = gets || row->method == HTTP_GET;
        posts = posts || row->method == HTTP_POST;
        deletes = deletes || row->method == HTTP_DELETE;
    }
    if (known)
        match->allow = allowed[gets][posts][deletes];
    return known && !gone;
}
