#include "framing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* More digits than this are more bytes than any limit. */
enum { LENGTH_DIGITS = 9 };

static enum api_error check_length(const struct http_request *request, struct framing *framing)
{
    const char *value = NULL;
    size_t count = http_find_header(request, "Content-Length", &value);
    if (count == 0)
        return API_OK;
    size_t digits = strspn(value, "0123456789");
    if (count > 1 || framing->chunked || digits == 0 || value[digits] != '\0')
        return API_BAD_LENGTH;
    if (digits > LENGTH_DIGITS)
        return API_LONG_BODY;
    framing->content_length = strtoul(value, NULL, 10);
    return framing->content_length > framing->most_body ? API_LONG_BODY : API_OK;
}

static enum api_error check_encoding(const struct http_request *request, struct framing *framing)
{
    const char *value = NULL;
    size_t count = http_find_header(request, "Transfer-Encoding", &value);
    framing->chunked = count > 0;
    return count > 1 || (count == 1 && strcasecmp(value, "chunked") != 0) ? API_BAD_ENCODING
                                                                          : API_OK;
}

static enum api_error check_host(const struct http_request *request, struct framing *framing)
{
    (void)framing;
    const char *value = NULL;
    size_t count = http_find_header(request, "Host", &value);
    bool required = strcmp(request->version, "1.1") == 0;
    return count > 1 || (count == 0 && required) ? API_BAD_HOST : API_OK;
}

static enum api_error check_upgrade(const struct http_request *request, struct framing *framing)
{
    (void)framing;
    const char *value = NULL;
    return http_find_header(request, "Upgrade", &value) > 0 ? API_UPGRADE : API_OK;
}

static enum api_error check_expect(const struct http_request *request, struct framing *framing)
{
    const char *value = NULL;
    size_t count = http_find_header(request, "Expect", &value);
    if (count == 0)
        return API_OK;
    if (count > 1 || strcasecmp(value, "100-continue") != 0)
        return API_EXPECTATION;
    framing->wants_continue =
        strcmp(request->version, "1.1") == 0 && (framing->chunked || framing->content_length > 0);
    return API_OK;
}

struct framing framing_check(const struct http_request *request, size_t most_body)
{
    /* check_expect needs to know whether there is a body. */
    static enum api_error (*const checks[])(const struct http_request *, struct framing *) = {
        check_encoding, check_length, check_host, check_upgrade, check_expect};
    struct framing framing = {.error = API_OK, .most_body = most_body};
    if (request->header_count >= FRAMING_MAX_HEADERS)
        framing.error = API_LARGE_HEAD;
    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && framing.error == API_OK; i++)
        framing.error = checks[i](request, &framing);
    return framing;
}
