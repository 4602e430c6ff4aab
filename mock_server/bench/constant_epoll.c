/* The limit of scripts/bench: one thread, epoll, and an answer that is always the same.
 *
 * usage: constant_epoll KEEPING CLOSING
 *
 * Whatever has arrived when the socket is readable counts as one request, as wrk sends them. It is
 * answered with the bytes of the file KEEPING, or of CLOSING and the end of the connection when the
 * client wishes so, until the program is killed. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_BYTES = 65536, EVENTS = 64, BACKLOG = 1024 };

static struct answer {
    char bytes[MOST_BYTES];
    size_t length;
} keeping, closing;

static bool read_answer(const char *path, struct answer *answer)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    answer->length = fread(answer->bytes, 1, sizeof answer->bytes, file);
    fclose(file);
    return answer->length > 0;
}

/* Returns the listening socket; -1: there is none. */
static int listen_anywhere(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, BACKLOG) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return -1;
    printf("listening on http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void watch(int poll, int descriptor)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = descriptor}};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) != 0)
        close(descriptor);
}

static void accept_all(int poll, int listener)
{
    const int on = 1;
    for (int client; (client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(poll, client);
    }
}

static void answer_one(int client)
{
    char request[MOST_BYTES];
    ssize_t length = read(client, request, sizeof request - 1);
    if (length > 0) {
        request[length] = '\0';
        bool last = strstr(request, "\r\nConnection: close\r\n") != NULL;
        const struct answer *answer = last ? &closing : &keeping;
        bool whole = write(client, answer->bytes, answer->length) == (ssize_t)answer->length;
        if (whole && !last)
            return;
    }
    close(client);
}

int main(int argc, char **argv)
{
    if (argc != 3 || !read_answer(argv[1], &keeping) || !read_answer(argv[2], &closing)) {
        fprintf(stderr, "usage: constant_epoll KEEPING CLOSING\n");
        return 2;
    }
    int listener = listen_anywhere(), poll = epoll_create1(EPOLL_CLOEXEC);
    if (listener < 0 || poll < 0)
        return 1;
    watch(poll, listener);
    for (;;) {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener)
                accept_all(poll, listener);
            else
                answer_one(events[i].data.fd);
        }
    }
}
