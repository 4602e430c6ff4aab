#include "sockets.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum { PIECE_SIZE = 16384 };

static bool look(int descriptor, int port, struct socket_view *view)
{
    struct sockaddr_in local = {0}, peer;
    socklen_t size = sizeof local;
    if (getsockname(descriptor, (struct sockaddr *)&local, &size) != 0 ||
        local.sin_family != AF_INET || ntohs(local.sin_port) != port)
        return false;
    int listening = 0;
    size = sizeof listening;
    getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size);
    size = sizeof peer;
    bool connected = getpeername(descriptor, (struct sockaddr *)&peer, &size) == 0;
    *view = (struct socket_view){
        .descriptor = descriptor,
        .listening = listening != 0,
        .peer_port = connected ? ntohs(peer.sin_port) : 0,
        .peer_address = connected ? peer.sin_addr.s_addr : 0,
    };
    return true;
}

bool sockets_visit(int port, socket_visitor *visit, void *argument)
{
    DIR *directory = opendir("/proc/self/fd");
    if (directory == NULL)
        return false;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        struct socket_view view;
        if (isdigit((unsigned char)entry->d_name[0]) &&
            look((int)strtol(entry->d_name, NULL, 10), port, &view))
            visit(&view, argument);
    }
    closedir(directory);
    return true;
}

struct search {
    unsigned peer_address;
    int peer_port, descriptor;
};

static void compare(const struct socket_view *socket, void *argument)
{
    struct search *search = argument;
    if (socket->peer_port == search->peer_port && socket->peer_address == search->peer_address)
        search->descriptor = socket->descriptor;
}

int sockets_find(int port, const char *peer_address, int peer_port)
{
    struct in_addr address;
    if (inet_pton(AF_INET, peer_address, &address) != 1)
        return -1;
    struct search search = {address.s_addr, peer_port, -1};
    sockets_visit(port, compare, &search);
    return search.descriptor;
}

/* Does this result of recv(), which does not wait, say that nothing more will come? */
static bool is_end(ssize_t count)
{
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

bool sockets_closed(int descriptor)
{
    char byte;
    return is_end(recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT));
}

bool sockets_hung_up(int descriptor)
{
    struct pollfd wanted = {.fd = descriptor, .events = POLLRDHUP};
    return poll(&wanted, 1, 0) > 0;
}

size_t sockets_ready(int descriptor)
{
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) == 0 && count > 0 ? (size_t)count : 0;
}

void sockets_finish(int descriptor)
{
    shutdown(descriptor, SHUT_WR);
}

bool sockets_discard(int descriptor, int milliseconds)
{
    char piece[PIECE_SIZE];
    struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
    return poll(&wanted, 1, milliseconds) <= 0 ||
           !is_end(recv(descriptor, piece, sizeof piece, MSG_DONTWAIT));
}

/* SO_LINGER is not enough: civetweb shuts the connection down before it closes it. */
void sockets_reset(int descriptor)
{
    const struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
    (void)connect(descriptor, &nowhere, sizeof nowhere); /* fails when it has ended already */
}
