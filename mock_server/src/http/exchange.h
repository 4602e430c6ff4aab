/* One exchange on a connection: from civetweb's callback to the one write of the answer.
 *
 * Everything is answered from begin_request (and http_error), so that none of civetweb's own paths
 * (files, authorisation, CORS, websockets) is ever entered, and the target is read raw. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdatomic.h>

#include "../log/access_log.h"
#include "../sandbox.h"
#include "delivery.h"

/* How long a head, or head and body, may take to arrive. */
enum { EXCHANGE_TIMEOUT_MS = 5000 };

/* What all exchanges share; civetweb's user data. */
struct exchange_settings {
    struct sandbox *sandbox;
    enum access_log_format log;
    int log_descriptor;
    atomic_bool stopping;         /* every answer closes its connection */
    atomic_uintptr_t connections; /* how many there have been */
};

/* What one thread keeps; civetweb's thread pointer. */
struct exchange_worker {
    struct exchange_worker *next; /* the server's */
    atomic_uint busy_peer;        /* exchange_peer() of the request in flight; 0: none */
    struct mock_worker *mock;
    struct head_date date;
    struct http_response response;
    struct mock_report report;
    struct sandbox_visit visit;
    struct buffer body, out, line;
};

struct exchange_worker *exchange_worker_new(void); /* NULL: no memory */
void exchange_worker_free(struct exchange_worker *worker);

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
