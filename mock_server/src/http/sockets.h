/* The TCP sockets of this process on one local port. civetweb hides the descriptors of its
 * connections; they are found among the open ones, as Linux lists them in /proc/self/fd. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stdbool.h>
#include <stddef.h>

struct socket_view {
    int descriptor; /* civetweb's: shut it down, never close it */
    bool listening;
    int peer_port;         /* of a connection; 0 when listening or not connected any more */
    unsigned peer_address; /* the same; in the order of the network */
};

typedef void socket_visitor(const struct socket_view *socket, void *argument);

/* Calls `visit` for each IPv4 socket whose local port is `port`. False: they cannot be listed. */
bool sockets_visit(int port, socket_visitor *visit, void *argument);

/* The descriptor of the connection to `port` from a dotted address and its port; -1: there is
 * none. */
int sockets_find(int port, const char *peer_address, int peer_port);

/* Has the other side closed it? */
bool sockets_closed(int descriptor);

/* The same, whatever it sent before that is still to be read. */
bool sockets_hung_up(int descriptor);

/* How many bytes can be read from it at once; 0: none, or it is no socket. */
size_t sockets_ready(int descriptor);

/* Tells the other side that nothing more will come; it may still send. */
void sockets_finish(int descriptor);

/* Reads away what the other side sends, once; waits so long for it. False: it has closed. */
bool sockets_discard(int descriptor, int milliseconds);

/* Sends a TCP reset; the descriptor stays open, and belongs to no connection any more. */
void sockets_reset(int descriptor);

#endif
