/* A query string that grows by one parameter after another, each escaped (RFC 3986: all but
 * A-Za-z0-9-._~ as upper-case %XX). Zero-initialise it; free it with query_free(). */
#ifndef SNAPTRADE_QUERY_H
#define SNAPTRADE_QUERY_H

#include <stdbool.h>

struct query {
    char *text;  /* "clientId=X&timestamp=1"; NULL while empty */
    bool failed; /* no memory: later additions do nothing */
};

/* A value of NULL adds nothing. */
void query_add(struct query *query, const char *name, const char *value);
void query_free(struct query *query);

#endif
