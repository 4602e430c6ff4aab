#include "sockets.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static bool look(int descriptor, int port, struct socket_view *view)
{
    struct sockaddr_in local, peer;
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
    int peer_port, descriptor;
};

static void compare(const struct socket_view *socket, void *argument)
{
    struct search *search = argument;
    if (socket->peer_port == search->peer_port)
        search->descriptor = socket->descriptor;
}

int sockets_find(int port, int peer_port)
{
    struct search search = {peer_port, -1};
    sockets_visit(port, compare, &search);
    return search.descriptor;
}

bool sockets_closed(int descriptor)
{
    char byte;
    ssize_t count = recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

size_t sockets_ready(int descriptor)
{
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) == 0 && count > 0 ? (size_t)count : 0;
}
