#include "exchange.h"

#include <check.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evidence.h"
#include "raw.h"
#include "record.h"
#include "sending.h"

static CURL *curl;
static struct answer **answers;
static size_t answer_count;

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct answer *answer = context;
    size_t length = size * count;
    char *line = keep(strndup(bytes, length));
    line[strcspn(line, "\r\n")] = '\0';
    char *colon = strchr(line, ':');
    if (strncmp(line, "HTTP/", 5) == 0) {
        const char *space = strchr(line, ' ');
        space = space != NULL ? strchr(space + 1, ' ') : NULL;
        answer->reason = keep(strdup(space != NULL ? space + 1 : ""));
        answer->header_count = 0;
    } else if (colon != NULL) {
        *colon = '\0';
        answer->headers =
            no_null(realloc(answer->headers, (answer->header_count + 1) * sizeof *answer->headers));
        answer->headers[answer->header_count++] =
            (struct header){line, colon + 1 + strspn(colon + 1, " \t")};
    }
    return length;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct answer *answer = context;
    size_t length = size * count;
    answer->body = no_null(realloc(answer->body, answer->body_length + length + 1));
    memcpy(answer->body + answer->body_length, bytes, length);
    answer->body_length += length;
    answer->body[answer->body_length] = '\0';
    return length;
}

/* "a=b&": what stands before it ends in '&' or is empty. */
static const char *parameter(const char *before, bool there, const char *name, const char *value)
{
    return there && value != NULL ? text("%s%s=%s&", before, name, escaped(value)) : before;
}

static const char *make_query(const struct call *call, const struct credentials *as)
{
    const char *query = "";
    if (call->query != NULL)
        return call->query;
    query = parameter(query, (call->without & WITHOUT_USER_ID) == 0, "userId", as->user_id);
    query =
        parameter(query, (call->without & WITHOUT_USER_SECRET) == 0, "userSecret", as->user_secret);
    query = parameter(query, (call->without & WITHOUT_CLIENT_ID) == 0, "clientId", as->client_id);
    query = parameter(query, (call->without & WITHOUT_TIMESTAMP) == 0, "timestamp",
                      call->timestamp != NULL ? call->timestamp : time_text(0));
    if (call->more != NULL)
        return text("%s%s", query, call->more);
    return *query != '\0' ? text("%.*s", (int)strlen(query) - 1, query) : query;
}

static const char *sign(const struct sent_request *request)
{
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    snaptrade_signer *signer = no_null(snaptrade_signer_new());
    bool made = snaptrade_signer_sign(signer, request->key, request->canonical, signature);
    snaptrade_signer_free(signer);
    ck_assert_msg(made, "OpenSSL cannot sign");
    return text("%s", signature);
}

enum { MOST_HEADERS = 4 };

/* The request as it will be sent, its headers in `lines`. */
static struct sent_request plan(const struct call *call, const char *path, const char **lines)
{
    const struct credentials *as = call->as != NULL ? call->as : &target()->credentials;
    struct sent_request request = {.method = call->method != NULL ? call->method : "GET",
                                   .url = text("%s%s", target()->origin, path),
                                   .query = make_query(call, as),
                                   .body = call->body,
                                   .headers = lines,
                                   .as = as};
    if (call->signature != NULL) {
        lines[request.header_count++] = *call->signature != '\0'
                                            ? text("Signature: %s", call->signature)
                                            : "Signature;"; /* how curl sends an empty one */
    } else if ((call->without & WITHOUT_SIGNATURE) == 0) {
        const struct snaptrade_signed_request signing = {
            .path = call->signed_path != NULL ? call->signed_path : path,
            .query = call->signed_query != NULL ? call->signed_query : request.query};
        request.canonical = keep(snaptrade_canonical_string(&signing, call->escape));
        request.key = call->signed_key != NULL ? call->signed_key : as->consumer_key;
    }
    if (call->header != NULL)
        lines[request.header_count++] = call->header;
    if (call->body != NULL) /* curl's own would be that of a form */
        lines[request.header_count++] = "Content-Type: application/json";
    return request;
}

static void set_target(CURL *handle)
{
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, target()->timeout_ms);
    if (target()->ca_file != NULL)
        curl_easy_setopt(handle, CURLOPT_CAINFO, target()->ca_file);
}

static void set_request(const struct call *call, const struct sent_request *request)
{
    const char *target_text = strchr(request->url + strlen(target()->origin), '/');
    if (call->raw_target) {
        curl_easy_setopt(curl, CURLOPT_URL, target()->origin);
        curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET, text("%s?%s", target_text, request->query));
    } else {
        curl_easy_setopt(
            curl, CURLOPT_URL,
            text("%s%s%s", request->url, *request->query != '\0' ? "?" : "", request->query));
    }
    if (request->body != NULL)
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, request->body);
    if (strcmp(request->method, "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

static struct curl_slist *make_headers(const struct sent_request *request)
{
    struct curl_slist *headers = NULL;
    if (request->canonical != NULL)
        headers = no_null(curl_slist_append(headers, text("Signature: %s", sign(request))));
    for (size_t i = 0; i < request->header_count; i++)
        headers = no_null(curl_slist_append(headers, request->headers[i]));
    return headers;
}

static void perform(const struct call *call, const struct sent_request *request,
                    struct answer *answer)
{
    char error[CURL_ERROR_SIZE] = "";
    struct curl_slist *headers = make_headers(request);
    long status = 0, connections = 0;
    curl_easy_reset(curl); /* keeps the connections */
    set_target(curl);
    set_request(call, request);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_reset(curl);
    curl_slist_free_all(headers);
    answer->status = (int)status;
    answer->new_connection = connections > 0;
    if (answer->body == NULL)
        answer->body = no_null(strdup(""));
    const char *why = error[0] != '\0' ? error : curl_easy_strerror(result);
    answer->number =
        evidence_add(record_exchange(request, answer, result != CURLE_OK ? why : NULL));
    ck_assert_msg(result == CURLE_OK, "%s: %s", answer->request, why);
}

static struct sent_request make_request(const struct call *call, const char **lines)
{
    const char *base_path = call->base_path != NULL ? call->base_path : target()->base_path;
    return plan(call, text("%s%s", base_path, call->path), lines);
}

/* That is about to be sent for. */
static struct answer *new_answer(const struct call *call, const struct sent_request *request)
{
    answers = no_null(realloc(answers, (answer_count + 1) * sizeof(struct answer *)));
    struct answer *answer = answers[answer_count++] = no_null(calloc(1, sizeof(struct answer)));
    answer->method = request->method;
    answer->path = text("%s", call->path);
    /* Without the query, which holds the userSecret. */
    answer->request = text("%s %s", request->method, request->url);
    about_to_send(&(struct sending){request->method, call->base_path, call->path, request->query,
                                    request->body});
    return answer;
}

const struct answer *send_call(const struct call *call)
{
    const char *lines[MOST_HEADERS];
    const struct sent_request request = make_request(call, lines);
    struct answer *answer = new_answer(call, &request);
    if (curl == NULL)
        curl = no_null(curl_easy_init());
    perform(call, &request, answer);
    return answer;
}

/* "HEAD /path?query HTTP/1.1" and its headers. */
static const char *request_text(const struct sent_request *request)
{
    const char *origin = target()->origin;
    const char *text_so_far =
        text("%s %s%s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n", request->method,
             request->url + strlen(origin), *request->query != '\0' ? "?" : "", request->query,
             strstr(origin, "://") + strlen("://"));
    if (request->canonical != NULL)
        text_so_far = text("%sSignature: %s\r\n", text_so_far, sign(request));
    return text("%s\r\n", text_so_far);
}

/* The status line and what is behind the head. False: that is no answer. */
static bool read_raw(struct answer *answer, const char *bytes, size_t length)
{
    static const char start[] = "HTTP/1.1 ", end_of_head[] = "\r\n\r\n";
    const char *end = strstr(bytes, end_of_head), *status = bytes + sizeof start - 1;
    if (end == NULL || strncmp(bytes, start, sizeof start - 1) != 0)
        return false;
    const char *body = end + sizeof end_of_head - 1;
    answer->status = (int)strtol(status, NULL, 10);
    answer->reason = keep(strndup(status, strcspn(status, "\r")));
    answer->body_length = length - (size_t)(body - bytes);
    answer->body = no_null(strdup(body));
    return true;
}

const struct answer *send_raw(const struct call *call)
{
    const char *lines[MOST_HEADERS];
    const struct sent_request request = make_request(call, lines);
    struct answer *answer = new_answer(call, &request);
    size_t length = 0;
    CURL *own = no_null(curl_easy_init());
    set_target(own);
    char *bytes =
        raw_exchange(own, target()->origin, request_text(&request), target()->timeout_ms, &length);
    curl_easy_cleanup(own);
    bool good = bytes != NULL && read_raw(answer, keep(bytes), length);
    if (!good)
        answer->body = no_null(strdup(""));
    answer->number = evidence_add(record_exchange(&request, answer, good ? NULL : "no answer"));
    ck_assert_msg(good, "%s: no answer", answer->request);
    return answer;
}

const struct answer *send_get(const char *path)
{
    return send_call(&(struct call){.path = path});
}

const char *answer_header(const struct answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (strcasecmp(answer->headers[i].name, name) == 0)
            return answer->headers[i].value;
    return NULL;
}

void exchange_end(void)
{
    while (answer_count > 0) {
        struct answer *answer = answers[--answer_count];
        free(answer->headers);
        free(answer->body);
        free(answer);
    }
    free(answers);
    answers = NULL;
    texts_end();
    curl_easy_cleanup(curl);
    curl = NULL;
}
