#include "exchange.h"

#include <check.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evidence.h"
#include "raw.h"
#include "record.h"
#include "request.h"
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
        headers =
            no_null(curl_slist_append(headers, text("Signature: %s", request_signature(request))));
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
    answer_end(answer, request, result != CURLE_OK ? why : NULL);
    if (result != CURLE_OK)
        failed("an answer", why, "%s: %s", answer->request, why);
}

struct answer *answer_begin(const struct call *call, const struct sent_request *request)
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

void answer_end(struct answer *answer, const struct sent_request *request, const char *error)
{
    answer->number = evidence_add(record_exchange(request, answer, error));
}

const struct answer *send_call(const struct call *call)
{
    const char *lines[MOST_HEADERS];
    const struct sent_request request = request_of(call, lines);
    struct answer *answer = answer_begin(call, &request);
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
        text_so_far = text("%sSignature: %s\r\n", text_so_far, request_signature(request));
    return text("%s\r\n", text_so_far);
}

/* The head, and what is behind it. False: that is no answer. */
static bool read_raw(struct answer *answer, char *bytes, size_t length)
{
    static const char start[] = "HTTP/1.1 ", end_of_head[] = "\r\n\r\n";
    const char *end = strstr(bytes, end_of_head);
    if (end == NULL || strncmp(bytes, start, sizeof start - 1) != 0)
        return false;
    const char *body = end + sizeof end_of_head - 1;
    answer->status = (int)strtol(bytes + sizeof start - 1, NULL, 10);
    for (char *line = bytes; line < end; line += strcspn(line, "\n") + 1)
        take_header(line, 1, strcspn(line, "\n"), answer);
    answer->body_length = length - (size_t)(body - bytes);
    answer->body = no_null(strdup(body));
    return true;
}

const struct answer *send_raw(const struct call *call)
{
    const char *lines[MOST_HEADERS];
    const struct sent_request request = request_of(call, lines);
    struct answer *answer = answer_begin(call, &request);
    size_t length = 0;
    CURL *own = no_null(curl_easy_init());
    set_target(own);
    char *bytes =
        raw_exchange(own, target()->origin, request_text(&request), target()->timeout_ms, &length);
    curl_easy_cleanup(own);
    bool good = bytes != NULL && read_raw(answer, keep(bytes), length);
    if (!good)
        answer->body = no_null(strdup(""));
    answer_end(answer, &request, good ? NULL : "no answer");
    if (!good)
        failed("an answer of HTTP/1.1", bytes != NULL ? bytes : "nothing", "%s: no answer",
               answer->request);
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
