#include "exchange.h"

#include <civetweb.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "framing.h"

/* What there is to know about one exchange when its answer is written. */
struct exchange {
    struct mg_connection *connection;
    const struct exchange_settings *settings;
    struct exchange_worker *worker;
    struct timespec start;
    const char *method, *path;
    bool head_only, keep_alive;
};

static int64_t microseconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - start->tv_sec) * 1000000 + (now.tv_nsec - start->tv_nsec) / 1000;
}

struct exchange_worker *exchange_worker_new(void)
{
    struct exchange_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        return NULL;
    worker->mock = mock_worker_new();
    if (worker->mock == NULL) {
        free(worker);
        return NULL;
    }
    return worker;
}

void exchange_worker_free(struct exchange_worker *worker)
{
    mock_worker_free(worker->mock);
    buffer_free(&worker->response.body);
    buffer_free(&worker->out);
    buffer_free(&worker->line);
    free(worker);
}

static void write_log(const struct exchange *exchange, int status)
{
    const struct exchange_settings *settings = exchange->settings;
    if (settings->log == ACCESS_LOG_NONE)
        return;
    const struct access_log_entry entry = {
        .time = settings->mock->now(settings->mock->now_context),
        .method = exchange->method,
        .path = exchange->path,
        .status = status,
        .microseconds = microseconds_since(&exchange->start),
        .report = &exchange->worker->report,
    };
    struct buffer *line = &exchange->worker->line;
    buffer_reset(line);
    access_log_format(settings->log, &entry, line);
    if (!line->failed && write(settings->log_descriptor, line->data, line->length) < 0)
        return; /* nobody reads the log: no reason to stop answering */
}

static void write_answer(const struct exchange *exchange)
{
    struct exchange_worker *worker = exchange->worker;
    const struct http_response *response = &worker->response;
    if (!exchange->keep_alive)
        mg_disable_connection_keep_alive(exchange->connection);
    buffer_reset(&worker->out);
    head_write(&worker->out, response, &worker->date, exchange->keep_alive);
    if (!exchange->head_only && response->status != 204)
        buffer_append(&worker->out, response->body.data, response->body.length);
    if (worker->out.failed)
        mg_disable_connection_keep_alive(exchange->connection);
    else
        mg_write(exchange->connection, worker->out.data, worker->out.length);
    write_log(exchange, response->status);
}

/* As civetweb itself decides it: the answer's Connection header must not say otherwise. */
static bool client_keeps_alive(const struct http_request *request)
{
    const char *value = NULL;
    if (http_find_header(request, "Connection", &value) > 0)
        return http_has_token(value, "keep-alive");
    return strcmp(request->version, "1.1") == 0;
}

/* Reads the body and forgets it: no call of this API has one. Byte by byte, because civetweb's
 * timeout starts anew with every byte that arrives within one mg_read(), and ours must not. */
static bool read_body(const struct exchange *exchange, const struct framing *framing)
{
    size_t length = 0;
    char byte;
    if (framing->wants_continue)
        mg_write(exchange->connection, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    while (framing->chunked || length < framing->content_length) {
        int count = mg_read(exchange->connection, &byte, 1);
        if (count == 0 && framing->chunked)
            return true;
        if (count <= 0 ||
            microseconds_since(&exchange->start) > INT64_C(1000) * EXCHANGE_TIMEOUT_MS)
            return false;
        if (++length > FRAMING_MAX_BODY)
            return false;
    }
    return true;
}

static void handle(struct exchange *exchange, const struct http_request *request)
{
    struct exchange_worker *worker = exchange->worker;
    struct framing framing = framing_check(request);
    bool has_body = framing.chunked || framing.content_length > 0;
    if (framing.error == API_OK && has_body && !read_body(exchange, &framing))
        framing.error = API_SHORT_BODY;
    if (framing.error == API_OK)
        mock_handle(exchange->settings->mock, worker->mock, request, &worker->response,
                    &exchange->worker->report);
    else
        mock_refuse(framing.error, worker->mock, &worker->response, &exchange->worker->report);
    exchange->head_only = request->method == HTTP_HEAD;
    exchange->keep_alive = framing.error == API_OK && !framing.chunked &&
                           client_keeps_alive(request) &&
                           !atomic_load(&exchange->settings->stopping);
    write_answer(exchange);
}

/* False: there was no memory for this thread's worker. */
static bool start_exchange(struct exchange *exchange, struct mg_connection *connection)
{
    *exchange = (struct exchange){.connection = connection, .method = "-", .path = "-"};
    exchange->settings = mg_get_user_data(mg_get_context(connection));
    exchange->worker = mg_get_thread_pointer(connection);
    clock_gettime(CLOCK_MONOTONIC, &exchange->start);
    if (exchange->worker == NULL)
        mg_disable_connection_keep_alive(connection);
    return exchange->worker != NULL;
}

int exchange_begin_request(struct mg_connection *connection)
{
    const struct mg_request_info *info = mg_get_request_info(connection);
    struct exchange exchange;
    if (!start_exchange(&exchange, connection))
        return 500;
    atomic_store(&exchange.worker->busy_peer, info->remote_port);
    struct http_header headers[FRAMING_MAX_HEADERS];
    for (int i = 0; i < info->num_headers; i++)
        headers[i] = (struct http_header){info->http_headers[i].name, info->http_headers[i].value};
    const struct http_request request = {
        .method = http_method_of(info->request_method),
        .method_name = info->request_method,
        .path = info->request_uri,
        .query = info->query_string != NULL ? info->query_string : "",
        .version = info->http_version,
        .headers = headers,
        .header_count = (size_t)info->num_headers,
    };
    exchange.method = request.method_name;
    exchange.path = request.path;
    handle(&exchange, &request);
    return exchange.worker->response.status;
}

void exchange_end_request(const struct mg_connection *connection, int status)
{
    (void)status;
    struct exchange_worker *worker = mg_get_thread_pointer(connection);
    if (worker != NULL)
        atomic_store(&worker->busy_peer, 0);
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
    return 0;
}
