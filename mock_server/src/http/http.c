#include "http.h"

#include <string.h>
#include <strings.h>

enum http_method http_method_of(const char *name)
{
    static const char *const names[] = {"GET", "DELETE", "HEAD", "OPTIONS", "POST", "PUT", "PATCH"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum http_method)i;
    return HTTP_OTHER;
}

const char *http_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Unknown";
}

/* Case-insensitive; most names differ in their first letter, and need no function call. */
static bool same_name(const char *a, const char *b)
{
    return ((*a ^ *b) & ~0x20) == 0 && strcasecmp(a, b) == 0;
}

size_t http_find_header(const struct http_request *request, const char *name, const char **value)
{
    size_t found = 0;
    for (size_t i = 0; i < request->header_count; i++)
        if (same_name(request->headers[i].name, name) && found++ == 0)
            *value = request->headers[i].value;
    return found;
}

bool http_has_token(const char *value, const char *token)
{
    size_t length = strlen(token);
    while (*value != '\0') {
        value += strspn(value, " \t,");
        size_t item = strcspn(value, " \t,");
        if (item == length && strncasecmp(value, token, length) == 0)
            return true;
        value += item;
    }
    return false;
}
