#include "exchange.h"

#include <civetweb.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../monotonic.h"
#include "framing.h"
#include "sockets.h"

enum { LONG_BODY = 4096, PIECE_SIZE = 16384, LINGER_MS = 1000, LINGER_STEP_MS = 20 };

/* What there is to know about one exchange when its answer is written. */
struct exchange {
    struct mg_connection *connection;
    struct exchange_settings *settings;
    struct exchange_worker *worker;
    struct timespec start;
    struct http_request request;
    bool head_only, keep_alive;
    const char *peer_address; /* of the client */
    int local_port, peer_port;
    int descriptor; /* of the client; -1: not looked for yet */
};

static int64_t microseconds_since(const struct timespec *start)
{
    const struct timespec now = monotonic_now();
    return (int64_t)(now.tv_sec - start->tv_sec) * 1000000 + (now.tv_nsec - start->tv_nsec) / 1000;
}

struct exchange_thread *exchange_thread_new(void)
{
    return calloc(1, sizeof(struct exchange_thread));
}

static void write_log(const struct exchange *exchange, int64_t microseconds)
{
    const struct exchange_settings *settings = exchange->settings;
    const struct sandbox_config *sandbox = &settings->sandbox->config;
    if (settings->log == ACCESS_LOG_NONE)
        return;
    const struct access_log_entry entry = {
        .time = sandbox->now(sandbox->now_context),
        .method = exchange->request.method_name,
        .path = exchange->request.path,
        .status = exchange->worker->response.status,
        .microseconds = microseconds,
        .fault = fault_name(&exchange->worker->visit.fault),
        .report = &exchange->worker->report,
    };
    struct buffer *line = &exchange->worker->line;
    buffer_reset(line);
    access_log_format(settings->log, &entry, line);
    if (!line->failed && write(settings->log_descriptor, line->data, line->length) < 0)
        return; /* nobody reads the log: no reason to stop answering */
}

/* As civetweb itself decides it: the answer's Connection header must not say otherwise. */
static bool client_keeps_alive(const struct http_request *request)
{
    const char *value = NULL;
    if (http_find_header(request, "Connection", &value) > 0)
        return http_has_token(value, "keep-alive");
    return strcmp(request->version, "1.1") == 0;
}

/* The socket of the client; -1: it cannot be found. */
static int find_descriptor(struct exchange *exchange)
{
    if (exchange->descriptor < 0 && exchange->peer_address != NULL)
        exchange->descriptor =
            sockets_find(exchange->local_port, exchange->peer_address, exchange->peer_port);
    return exchange->descriptor;
}

/* For answers that take their time: has the client left meanwhile? */
static bool client_gone(void *context)
{
    struct exchange *exchange = context;
    int descriptor = find_descriptor(exchange);
    if (descriptor < 0)
        return true;
    return exchange->request.tls ? sockets_hung_up(descriptor) : sockets_closed(descriptor);
}

/* How much of the body to read next: no more than is there, because civetweb's timeout starts anew
 * with every byte that arrives within one mg_read(), and ours must not. What is short, without a
 * known length, or comes by TLS, whose records do not tell how much they hold, is read byte by
 * byte. */
static size_t next_piece(struct exchange *exchange, const struct framing *framing, size_t length)
{
    if (framing->chunked || framing->content_length < LONG_BODY || exchange->request.tls)
        return 1;
    size_t left = framing->content_length - length;
    size_t ready = sockets_ready(find_descriptor(exchange));
    if (ready > left)
        ready = left;
    return ready < 1 ? 1 : ready > PIECE_SIZE ? PIECE_SIZE : ready;
}

static enum api_error read_body(struct exchange *exchange, const struct framing *framing)
{
    struct buffer *kept = &exchange->worker->body;
    size_t length = 0;
    char piece[PIECE_SIZE];
    if (framing->wants_continue)
        mg_write(exchange->connection, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    while (framing->chunked || length < framing->content_length) {
        int count = mg_read(exchange->connection, piece, next_piece(exchange, framing, length));
        if (count == 0 && framing->chunked)
            break;
        if (count <= 0 ||
            microseconds_since(&exchange->start) > INT64_C(1000) * EXCHANGE_TIMEOUT_MS)
            return API_SHORT_BODY;
        length += (size_t)count;
        if (length > framing->most_body)
            return API_LONG_BODY;
        buffer_append(kept, piece, (size_t)count);
    }
    exchange->request.body_bytes = length;
    exchange->request.body = length > 0 && !kept->failed ? kept->data : NULL;
    return API_OK;
}

static enum delivery_pause pause_delivery(void *context, int64_t milliseconds)
{
    struct exchange *exchange = context;
    const struct control_peer peer = {client_gone, exchange};
    return fault_pause(&exchange->worker->visit.fault, &exchange->settings->sandbox->control, &peer,
                       milliseconds);
}

static void reset_connection(void *context)
{
    int descriptor = find_descriptor(context);
    if (descriptor >= 0)
        sockets_reset(descriptor);
}

/* Returns the length of the head. */
static size_t print_answer(const struct exchange *exchange, const struct delivery *delivery)
{
    struct exchange_worker *worker = exchange->worker;
    const struct http_response *response = &worker->response;
    struct buffer *out = &worker->out;
    const struct head_given *given = delivery != NULL ? delivery->head : NULL;
    bool has_body = given != NULL || response->status != 204;
    buffer_reset(out);
    if (given != NULL)
        head_write_given(out, response, given, &worker->date, exchange->keep_alive);
    else
        head_write(out, response, &worker->date, exchange->keep_alive);
    size_t head = out->length;
    if (has_body && !exchange->head_only)
        buffer_append(out, response->body.data, response->body.length);
    return head;
}

/* False: the connection is not fit for another answer. */
static bool deliver(struct exchange *exchange, const struct delivery *delivery, size_t head)
{
    const struct buffer *out = &exchange->worker->out;
    const struct delivery_way way = {exchange->connection, pause_delivery, reset_connection,
                                     exchange};
    if (out->failed)
        return false;
    if (delivery != NULL)
        return delivery_carry_out(delivery, out, head, &way);
    return mg_write(exchange->connection, out->data, out->length) == (int)out->length;
}

static void write_answer(struct exchange *exchange)
{
    struct exchange_worker *worker = exchange->worker;
    struct sandbox *sandbox = exchange->settings->sandbox;
    const struct delivery *delivery = fault_delivery(&worker->visit.fault);
    if (delivery != NULL && delivery->closes)
        exchange->keep_alive = false;
    size_t head = print_answer(exchange, delivery);
    int64_t microseconds = microseconds_since(&exchange->start);
    sandbox_record(sandbox, &exchange->request, &worker->response, &worker->report, &worker->visit,
                   microseconds);
    if (!deliver(exchange, delivery, head) || !exchange->keep_alive)
        mg_disable_connection_keep_alive(exchange->connection);
    write_log(exchange, delivery != NULL ? microseconds_since(&exchange->start) : microseconds);
    sandbox_end(sandbox, &worker->visit);
}

/* Whoever closes with bytes unread sends a reset, which can take the answer from a client that
 * still sends. So what it sends is read away, until it has seen the answer and closes, or for a
 * moment. */
static void linger(struct exchange *exchange)
{
    int descriptor = find_descriptor(exchange);
    if (descriptor < 0)
        return;
    if (!exchange->request.tls) /* whose own end is still to be sent */
        sockets_finish(descriptor);
    struct timespec now = monotonic_now();
    const struct timespec end = monotonic_later(now, LINGER_MS);
    while (!monotonic_passed(&end, &now) && !atomic_load(&exchange->settings->stopping) &&
           sockets_discard(descriptor, LINGER_STEP_MS))
        now = monotonic_now();
}

static void end_exchange(struct exchange *exchange)
{
    exchange_workers_give(&exchange->settings->workers, exchange->worker);
    exchange->worker = NULL;
}

static void handle(struct exchange *exchange)
{
    struct exchange_worker *worker = exchange->worker;
    struct sandbox *sandbox = exchange->settings->sandbox;
    const struct http_request *request = &exchange->request;
    const struct control_peer peer = {client_gone, exchange};
    struct framing framing = framing_check(request, sandbox_most_body(sandbox, request->path));
    bool has_body = framing.chunked || framing.content_length > 0;
    buffer_reset(&worker->body);
    if (framing.error == API_OK && has_body)
        framing.error = read_body(exchange, &framing);
    if (framing.error == API_OK)
        sandbox_handle(sandbox, worker->mock, request, &peer, &worker->response, &worker->report,
                       &worker->visit);
    else
        sandbox_refuse(sandbox, worker->mock, request, framing.error, &worker->response,
                       &worker->report, &worker->visit);
    exchange->head_only = request->method == HTTP_HEAD;
    exchange->keep_alive = framing.error == API_OK && !framing.chunked &&
                           client_keeps_alive(request) &&
                           !atomic_load(&exchange->settings->stopping);
    write_answer(exchange);
    if (framing.error != API_OK)
        linger(exchange);
}

/* False: there is no memory for a worker. */
static bool start_exchange(struct exchange *exchange, struct mg_connection *connection)
{
    *exchange = (struct exchange){
        .connection = connection,
        .request = {.method = HTTP_OTHER, .method_name = "-", .path = "-", .query = ""},
        .descriptor = -1,
    };
    exchange->settings = mg_get_user_data(mg_get_context(connection));
    exchange->worker = exchange_workers_take(&exchange->settings->workers);
    exchange->request.connection = (uintptr_t)mg_get_user_connection_data(connection);
    const struct mg_request_info *info = mg_get_request_info(connection);
    if (info != NULL) {
        exchange->peer_address = info->remote_addr;
        exchange->peer_port = info->remote_port;
        exchange->local_port = info->server_port;
        exchange->request.tls = info->is_ssl != 0;
    }
    exchange->start = monotonic_now();
    if (exchange->worker == NULL)
        mg_disable_connection_keep_alive(connection);
    return exchange->worker != NULL;
}

/* Numbers the connection. */
int exchange_init_connection(const struct mg_connection *connection, void **number)
{
    struct exchange_settings *settings = mg_get_user_data(mg_get_context(connection));
    /* civetweb keeps a pointer's worth for us; it is never followed. */
    *number = (void *)(atomic_fetch_add(&settings->connections, 1) + 1); /* NOLINT */
    return 0;
}

int exchange_begin_request(struct mg_connection *connection)
{
    const struct mg_request_info *info = mg_get_request_info(connection);
    struct exchange_thread *thread = mg_get_thread_pointer(connection);
    struct exchange exchange;
    if (thread == NULL || !start_exchange(&exchange, connection))
        return 500;
    atomic_store(&thread->busy_peer, exchange_peer(info->server_port, info->remote_port));
    struct http_header headers[FRAMING_MAX_HEADERS];
    for (int i = 0; i < info->num_headers; i++)
        headers[i] = (struct http_header){info->http_headers[i].name, info->http_headers[i].value};
    struct http_request *request = &exchange.request;
    request->method = http_method_of(info->request_method);
    request->method_name = info->request_method;
    request->path = info->request_uri;
    request->query = info->query_string != NULL ? info->query_string : "";
    request->version = info->http_version;
    request->headers = headers;
    request->header_count = (size_t)info->num_headers;
    handle(&exchange);
    int status = exchange.worker->response.status;
    end_exchange(&exchange);
    return status != 0 ? status : 1; /* 0 would say that nobody has answered */
}

void exchange_end_request(const struct mg_connection *connection, int status)
{
    (void)status;
    struct exchange_thread *thread = mg_get_thread_pointer(connection);
    if (thread != NULL)
        atomic_store(&thread->busy_peer, 0);
}

/* What civetweb refuses before begin_request. Its message may echo the raw head: never used. */
int exchange_http_error(struct mg_connection *connection, int status, const char *message)
{
    (void)message;
    static const struct {
        int status;
        enum api_error error;
    } errors[] = {{411, API_BAD_LENGTH}, {505, API_HTTP_VERSION}, {0, API_BAD_HTTP}};
    size_t row = 0;
    while (errors[row].status != status && errors[row].status != 0)
        row++;
    struct exchange exchange;
    if (!start_exchange(&exchange, connection))
        return 0;
    mock_refuse(errors[row].error, exchange.worker->mock, &exchange.worker->response,
                &exchange.worker->report);
    write_answer(&exchange);
    linger(&exchange);
    end_exchange(&exchange);
    return 0;
}
