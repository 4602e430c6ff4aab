#include "url.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A part as memory of malloc(); NULL: there is none, or no memory. */
static char *get(CURLU *parsed, CURLUPart part)
{
    char *text = NULL;
    if (curl_url_get(parsed, part, &text, 0) != CURLUE_OK)
        return NULL;
    char *copy = strdup(text);
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
static char *get_origin(CURLU *parsed)
{
    char *scheme = get(parsed, CURLUPART_SCHEME), *host = get(parsed, CURLUPART_HOST);
    char *port = get(parsed, CURLUPART_PORT), *origin = NULL;
    if (scheme != NULL && host != NULL &&
        (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0)) {
        size_t size = strlen(scheme) + strlen(host) + (port != NULL ? strlen(port) : 0) + 5;
        origin = malloc(size);
        if (origin != NULL)
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
    if (parsed != NULL)
        code = curl_url_set(parsed, CURLUPART_URL, whole, 0);
    if (code == CURLUE_OK) {
        url->origin = get_origin(parsed);
        url->path = get(parsed, CURLUPART_PATH);
        url->query = get(parsed, CURLUPART_QUERY);
    }
    curl_url_cleanup(parsed);
    free(joined);
    if (url->origin != NULL && url->path != NULL)
        return true;
    snprintf(message, (size_t)size, "\"%s\" is no URL of http or https, nor a path", text);
    return false;
}

void url_free(struct url *url)
{
    free(url->origin);
    free(url->path);
    free(url->query);
    *url = (struct url){0};
}
