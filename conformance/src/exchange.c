#include "exchange.h"

#include <check.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { MOST_ANSWERS = 512, MOST_TEXTS = 4096, TIME_LIMIT_MS = 20000 };

static CURL *curl;
static struct answer *answers[MOST_ANSWERS];
static char *texts[MOST_TEXTS];
static size_t answer_count, text_count;

static void *no_null(void *memory)
{
    if (memory == NULL)
        ck_abort_msg("out of memory");
    return memory;
}

static char *keep(char *string)
{
    ck_assert_uint_lt(text_count, MOST_TEXTS);
    return texts[text_count++] = no_null(string);
}

const char *text(const char *format, ...)
{
    va_list arguments;
    char *result = NULL;
    va_start(arguments, format);
    int length = vasprintf(&result, format, arguments);
    va_end(arguments);
    return keep(length >= 0 ? result : NULL);
}

const char *escaped(const char *value)
{
    char *result = no_null(curl_easy_escape(NULL, value, 0));
    char *copy = strdup(result);
    curl_free(result);
    return keep(copy);
}

const char *time_text(long long offset)
{
    return text("%lld", (long long)time(NULL) + offset);
}

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

static const char *make_signature(const struct call *call, const struct credentials *as,
                                  const char *path, const char *query)
{
    const struct snaptrade_signed_request request = {
        .path = call->signed_path != NULL ? call->signed_path : path,
        .query = call->signed_query != NULL ? call->signed_query : query};
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    if (call->signature != NULL)
        return call->signature;
    const char *key = call->signed_key != NULL ? call->signed_key : as->consumer_key;
    const char *canonical = keep(snaptrade_canonical_string(&request, call->escape));
    snaptrade_signer *signer = no_null(snaptrade_signer_new());
    bool made = snaptrade_signer_sign(signer, key, canonical, signature);
    snaptrade_signer_free(signer);
    ck_assert_msg(made, "OpenSSL cannot sign");
    return text("%s", signature);
}

static struct curl_slist *add_header(struct curl_slist *headers, const char *line)
{
    return line != NULL ? no_null(curl_slist_append(headers, line)) : headers;
}

static void set_options(const struct call *call, const char *url, struct answer *answer)
{
    const char *method = call->method != NULL ? call->method : "GET";
    curl_easy_reset(curl); /* keeps the connections */
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TIME_LIMIT_MS);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (call->body != NULL)
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, call->body);
    if (strcmp(method, "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
}

static void perform(const struct call *call, const char *url, const char *signature,
                    struct answer *answer)
{
    char error[CURL_ERROR_SIZE] = "";
    struct curl_slist *headers = NULL;
    long status = 0, connections = 0;
    if ((call->without & WITHOUT_SIGNATURE) == 0)
        headers = add_header(headers, *signature != '\0'
                                          ? text("Signature: %s", signature)
                                          : "Signature;"); /* how curl sends an empty one */
    headers = add_header(headers, call->header);
    if (call->body != NULL) /* curl's own would be that of a form */
        headers = add_header(headers, "Content-Type: application/json");
    set_options(call, url, answer);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_reset(curl);
    curl_slist_free_all(headers);
    ck_assert_msg(result == CURLE_OK, "%s: %s", answer->request, error);
    answer->status = (int)status;
    answer->new_connection = connections > 0;
    if (answer->body == NULL)
        answer->body = no_null(strdup(""));
}

const struct answer *send_call(const struct call *call)
{
    const struct credentials *as = call->as != NULL ? call->as : &target()->credentials;
    const char *base_path = call->base_path != NULL ? call->base_path : target()->base_path;
    const char *path = text("%s%s", base_path, call->path);
    const char *query = make_query(call, as);
    const char *signature = make_signature(call, as, path, query);
    const char *url = text("%s%s%s%s", target()->origin, path, *query != '\0' ? "?" : "", query);
    ck_assert_uint_lt(answer_count, MOST_ANSWERS);
    struct answer *answer = answers[answer_count++] = no_null(calloc(1, sizeof *answer));
    /* Without the query, which holds the userSecret. */
    answer->request = keep(strdup(
        text("%s %s%s", call->method != NULL ? call->method : "GET", target()->origin, path)));
    if (curl == NULL)
        curl = no_null(curl_easy_init());
    perform(call, url, signature, answer);
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
    while (text_count > 0)
        free(texts[--text_count]);
    curl_easy_cleanup(curl);
    curl = NULL;
}
