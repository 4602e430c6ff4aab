#include "scripted_server.h"

#include <arpa/inet.h>
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The body, behind `length` bytes of which some may be its own. */
static bool read_rest(int connection, char *head, size_t length)
{
    const char *field = strstr(head, "\r\nContent-Length: ");
    size_t wanted = (size_t)(strstr(head, "\r\n\r\n") + 4 - head);
    ck_assert_ptr_nonnull(field);
    wanted += strtoul(field + strlen("\r\nContent-Length: "), NULL, 10);
    ck_assert_uint_lt(wanted, SCRIPTED_HEAD);
    while (length < wanted) {
        ssize_t got = recv(connection, head + length, wanted - length, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        head[length] = '\0';
    }
    return true;
}

/* False: the client has left. */
static bool read_request(struct scripted_server *server, int connection, bool body)
{
    ck_assert_uint_lt(server->request_count, SCRIPTED_REQUESTS);
    char *head = server->requests[server->request_count];
    size_t length = 0;
    while (strstr(head, "\r\n\r\n") == NULL) {
        ck_assert_uint_lt(length, SCRIPTED_HEAD - 1);
        ssize_t got = recv(connection, head + length, SCRIPTED_HEAD - 1 - length, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        head[length] = '\0';
    }
    server->request_count++;
    return !body || read_rest(connection, head, length);
}

/* False: the client has left. */
static bool send_all(int connection, const char *bytes)
{
    size_t length = strlen(bytes);
    while (length > 0) {
        ssize_t sent = send(connection, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static void wait_for_leave(int connection)
{
    char byte;
    while (recv(connection, &byte, 1, 0) > 0)
        ;
}

static bool answer(int connection, const struct scripted_answer *answer)
{
    bool there = send_all(connection, answer->bytes);
    for (size_t i = 0; there && i < answer->repeat; i++)
        there = send_all(connection, answer->repeated);
    if (there && answer->then == THEN_HANG)
        wait_for_leave(connection);
    return there && answer->then == THEN_KEEP;
}

static void *serve(void *context)
{
    struct scripted_server *server = context;
    size_t next = 0;
    while (next < server->count) {
        int connection = accept(server->socket, NULL, NULL);
        if (connection < 0)
            break;
        server->connection_count++;
        while (next < server->count &&
               read_request(server, connection, server->answers[next].reads_body))
            if (!answer(connection, &server->answers[next++]))
                break;
        close(connection);
    }
    return NULL;
}

void scripted_server_start(struct scripted_server *server, const struct scripted_answer *answers,
                           size_t count)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    *server = (struct scripted_server){.answers = answers, .count = count};
    server->socket = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_ge(server->socket, 0);
    ck_assert_int_eq(bind(server->socket, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(server->socket, 8), 0);
    ck_assert_int_eq(getsockname(server->socket, (struct sockaddr *)&address, &length), 0);
    server->port = ntohs(address.sin_port);
    ck_assert_int_eq(pthread_create(&server->thread, NULL, serve, server), 0);
}

void scripted_server_stop(struct scripted_server *server)
{
    shutdown(server->socket, SHUT_RDWR); /* ends an accept() that waits */
    pthread_join(server->thread, NULL);
    close(server->socket);
}
