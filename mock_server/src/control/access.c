#include "access.h"

#include <string.h>
#include <strings.h>

#include "snaptrade/signing.h"

static const char *header(const struct http_request *request, const char *name)
{
    const char *value = NULL;
    http_find_header(request, name, &value);
    return value;
}

/* A front on the same machine looks like loopback, but for what it adds. */
static bool is_passed_on(const struct http_request *request)
{
    static const char prefix[] = "X-Forwarded-";
    const char *value;
    if (http_find_header(request, "Forwarded", &value) > 0 ||
        http_find_header(request, "Via", &value) > 0 ||
        http_find_header(request, "X-Real-IP", &value) > 0)
        return true;
    for (size_t i = 0; i < request->header_count; i++)
        if (strncasecmp(request->headers[i].name, prefix, sizeof prefix - 1) == 0)
            return true;
    return false;
}

/* "localhost:7627" -> "localhost": how long that is. */
static size_t name_length(const char *host)
{
    const char *bracket = *host == '[' ? strchr(host, ']') : NULL;
    return bracket != NULL ? (size_t)(bracket - host) + 1 : strcspn(host, ":");
}

static bool has_name(const char *host, const char *name)
{
    return name_length(host) == strlen(name) && strncasecmp(host, name, strlen(name)) == 0;
}

/* A name that an attacker's DNS cannot give to this machine. */
static bool is_own_host(const struct access_rules *rules, const char *host)
{
    return has_name(host, "localhost") || has_name(host, "127.0.0.1") || has_name(host, "[::1]") ||
           has_name(host, rules->address);
}

static bool is_own_origin(const struct access_rules *rules, const struct http_request *request,
                          const char *origin, const char *host)
{
    const char *scheme = request->tls ? "https://" : "http://";
    size_t length = strlen(scheme);
    if (rules->public_url != NULL && strcasecmp(origin, rules->public_url) == 0)
        return true;
    return strncasecmp(origin, scheme, length) == 0 && strcasecmp(origin + length, host) == 0;
}

static enum control_error check_browser(const struct access_rules *rules,
                                        const struct http_request *request)
{
    const char *origin = header(request, "Origin"), *host = header(request, "Host");
    const char *site = header(request, "Sec-Fetch-Site");
    if (origin != NULL && (host == NULL || !is_own_origin(rules, request, origin, host)))
        return CONTROL_ORIGIN;
    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return CONTROL_ORIGIN;
    return CONTROL_OK;
}

static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t length = sizeof json - 1;
    return type != NULL && strncasecmp(type, json, length) == 0 &&
           (type[length] == '\0' || strchr("; \t", type[length]) != NULL);
}

/* The token of "Authorization: Bearer TOKEN"; NULL: there is no such header. */
static const char *token_of(const struct http_request *request)
{
    static const char scheme[] = "Bearer ";
    const char *value = header(request, "Authorization");
    if (value == NULL)
        return NULL;
    return strncasecmp(value, scheme, sizeof scheme - 1) == 0 ? value + sizeof scheme - 1 : "";
}

static bool fits(const char *given, const char *token)
{
    return token != NULL && *token != '\0' && snaptrade_secret_equal(given, token);
}

static enum control_error check_page(const struct access_rules *rules,
                                     const struct http_request *request)
{
    enum control_error error = check_browser(rules, request);
    if (error != CONTROL_OK)
        return error;
    return request->body_bytes > 0 && !is_json(header(request, "Content-Type"))
               ? CONTROL_CONTENT_TYPE
               : CONTROL_OK;
}

static enum control_error check_host(const struct access_rules *rules,
                                     const struct http_request *request)
{
    const char *host = header(request, "Host");
    return host == NULL || is_own_host(rules, host) ? CONTROL_OK : CONTROL_HOST;
}

enum control_error access_check_open(const struct access_rules *rules,
                                     const struct http_request *request)
{
    enum control_error error = check_page(rules, request);
    return error == CONTROL_OK && rules->open ? check_host(rules, request) : error;
}

enum control_error access_check(const struct access_rules *rules,
                                const struct http_request *request, const char *tenant_token)
{
    const char *given = token_of(request);
    enum control_error error = check_page(rules, request);
    if (error != CONTROL_OK)
        return error;
    if (given != NULL)
        return fits(given, rules->token) || fits(given, tenant_token) ? CONTROL_OK
                                                                      : CONTROL_BAD_TOKEN;
    if (!rules->open || is_passed_on(request))
        return CONTROL_NO_TOKEN;
    return check_host(rules, request);
}

bool access_is_tenant(const struct access_rules *rules, const struct http_request *request)
{
    const char *given = token_of(request);
    return !rules->open && given != NULL && !fits(given, rules->token);
}
