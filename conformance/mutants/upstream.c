#include "upstream.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TIME_LIMIT_MS = 20000 };

struct upstream {
    CURL *curl;
    const char *origin;
};

/* What curl's callbacks fill. */
struct receiving {
    struct scratch *scratch;
    struct answer *answer;
};

struct upstream *upstream_new(const char *origin)
{
    struct upstream *upstream = calloc(1, sizeof *upstream);
    if (upstream == NULL)
        return NULL;
    *upstream = (struct upstream){curl_easy_init(), origin};
    if (upstream->curl != NULL)
        return upstream;
    free(upstream);
    return NULL;
}

void upstream_free(struct upstream *upstream)
{
    if (upstream == NULL)
        return;
    curl_easy_cleanup(upstream->curl);
    free(upstream);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct receiving *receiving = context;
    struct answer *answer = receiving->answer;
    char *line = scratch_copy(receiving->scratch, bytes, size * count);
    line[strcspn(line, "\r\n")] = '\0';
    char *colon = strchr(line, ':');
    if (strncmp(line, "HTTP/", 5) == 0) {
        const char *space = strchr(line, ' ');
        space = space != NULL ? strchr(space + 1, ' ') : NULL;
        answer->reason = space != NULL ? space + 1 : "";
        answer->headers.count = 0;
    } else if (colon != NULL) {
        *colon = '\0';
        headers_add(&answer->headers, line, colon + 1 + strspn(colon + 1, " "));
    }
    return size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct receiving *receiving = context;
    struct answer *answer = receiving->answer;
    size_t length = answer->body_length + size * count;
    char *body = scratch_room(receiving->scratch, length + 1);
    memcpy(body, answer->body, answer->body_length);
    memcpy(body + answer->body_length, bytes, size * count);
    answer->body = body;
    answer->body_length = length;
    return size * count;
}

static struct curl_slist *append(struct curl_slist *list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(list, line);
    if (longer == NULL)
        abort(); /* as scratch.h says */
    return longer;
}

/* Those of the request, and none of curl's own. */
static struct curl_slist *make_headers(struct scratch *scratch, const struct headers *headers)
{
    static const char *const ours[] = {"Accept", "Content-Type", "User-Agent", "Expect", "Host"};
    static const char *const framing[] = {"Content-Length", "Transfer-Encoding", "Expect"};
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < headers->count; i++) {
        const struct header *header = &headers->items[i];
        bool left_out = false;
        for (size_t k = 0; k < sizeof framing / sizeof *framing; k++)
            left_out = left_out || strcasecmp(header->name, framing[k]) == 0;
        if (!left_out)
            list = append(list, *header->value != '\0'
                                    ? scratch_text(scratch, "%s: %s", header->name, header->value)
                                    : scratch_text(scratch, "%s;", header->name));
    }
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (headers_count(headers, ours[i]) == 0)
            list = append(list, scratch_text(scratch, "%s:", ours[i]));
    return list;
}

static void set_options(CURL *curl, const struct request *request, struct receiving *receiving)
{
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TIME_LIMIT_MS);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, receiving);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, receiving);
    if (request->body != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)request->body_length);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
    }
    if (strcmp(request->method, "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

bool upstream_send(struct upstream *upstream, struct scratch *scratch,
                   const struct request *request, struct answer *answer)
{
    char error[CURL_ERROR_SIZE] = "";
    struct receiving receiving = {scratch, answer};
    struct curl_slist *headers = make_headers(scratch, &request->headers);
    CURL *curl = upstream->curl;
    long status = 0;
    *answer = (struct answer){.reason = "", .body = ""};
    curl_easy_reset(curl); /* keeps the connection */
    set_options(curl, request, &receiving);
    curl_easy_setopt(curl, CURLOPT_URL, upstream->origin);
    curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET,
                     scratch_text(scratch, "%s%s%s", request->path,
                                  request->query != NULL ? "?" : "",
                                  request->query != NULL ? request->query : ""));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_reset(curl);
    curl_slist_free_all(headers);
    answer->status = (int)status;
    if (result != CURLE_OK)
        fprintf(stderr, "snaptrade-mutant: %s %s: %s\n", request->method, request->path, error);
    return result == CURLE_OK;
}
