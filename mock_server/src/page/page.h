/* The sandbox page, GET /_sandbox/: what people look at, beside the control API, which is all that
 * it uses. Its files are embedded in the program. They hold nothing of anybody's, and so need no
 * token. */
#ifndef PAGE_H
#define PAGE_H

#include "../http/http.h"

/* The page itself, its files below /_sandbox/page/, and /_sandbox, which leads to it. */
bool page_owns(const char *path);

/* Fills the response that mock_start() has started, for a path that it owns. */
void page_handle(const struct http_request *request, struct http_response *response);

#endif
