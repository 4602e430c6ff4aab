/* Every path of SnapTrade's API that the mock knows, without the prefix /api/v1. */
#ifndef ROUTES_H
#define ROUTES_H

#include "../http/route.h"

/* As route_find() over the whole table, with or without the prefix. */
bool routes_find(enum http_method method, const char *path, bool with_withdrawn,
                 struct route_match *match);

#endif
