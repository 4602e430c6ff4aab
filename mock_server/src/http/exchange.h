/* One exchange on a connection: from civetweb's callback to the one write of the answer.
 *
 * Everything is answered from begin_request (and http_error), so that none of civetweb's own paths
 * (files, authorisation, CORS, websockets) is ever entered, and the target is read raw. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdatomic.h>

#include "../log/access_log.h"
#include "delivery.h"
#include "exchange_worker.h"

/* How long a head, or head and body, may take to arrive. */
enum { EXCHANGE_TIMEOUT_MS = 5000 };

/* What all exchanges share; civetweb's user data. */
struct exchange_settings {
    struct sandbox *sandbox;
    struct exchange_workers workers;
    enum access_log_format log;
    int log_descriptor;
    atomic_bool stopping;         /* every answer closes its connection */
    atomic_uintptr_t connections; /* how many there have been */
};

/* What one thread keeps; civetweb's thread pointer. Freed with free(). */
struct exchange_thread {
    struct exchange_thread *next; /* the server's */
    atomic_uint busy_peer;        /* exchange_peer() of the request in flight; 0: none */
};

struct exchange_thread *exchange_thread_new(void); /* NULL: no memory */

/* What tells a connection from others: its local and its remote port. */
static inline unsigned exchange_peer(int local_port, int remote_port)
{
    return (unsigned)local_port << 16 | (unsigned)remote_port;
}

/* civetweb's callbacks. */
struct mg_connection;
int exchange_init_connection(const struct mg_connection *connection, void **number);
int exchange_begin_request(struct mg_connection *connection);
void exchange_end_request(const struct mg_connection *connection, int status);
int exchange_http_error(struct mg_connection *connection, int status, const char *message);

#endif
