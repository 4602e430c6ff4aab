/* A TLS server whose certificate nobody has reason to trust, and which tells whether somebody sent
 * a request to it all the same. */
#ifndef FRONT_H
#define FRONT_H

#include <stdbool.h>

struct front;

/* Listens on a free port of 127.0.0.1, in a thread of its own. NULL: it cannot. */
struct front *front_new(void);
void front_free(struct front *front);

int front_port(const struct front *front);
/* Whether the handshake was finished and bytes were received. */
bool front_was_trusted(const struct front *front);

#endif
