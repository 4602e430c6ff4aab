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

/* Whose credentials a route asks for. */
enum route_auth { ROUTE_OPEN, ROUTE_USER, ROUTE_PARTNER };

struct context;
typedef enum api_error route_handler(struct context *context, struct http_response *response);

struct route {
    enum http_method method;
    bool any_method; /* `method` is then not looked at */
    const char *pattern;
    enum route_auth auth;
    route_handler *handler;
};

struct route_match {
    const struct route *route; /* NULL: no route of this path serves the method */
    const char *id;            /* what {name} matched, borrowed from the path; NULL: nothing */
    size_t id_length;
    const char *allow; /* "GET, HEAD, OPTIONS"; "": the path has no rule */
};

/* False: no row has this path. HEAD finds the row of GET. Rows of one path must stand together. */
bool route_find(const struct route *table, size_t count, enum http_method method, const char *path,
                struct route_match *match);

#endif
