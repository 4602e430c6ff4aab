/* The paths of SnapTrade's API, without a prefix. Pure. */
#ifndef DIAGNOSIS_ENDPOINTS_H
#define DIAGNOSIS_ENDPOINTS_H

#include <stddef.h>

/* At most one segment of each is a name in braces: "/authorizations/{authorizationId}". */
extern const char *const endpoints[];
extern const size_t endpoints_count;

struct segment {
    const char *text;
    size_t length;
};

/* What stands in `path` where `template` has its name. Its length is 0 when they do not match, or
 * the template has none. */
struct segment endpoint_match(const char *template, const char *path);

/* What stands there in the first template that matches, else the first UUID in the path. */
struct segment endpoint_id(const char *path);

#endif
