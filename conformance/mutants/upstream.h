/* The way to the healthy mock, with libcurl: requests and answers as they are, header by header.
 *
 * One of them serves one thread at a time. */
#ifndef UPSTREAM_H
#define UPSTREAM_H

#include "message.h"
#include "scratch.h"

struct upstream;

/* `origin` ("http://127.0.0.1:7627") is borrowed. NULL: no memory. */
struct upstream *upstream_new(const char *origin);
void upstream_free(struct upstream *upstream);

/* False: no whole answer came; one line on stderr says why. */
bool upstream_send(struct upstream *upstream, struct scratch *scratch,
                   const struct request *request, struct answer *answer);

#endif
