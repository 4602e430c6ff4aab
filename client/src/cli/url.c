#include "url.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A part as memory of malloc(); NULL: there is none, or *code is that there is no memory. */
static char *get(CURLU *parsed, CURLUPart part, CURLUcode *code)
{
    char *text = NULL, *copy = NULL;
    CURLUcode got = curl_url_get(parsed, part, &text, 0);
    if (got == CURLUE_OK)
        copy = strdup(text);
    if (got == CURLUE_OUT_OF_MEMORY || (got == CURLUE_OK && copy == NULL))
        *code = CURLUE_OUT_OF_MEMORY;
    curl_free(text);
    return copy;
}

static char *join(const char *base, const char *path)
{
    size_t length = strlen(base);
    while (length > 0 && base[length - 1] == '/')
        length--;
    size_t size = length + strlen(path) + 1;
    char *joined = malloc(size);
    if (joined != NULL)
        snprintf(joined, size, "%.*s%s", (int)length, base, path);
    return joined;
}

/* Scheme, host and port, without user and password. */
static char *get_origin(CURLU *parsed, CURLUcode *code)
{
    char *scheme = get(parsed, CURLUPART_SCHEME, code), *host = get(parsed, CURLUPART_HOST, code);
    char *port = get(parsed, CURLUPART_PORT, code), *origin = NULL;
    if (scheme != NULL && host != NULL &&
        (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0)) {
        size_t size = strlen(scheme) + strlen(host) + (port != NULL ? strlen(port) : 0) + 5;
        origin = malloc(size);
        if (origin == NULL)
            *code = CURLUE_OUT_OF_MEMORY;
        else
            snprintf(origin, size, "%s://%s%s%s", scheme, host, port != NULL ? ":" : "",
                     port != NULL ? port : "");
    }
    free(scheme);
    free(host);
    free(port);
    return origin;
}

bool url_parse(const char *text, const char *base, struct url *url, char *message, int size)
{
    char *joined = text[0] == '/' ? join(base, text) : NULL;
    const char *whole = joined != NULL ? joined : text;
    CURLU *parsed = curl_url();
    CURLUcode code = CURLUE_OUT_OF_MEMORY;
    *url = (struct url){0};
    if (parsed != NULL && (joined != NULL || text[0] != '/'))
        code = curl_url_set(parsed, CURLUPART_URL, whole, 0);
    if (code == CURLUE_OK) {
        url->origin = get_origin(parsed, &code);
        url->path = get(parsed, CURLUPART_PATH, &code);
        url->query = get(parsed, CURLUPART_QUERY, &code);
    }
    curl_url_cleanup(parsed);
    free(joined);
    if (code == CURLUE_OUT_OF_MEMORY)
        snprintf(message, (size_t)size, "out of memory");
    else if (url->origin == NULL || url->path == NULL)
        snprintf(message, (size_t)size, "\"%s\" is no URL of http or https, nor a path", text);
    else
        return true;
    return false;
}

void url_free(struct url *url)
{
    free(url->origin);
    free(url->path);
    free(url->query);
    *url = (struct url){0};
}
