#include "server.h"

#include <civetweb.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "mutant.h"

enum { WORKER_THREAD = 1 /* civetweb's thread_type */, PIECE_SIZE = 16384 };

struct server {
    struct mg_context *context;
    const char *origin;
    const struct credentials *credentials;
    const struct mutant *mutant;
    atomic_uint requests; /* so far */
};

static void *start_thread(const struct mg_context *context, int type)
{
    const struct server *server = mg_get_user_data(context);
    return type == WORKER_THREAD ? upstream_new(server->origin) : NULL;
}

static void end_thread(const struct mg_context *context, int type, void *upstream)
{
    (void)context;
    if (type == WORKER_THREAD)
        upstream_free(upstream);
}

static void read_body(struct mg_connection *connection, struct visit *visit)
{
    struct request *request = &visit->received;
    char piece[PIECE_SIZE];
    char *body = NULL;
    int count = 0;
    if (headers_count(&request->headers, "Content-Length") == 0 &&
        headers_count(&request->headers, "Transfer-Encoding") == 0)
        return;
    body = scratch_copy(&visit->scratch, "", 0);
    while ((count = mg_read(connection, piece, sizeof piece)) > 0) {
        char *longer = scratch_room(&visit->scratch, request->body_length + (size_t)count + 1);
        memcpy(longer, body, request->body_length);
        memcpy(longer + request->body_length, piece, (size_t)count);
        request->body_length += (size_t)count;
        body = longer;
    }
    request->body = body;
}

static void read_request(struct mg_connection *connection, struct visit *visit)
{
    const struct mg_request_info *info = mg_get_request_info(connection);
    struct request *request = &visit->received;
    request->method = info->request_method;
    request->path = info->request_uri;
    request->query = info->query_string;
    for (int i = 0; i < info->num_headers; i++)
        headers_add(&request->headers, info->http_headers[i].name, info->http_headers[i].value);
    read_body(connection, visit);
}

static void write_answer(struct mg_connection *connection, struct visit *visit)
{
    const struct answer *answer = &visit->answer;
    const char *wish = headers_get(&answer->headers, "Connection");
    char *head =
        scratch_text(&visit->scratch, "HTTP/1.1 %d %s\r\n", answer->status, answer->reason);
    for (size_t i = 0; i < answer->headers.count; i++)
        head = scratch_text(&visit->scratch, "%s%s: %s\r\n", head, answer->headers.items[i].name,
                            answer->headers.items[i].value);
    head = scratch_text(&visit->scratch, "%s\r\n", head);
    size_t length = strlen(head);
    char *all = scratch_room(&visit->scratch, length + answer->body_length);
    memcpy(all, head, length);
    if (answer->body_length > 0)
        memcpy(all + length, answer->body, answer->body_length);
    if (wish != NULL && strcmp(wish, "close") == 0)
        mg_disable_connection_keep_alive(connection);
    mg_write(connection, all, length + answer->body_length);
}

static int begin_request(struct mg_connection *connection)
{
    struct server *server = mg_get_user_data(mg_get_context(connection));
    struct visit visit = {.upstream = mg_get_thread_pointer(connection),
                          .credentials = server->credentials};
    visit.number = atomic_fetch_add(&server->requests, 1);
    read_request(connection, &visit);
    visit_begin(&visit);
    if (visit.upstream != NULL && visit_answer(&visit, server->mutant))
        write_answer(connection, &visit);
    else
        mg_disable_connection_keep_alive(connection);
    int status = visit.answer.status;
    visit_end(&visit);
    return status > 0 ? status : 1; /* 0 would say that nobody has answered */
}

struct server *server_start(const char *origin, const struct credentials *credentials,
                            const struct mutant *mutant)
{
    static const char *options[] = {"listening_ports",
                                    "127.0.0.1:0",
                                    "num_threads",
                                    "6",
                                    "enable_keep_alive",
                                    "yes",
                                    "keep_alive_timeout_ms",
                                    "2000",
                                    "request_timeout_ms",
                                    "5000",
                                    "tcp_nodelay",
                                    "1",
                                    "decode_url",
                                    "no",
                                    NULL};
    static const struct mg_callbacks callbacks = {
        .begin_request = begin_request, .init_thread = start_thread, .exit_thread = end_thread};
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return NULL;
    server->origin = origin;
    server->credentials = credentials;
    server->mutant = mutant;
    server->context = mg_start(&callbacks, server, options);
    if (server->context != NULL)
        return server;
    free(server);
    return NULL;
}

int server_port(const struct server *server)
{
    struct mg_server_port port = {0};
    return mg_get_server_ports(server->context, 1, &port) == 1 ? port.port : 0;
}

void server_stop(struct server *server)
{
    mg_stop(server->context);
    free(server);
}
