#include "client_exchange.h"

#include <stdlib.h>
#include <string.h>

#include "request.h"

struct client_exchange client_begins(const struct call *call)
{
    const char *lines[MOST_HEADERS];
    struct client_exchange exchange = {0};
    struct call timed = *call;
    if (timed.timestamp == NULL)
        timed.timestamp = time_text(0);
    exchange.time = strtoll(timed.timestamp, NULL, 10);
    exchange.request = request_of(&timed, lines);
    exchange.request.headers = NULL; /* a test has none to give to the library */
    exchange.answer = answer_begin(call, &exchange.request);
    return exchange;
}

int64_t client_exchange_time(void *exchange)
{
    return ((const struct client_exchange *)exchange)->time;
}

static void copy_headers(struct answer *answer, const struct snaptrade_response *response)
{
    answer->headers = no_null(calloc(response->header_count + 1, sizeof *answer->headers));
    for (size_t i = 0; i < response->header_count; i++)
        answer->headers[answer->header_count++] = (struct header){
            keep(strdup(response->headers[i].name)), keep(strdup(response->headers[i].value))};
}

static char *copy_body(const struct snaptrade_response *response)
{
    char *body = no_null(calloc(response->body_length + 1, 1));
    if (response->body != NULL)
        memcpy(body, response->body, response->body_length);
    return body;
}

const struct answer *client_ended(const struct client_exchange *exchange,
                                  const struct snaptrade_response *response)
{
    struct answer *answer = exchange->answer;
    answer->status = response->status;
    answer->reason = response->reason != NULL ? keep(strdup(response->reason)) : NULL;
    answer->body = copy_body(response);
    answer->body_length = response->body_length;
    copy_headers(answer, response);
    answer_end(answer, &exchange->request, response->status == 0 ? response->message : NULL);
    return answer;
}
