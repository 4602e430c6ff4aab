/* Every path of the control API. */
#ifndef CONTROL_ROUTES_H
#define CONTROL_ROUTES_H

#include "call.h"

enum control_body { BODY_NONE, BODY_OPTIONAL, BODY_REQUIRED };

/* Patterns stand behind /_sandbox; below /partners/{clientId} a call is that partner's. */
struct control_route {
    enum http_method method;
    const char *pattern;
    enum control_body body;
    control_handler *handler;
    bool has_query; /* its handler reads query parameters */
    bool is_open;   /* needs no token */
};

struct control_match {
    const struct control_route *route; /* NULL: the path does not have the method */
    bool has_partner; /* the first segment is a clientId, also where no route has the path */
    struct route_segment segments[ROUTE_SEGMENTS];
    char allow[HTTP_ALLOW_SIZE];
};

/* False: no route has this path, which begins with /_sandbox. */
bool control_routes_find(enum http_method method, const char *path, struct control_match *match);

#endif
