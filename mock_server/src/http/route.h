/* A table of routes, and what a method and a path find in it. Pure.
 *
 * A pattern is a path whose {name} segments match any one segment that is not empty; a last
 * segment "..." matches whatever follows, as long as something does. Paths are matched raw: no
 * decoding, no trailing slash. */
#ifndef ROUTE_H
#define ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "../api/api_error.h"
#include "http.h"

/* Whose credentials a route asks for: nobody's, a user's, the partner's, or the partner's with its
 * clientId once more as PartnerClientId. */
enum route_auth { ROUTE_OPEN, ROUTE_USER, ROUTE_CLIENT, ROUTE_PARTNER };

struct context;
typedef enum api_error route_handler(struct context *context, struct http_response *response);

struct route {
    enum http_method method;
    bool any_method; /* `method` is then not looked at */
    const char *pattern;
    enum route_auth auth;
    route_handler *handler;
    bool withdrawn;      /* SnapTrade has taken it out of its public API file */
    unsigned parameters; /* of the query that it reads beside those of `auth`: a set of names */
};

/* A segment of a path that a {name} matched, borrowed from it. */
struct route_segment {
    const char *text; /* NULL: nothing */
    size_t length;
};
enum { ROUTE_SEGMENTS = 2 };

/* Does the path have this pattern? On true the segments are those of its first {name}s. */
bool route_matches(const char *pattern, const char *path,
                   struct route_segment segments[ROUTE_SEGMENTS]);

struct route_match {
    const struct route *route; /* NULL: no route of this path serves the method */
    struct route_segment segments[ROUTE_SEGMENTS];
    const char *allow; /* "GET, HEAD, OPTIONS"; "": the path has no rule */
};

struct route_table {
    const struct route *rows; /* those of one path stand together */
    size_t count;
};

/* False: no row has this path, or the one that has it was withdrawn and is not `with_withdrawn`
 * wanted. HEAD finds the row of GET. */
bool route_find(const struct route_table *table, enum http_method method, const char *path,
                bool with_withdrawn, struct route_match *match);

#endif
