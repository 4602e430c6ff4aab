#include "server.h"

#include <civetweb.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "exchange.h"
#include "sockets.h"

enum {
    DRAIN_STEP_MS = 2,
    DRAIN_STEPS = 3000, /* six seconds: a little more than one request may take */
    WORKER_THREAD = 1   /* civetweb's thread_type */
};

struct server {
    struct exchange_settings settings; /* first: civetweb's user data is both */
    struct mg_context *context;
    int ports[SERVER_LISTEN_MOST];
    size_t port_count;
    const struct tls_identity *identity;
    pthread_mutex_t lock; /* of the list */
    struct exchange_thread *threads;
    char *start_error; /* where civetweb's messages go while it starts; NULL afterwards */
};

/* Threads are listed, so that server_stop() can tell which connections are busy, and freed with
 * the list: a thread may end while it is read. */
static void *start_thread(const struct mg_context *context, int type)
{
    struct server *server = mg_get_user_data(context);
    struct exchange_thread *thread = type == WORKER_THREAD ? exchange_thread_new() : NULL;
    if (thread == NULL)
        return NULL;
    pthread_mutex_lock(&server->lock);
    thread->next = server->threads;
    server->threads = thread;
    pthread_mutex_unlock(&server->lock);
    return thread;
}

static void free_threads(struct exchange_thread *thread)
{
    while (thread != NULL) {
        struct exchange_thread *next = thread->next;
        free(thread);
        thread = next;
    }
}

static int log_message(const struct mg_connection *connection, const char *message)
{
    struct server *server = mg_get_user_data(mg_get_context(connection));
    if (server != NULL && server->start_error != NULL && server->start_error[0] == '\0')
        snprintf(server->start_error, SERVER_ERROR_SIZE, "%s", message);
    return 1;
}

static int init_ssl(void *ssl_ctx, void *user_data)
{
    const struct server *server = user_data;
    return tls_identity_use(server->identity, ssl_ctx) ? 1 : -1;
}

/* "ADDRESS:PORT,ADDRESS:PORTs", with the s where TLS is spoken. */
static void write_ports(const struct server_config *config, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < config->listen_count && length < size; i++)
        length += (size_t)snprintf(text + length, size - length, "%s%s:%d%s", i > 0 ? "," : "",
                                   config->listen[i].address, config->listen[i].port,
                                   config->listen[i].tls ? "s" : "");
}

static struct mg_context *start_civetweb(struct server *server, const struct server_config *config)
{
    char ports[32 * SERVER_LISTEN_MOST], threads[16], timeout[16];
    write_ports(config, ports, sizeof ports);
    snprintf(threads, sizeof threads, "%d", config->threads);
    snprintf(timeout, sizeof timeout, "%d", EXCHANGE_TIMEOUT_MS);
    const char *options[] = {"listening_ports",
                             ports,
                             "num_threads",
                             threads,
                             "request_timeout_ms",
                             timeout,
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
    const struct mg_callbacks callbacks = {
        .init_connection = exchange_init_connection,
        .begin_request = exchange_begin_request,
        .end_request = exchange_end_request,
        .http_error = exchange_http_error,
        .log_message = log_message,
        .init_thread = start_thread,
        .init_ssl = init_ssl,
    };
    return mg_start(&callbacks, server, options);
}

/* Only with this does civetweb load OpenSSL once, before it has threads. */
static void init_tls(const struct server *server)
{
    if (server->identity != NULL)
        mg_init_library(MG_FEATURES_TLS);
}

static void stop_civetweb(struct server *server)
{
    mg_stop(server->context);
    if (server->identity != NULL)
        mg_exit_library();
}

static void free_server(struct server *server)
{
    free_threads(server->threads);
    exchange_workers_end(&server->settings.workers);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

/* In the order in which they were asked for. */
static bool find_ports(struct server *server, size_t count)
{
    struct mg_server_port ports[SERVER_LISTEN_MOST] = {{0}};
    if (mg_get_server_ports(server->context, SERVER_LISTEN_MOST, ports) != (int)count)
        return false;
    for (server->port_count = 0; server->port_count < count; server->port_count++)
        server->ports[server->port_count] = ports[server->port_count].port;
    return true;
}

struct server *server_start(const struct server_config *config, char error[SERVER_ERROR_SIZE])
{
    error[0] = '\0';
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL || !exchange_workers_start(&server->settings.workers) ||
        pthread_mutex_init(&server->lock, NULL) != 0) {
        snprintf(error, SERVER_ERROR_SIZE, "no memory");
        free(server);
        return NULL;
    }
    server->settings.sandbox = config->sandbox;
    server->settings.log = config->log;
    server->settings.log_descriptor = config->log_descriptor;
    server->start_error = error;
    server->identity = config->identity;
    init_tls(server);
    server->context = start_civetweb(server, config);
    if (server->context == NULL || !find_ports(server, config->listen_count)) {
        stop_civetweb(server);
        free_server(server);
        return NULL;
    }
    server->start_error = NULL;
    return server;
}

int server_port(const struct server *server)
{
    return server->ports[0];
}

static bool is_busy(struct server *server, unsigned peer)
{
    bool busy = false;
    pthread_mutex_lock(&server->lock);
    for (struct exchange_thread *thread = server->threads; thread != NULL; thread = thread->next)
        busy = busy || atomic_load(&thread->busy_peer) == peer;
    pthread_mutex_unlock(&server->lock);
    return busy;
}

struct drain {
    struct server *server;
    int port;
    size_t connections;
};

/* A worker that waits for a next request sees the end of the stream and closes; bytes that have
 * arrived already are still read and answered. */
static void drain_socket(const struct socket_view *socket, void *argument)
{
    struct drain *drain = argument;
    if (socket->listening) {
        shutdown(socket->descriptor, SHUT_RDWR);
    } else if (socket->peer_port != 0) {
        drain->connections++;
        if (!is_busy(drain->server, exchange_peer(drain->port, socket->peer_port)))
            shutdown(socket->descriptor, SHUT_RD);
    }
}

/* civetweb drops what it has not written yet as soon as mg_stop() is called, and waits seconds for
 * idle connections: so the connections end first. */
void server_stop(struct server *server)
{
    atomic_store(&server->settings.stopping, true);
    sandbox_stop_waits(server->settings.sandbox);
    for (int step = 0; step < DRAIN_STEPS; step++) {
        struct drain drain = {.server = server};
        bool seen = true;
        for (size_t i = 0; i < server->port_count; i++) {
            drain.port = server->ports[i];
            seen = seen && sockets_visit(drain.port, drain_socket, &drain);
        }
        if (!seen || drain.connections == 0)
            break;
        poll(NULL, 0, DRAIN_STEP_MS);
    }
    stop_civetweb(server);
    free_server(server);
}
