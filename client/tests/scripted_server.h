/* A TCP server that answers what a test tells it to, byte for byte, and keeps what it was sent.
 *
 * One thread serves one connection after another on 127.0.0.1; a test must not read `requests`
 * before scripted_server_stop(). */
#ifndef SCRIPTED_SERVER_H
#define SCRIPTED_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum afterwards {
    THEN_KEEP,  /* wait for the next request on the same connection */
    THEN_CLOSE, /* close the connection */
    THEN_HANG   /* say nothing until the client leaves */
};

struct scripted_answer {
    bool reads_body;   /* the request has a Content-Length */
    const char *bytes; /* sent once the head of a request, or all of it, has arrived */
    size_t repeat;     /* how many times more the last `repeated` follows; 0: not at all */
    const char *repeated;
    enum afterwards then;
};

enum { SCRIPTED_REQUESTS = 8, SCRIPTED_HEAD = 4096 };

struct scripted_server {
    int socket;
    int port;
    const struct scripted_answer *answers;
    size_t count;
    pthread_t thread;
    size_t request_count, connection_count;
    char requests[SCRIPTED_REQUESTS][SCRIPTED_HEAD]; /* with a NUL */
};

/* Answers `answers` in turn, then stops listening. */
void scripted_server_start(struct scripted_server *server, const struct scripted_answer *answers,
                           size_t count);

/* Waits until all answers are given, or ends the wait for a connection that never comes. */
void scripted_server_stop(struct scripted_server *server);

#endif
