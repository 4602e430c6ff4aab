/* The baseline of scripts/bench: civetweb with the mock server's options and nothing behind it.
 *
 * usage: bare_civetweb THREADS KEEPING CLOSING
 *
 * Answers every request in one write with the bytes of the file KEEPING, or CLOSING when the
 * client wants the connection closed, until it is killed. */
#include <civetweb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

static struct answer {
    char bytes[MOST_BYTES];
    size_t length;
} keeping, closing;

static int begin_request(struct mg_connection *connection)
{
    const char *wish = mg_get_header(connection, "Connection");
    const struct answer *answer = wish != NULL && strcmp(wish, "close") == 0 ? &closing : &keeping;
    mg_write(connection, answer->bytes, answer->length);
    return 200;
}

static int read_answer(const char *path, struct answer *answer)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    answer->length = fread(answer->bytes, 1, sizeof answer->bytes, file);
    fclose(file);
    return answer->length > 0;
}

int main(int argc, char **argv)
{
    static const struct mg_callbacks callbacks = {.begin_request = begin_request};
    struct mg_server_port port;
    int number = 0;
    sigset_t ends;
    if (argc != 4 || !read_answer(argv[2], &keeping) || !read_answer(argv[3], &closing)) {
        fprintf(stderr, "usage: bare_civetweb THREADS KEEPING CLOSING\n");
        return 2;
    }
    const char *options[] = {"listening_ports",
                             "127.0.0.1:0",
                             "num_threads",
                             argv[1],
                             "request_timeout_ms",
                             "5000",
                             "enable_keep_alive",
                             "yes",
                             "keep_alive_timeout_ms",
                             "2000",
                             "tcp_nodelay",
                             "1",
                             "decode_url",
                             "no",
                             "connection_queue",
                             "256",
                             "listen_backlog",
                             "1024",
                             NULL};
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    mg_init_library(0);
    struct mg_context *context = mg_start(&callbacks, NULL, options);
    if (context == NULL || mg_get_server_ports(context, 1, &port) != 1)
        return 1;
    printf("listening on http://127.0.0.1:%d\n", port.port);
    fflush(stdout);
    sigwait(&ends, &number);
    return 0; /* no mg_stop(): nothing here is worth the wait */
}
