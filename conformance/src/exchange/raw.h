/* An answer as its bytes come, where clients pass over what must not be there: a body behind a 204
 * or behind the answer to HEAD. */
#ifndef RAW_H
#define RAW_H

#include <curl/curl.h>
#include <stddef.h>

/* Sends `request`, a whole HTTP/1.1 request that asks for the connection to be closed, to `origin`
 * on a connection of its own, and reads until the server closes it, at most for `limit_ms`.
 * `prepared` has the options for TLS. The caller frees the bytes, which end in a NUL; NULL: no
 * connection, or no memory. */
char *raw_exchange(CURL *prepared, const char *origin, const char *request, long limit_ms,
                   size_t *length);

#endif
