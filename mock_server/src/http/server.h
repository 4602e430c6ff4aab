/* The mock on a port, or several: starts and stops civetweb, whose every request exchange.c
 * answers. One thread serves one connection. */
#ifndef SERVER_H
#define SERVER_H

#include "../log/access_log.h"
#include "../sandbox.h"
#include "../tls/identity.h"

/* Where to listen. */
enum { SERVER_LISTEN_MOST = 8 };
struct server_listen {
    const char *address; /* dotted IPv4 */
    int port;            /* 0: any free one */
    bool tls;
};

struct server_config {
    struct server_listen listen[SERVER_LISTEN_MOST];
    size_t listen_count;
    int threads; /* connections served at once; more wait */
    enum access_log_format log;
    int log_descriptor;                  /* where the log's lines go */
    struct sandbox *sandbox;             /* borrowed; outlives the server */
    const struct tls_identity *identity; /* the same; NULL: nothing listens with TLS */
};

enum { SERVER_ERROR_SIZE = 256 };

/* Listens and answers when it returns. NULL: `error` says why not. */
struct server *server_start(const struct server_config *config, char error[SERVER_ERROR_SIZE]);

/* The port of the first place that it listens on. */
int server_port(const struct server *server);

/* Stops listening, ends what waits for something to happen, closes idle connections at once, lets
 * requests in flight finish (for a few seconds at most) and frees the server. */
void server_stop(struct server *server);

#endif
