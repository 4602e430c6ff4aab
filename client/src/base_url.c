#include "base_url.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char no_memory[] = "cannot be read: out of memory";

/* False: no memory. *text is NULL where there is no such part. */
static bool get(CURLU *url, CURLUPart part, char **text)
{
    return curl_url_get(url, part, text, 0) != CURLUE_OUT_OF_MEMORY;
}

/* What is wrong with a URL that has that part; NULL: it does not. */
static const char *problem_with(CURLU *url, CURLUPart part, const char *problem)
{
    char *text = NULL;
    if (!get(url, part, &text))
        return no_memory;
    bool has = text != NULL;
    curl_free(text);
    return has ? problem : NULL;
}

static const char *problem_of(CURLU *url, const char *scheme)
{
    static const struct {
        CURLUPart part;
        const char *problem;
    } rows[] = {{CURLUPART_USER, "must not hold a user or password"},
                {CURLUPART_PASSWORD, "must not hold a user or password"},
                {CURLUPART_QUERY, "must not hold '?' or '#'"},
                {CURLUPART_FRAGMENT, "must not hold '?' or '#'"}};
    if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
        return "must start with http:// or https://";
    const char *problem = NULL;
    for (size_t i = 0; problem == NULL && i < sizeof rows / sizeof *rows; i++)
        problem = problem_with(url, rows[i].part, rows[i].problem);
    return problem;
}

static char *make_origin(const char *scheme, const char *host, const char *port)
{
    size_t size = strlen(scheme) + strlen(host) + strlen(port) + sizeof "://:";
    char *origin = malloc(size);
    if (origin != NULL)
        snprintf(origin, size, "%s://%s%s%s", scheme, host, port[0] != '\0' ? ":" : "", port);
    return origin;
}

static char *make_path(const char *path)
{
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    return strndup(path, length);
}

static const char *split(CURLU *url, struct base_url *base)
{
    char *scheme = NULL, *host = NULL, *port = NULL, *path = NULL;
    const char *problem = no_memory;
    if (curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_PATH, &path, 0) == CURLUE_OK && get(url, CURLUPART_PORT, &port))
        problem = problem_of(url, scheme);
    if (problem == NULL) {
        base->origin = make_origin(scheme, host, port != NULL ? port : "");
        base->path = make_path(path);
        if (base->origin == NULL || base->path == NULL)
            problem = no_memory;
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(path);
    return problem;
}

bool base_url_parse(const char *text, struct base_url *base, const char **problem)
{
    CURLU *url = curl_url();
    CURLUcode code =
        url != NULL ? curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) : CURLUE_OK;
    *base = (struct base_url){0};
    if (url == NULL || code == CURLUE_OUT_OF_MEMORY)
        *problem = no_memory;
    else if (code != CURLUE_OK)
        *problem = "is not a URL such as http://127.0.0.1:7627/api/v1";
    else
        *problem = split(url, base);
    curl_url_cleanup(url);
    if (*problem == NULL)
        return true;
    base_url_free(base);
    return false;
}

void base_url_free(struct base_url *base)
{
    free(base->origin);
    free(base->path);
    *base = (struct base_url){0};
}
