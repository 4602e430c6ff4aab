/* The mutant on a port: civetweb in front, the healthy mock behind. */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>

struct credentials;
struct mutant;
struct server;

/* Listens on a free port of 127.0.0.1 and answers when it returns. `mutant` (NULL: none, and all
 * passes unchanged), `origin` and `credentials`, both the mock's, are borrowed. NULL: it cannot. */
struct server *server_start(const char *origin, const struct credentials *credentials,
                            const struct mutant *mutant);

int server_port(const struct server *server);

void server_stop(struct server *server);

#endif
