#include "transport.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "response.h"

struct transport {
    CURL *curl;
};

/* What the callbacks of one exchange share. */
struct exchange {
    CURL *curl;
    const struct transport_request *request;
    struct snaptrade_response *response;
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

/* libcurl starts up by itself, but before 7.84 not safely from several threads. */
static void start_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

struct transport *transport_new(void)
{
    struct transport *transport = calloc(1, sizeof *transport);
    if (transport == NULL)
        return NULL;
    pthread_once(&curl_once, start_curl);
    transport->curl = curl_easy_init();
    if (transport->curl != NULL)
        return transport;
    free(transport);
    return NULL;
}

void transport_free(struct transport *transport)
{
    if (transport == NULL)
        return;
    curl_easy_cleanup(transport->curl);
    free(transport);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    size_t length = size * count, line = length;
    while (line > 0 && (bytes[line - 1] == '\n' || bytes[line - 1] == '\r'))
        line--;
    bool status_line = line >= 5 && memcmp(bytes, "HTTP/", 5) == 0;
    bool taken = status_line ? response_start(exchange->response, bytes, line)
                             : response_add_header(exchange->response, bytes, line);
    if (taken)
        return length;
    response_fail(exchange->response, SNAPTRADE_ERROR_NO_MEMORY, "out of memory");
    return 0;
}

/* Other than `length`, so that curl stops. */
static size_t stop(size_t length)
{
    return length == 0 ? 1 : 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    const struct transport_request *request = exchange->request;
    struct snaptrade_response *response = exchange->response;
    size_t length = size * count;
    long status = 0;
    curl_easy_getinfo(exchange->curl, CURLINFO_RESPONSE_CODE, &status);
    if (request->stream != NULL && response_is_success((int)status)) {
        if (request->stream(request->stream_context, bytes, length))
            return length;
        response_fail(response, SNAPTRADE_ERROR_TRANSPORT, "stopped by the receiver of the body");
        return stop(length);
    }
    if (length > request->max_body - response->body_length) {
        response_fail(response, SNAPTRADE_ERROR_TRANSPORT, "the body is larger than %zu bytes",
                      request->max_body);
        return stop(length);
    }
    if (response_add_body(response, bytes, length))
        return length;
    response_fail(response, SNAPTRADE_ERROR_NO_MEMORY, "out of memory");
    return stop(length);
}

static void allow_http_only(CURL *curl)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* A POST has a length even without a body; other methods only have one with it. */
static void set_body(CURL *curl, const struct transport_request *request)
{
    const char *body = request->body != NULL ? request->body : "";
    if (request->body == NULL && strcmp(request->method, "POST") != 0)
        return;
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
}

static bool set_options(struct exchange *exchange, struct curl_slist *headers, char *error)
{
    CURL *curl = exchange->curl;
    const struct transport_request *request = exchange->request;
    curl_easy_reset(curl); /* keeps the connections */
    allow_http_only(curl);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, request->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    set_body(curl, request);
    /* These copy their strings, and may find no memory. */
    return curl_easy_setopt(curl, CURLOPT_URL, request->url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USERAGENT, "snaptrade-sandbox") == CURLE_OK &&
           (request->ca_file == NULL ||
            curl_easy_setopt(curl, CURLOPT_CAINFO, request->ca_file) == CURLE_OK);
}

static bool add_header(struct curl_slist **headers, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*headers, line);
    *headers = longer != NULL ? longer : *headers;
    return longer != NULL;
}

static bool make_headers(const struct transport_request *request, struct curl_slist **headers)
{
    static const char name[] = "Signature: ";
    const char *signature = request->signature;
    /* Without a value it takes away the one that curl gives a POST. */
    const char *type = request->body != NULL ? "Content-Type: application/json" : "Content-Type:";
    if (!add_header(headers, "Accept: application/json") || !add_header(headers, type))
        return false;
    if (signature == NULL)
        return true;
    char *line = malloc(sizeof name + strlen(signature));
    if (line == NULL)
        return false;
    memcpy(line, name, sizeof name);
    memcpy(line + sizeof name - 1, signature, strlen(signature) + 1);
    bool added = add_header(headers, line);
    free(line);
    return added;
}

static void note_result(struct exchange *exchange)
{
    long status = 0;
    curl_off_t microseconds = 0;
    curl_easy_getinfo(exchange->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(exchange->curl, CURLINFO_TOTAL_TIME_T, &microseconds);
    exchange->response->status = (int)status;
    exchange->response->round_trip_time = (double)microseconds / 1e6;
}

static bool explain(struct snaptrade_response *response, CURLcode result, const char *error)
{
    if (response->error != SNAPTRADE_ERROR_NONE)
        return false; /* a callback has said why */
    if (result == CURLE_OUT_OF_MEMORY)
        return response_fail(response, SNAPTRADE_ERROR_NO_MEMORY, "out of memory");
    return response_fail(response, SNAPTRADE_ERROR_TRANSPORT, "%s",
                         error[0] != '\0' ? error : curl_easy_strerror(result));
}

bool transport_perform(struct transport *transport, const struct transport_request *request,
                       struct snaptrade_response *response)
{
    struct exchange exchange = {transport->curl, request, response};
    struct curl_slist *headers = NULL;
    char error[CURL_ERROR_SIZE] = "";
    bool done = false;
    if (!make_headers(request, &headers) || !set_options(&exchange, headers, error)) {
        response_fail(response, SNAPTRADE_ERROR_NO_MEMORY, "out of memory");
    } else {
        CURLcode result = curl_easy_perform(transport->curl);
        note_result(&exchange);
        done = result == CURLE_OK || explain(response, result, error);
    }
    curl_easy_reset(transport->curl); /* what it points to ends here */
    curl_slist_free_all(headers);
    return done;
}
