#include "option_values.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "webhook/webhook_url.h"

bool option_read_number(const char *text, int64_t least, int64_t most, int64_t *number)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < least || value > most)
        return false;
    *number = value;
    return true;
}

static bool resolve(const char *host, char address[OPTIONS_ADDRESS_SIZE])
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return false;
    struct sockaddr_in first;
    memcpy(&first, found->ai_addr, sizeof first);
    freeaddrinfo(found);
    return inet_ntop(AF_INET, &first.sin_addr, address, OPTIONS_ADDRESS_SIZE) != NULL;
}

/* How long "https://" or "http://" is, where one of them stands. */
static size_t read_scheme(const char *value, size_t length, struct options_listen *listen)
{
    static const char *const schemes[] = {"http://", "https://"};
    *listen = (struct options_listen){0};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t size = strlen(schemes[i]);
        if (length < size || strncmp(value, schemes[i], size) != 0)
            continue;
        listen->given_scheme = true;
        listen->tls = i == 1;
        return size;
    }
    return 0;
}

static bool read_listen(const char *value, size_t length, struct options_listen *listen)
{
    char text[256];
    int64_t port;
    size_t scheme = read_scheme(value, length, listen);
    length -= scheme;
    if (length >= sizeof text)
        return false;
    memcpy(text, value + scheme, length);
    text[length] = '\0';
    char *colon = strrchr(text, ':');
    if (colon == NULL || colon == text || !option_read_number(colon + 1, 0, 65535, &port))
        return false;
    *colon = '\0';
    listen->port = (int)port;
    return resolve(text, listen->address);
}

/* One, or several with commas between them; each further option adds to them. */
bool option_set_listen(const char *value, struct options *options)
{
    if (options->listen_anew)
        options->listen_count = 0;
    options->listen_anew = false;
    for (const char *next = value; next != NULL; value = next + 1) {
        next = strchr(value, ',');
        size_t length = next != NULL ? (size_t)(next - value) : strlen(value);
        if (options->listen_count == OPTIONS_LISTEN_MOST ||
            !read_listen(value, length, &options->listen[options->listen_count]))
            return false;
        options->listen_count++;
        if (next == NULL)
            break;
    }
    return true;
}

bool option_set_fixtures(const char *value, struct options *options)
{
    return *value != '\0' && snprintf(options->fixtures, sizeof options->fixtures, "%s", value) <
                                 (int)sizeof options->fixtures;
}

bool option_set_signature_check(const char *value, struct options *options)
{
    options->strict = strcmp(value, "strict") == 0;
    return options->strict || strcmp(value, "lenient") == 0;
}

bool option_set_log(const char *value, struct options *options)
{
    static const char *const formats[] = {
        [ACCESS_LOG_NONE] = "none", [ACCESS_LOG_TEXT] = "text", [ACCESS_LOG_JSON] = "json"};
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(value, formats[i]) == 0) {
            options->log = (enum access_log_format)i;
            options->log_given = true;
            return true;
        }
    }
    return false;
}

bool option_set_contract(const char *value, struct options *options)
{
    options->contract_2026_08 = strcmp(value, "2026-08") == 0;
    return options->contract_2026_08 || strcmp(value, "all") == 0;
}

bool option_set_control_token_file(const char *value, struct options *options)
{
    options->control_token_file = value;
    return *value != '\0';
}

/* "https://host[:port]": no path, since nothing is served below one. */
static bool is_origin(const char *value)
{
    const char *host = strncmp(value, "https://", 8) == 0  ? value + 8
                       : strncmp(value, "http://", 7) == 0 ? value + 7
                                                           : "";
    return *host != '\0' && *host != ':' && strpbrk(host, "/?#@ ") == NULL;
}

bool option_set_public_url(const char *value, struct options *options)
{
    options->public_url = value;
    return is_origin(value);
}

bool option_set_portal_url(const char *value, struct options *options)
{
    options->portal_url = value;
    return is_origin(value);
}

bool option_set_reset_every(const char *value, struct options *options)
{
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
    char *unit;
    errno = 0;
    options->reset_every = 0; /* the environment may have set it */
    long long number = strtoll(value, &unit, 10);
    if (errno != 0 || unit == value || number < 1 || number > INT32_MAX)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(unit, units[i].unit) == 0)
            options->reset_every = number * units[i].seconds;
    return options->reset_every > 0;
}

bool option_set_webhook_url(const char *value, struct options *options)
{
    options->webhook_url = value;
    return webhook_url_problem(value) == NULL;
}

/* Seconds, perhaps with a fraction. */
bool option_set_webhook_retry_delay(const char *value, struct options *options)
{
    char *end;
    double seconds = strtod(value, &end);
    options->webhook_retry_delay = 0;
    if (end == value || *end != '\0' || !(seconds >= 0 && seconds <= INT32_MAX))
        return false;
    options->webhook_retry_delay = (int64_t)(seconds * 1000);
    return true;
}

bool option_set_ready_file(const char *value, struct options *options)
{
    options->ready_file = value;
    return *value != '\0';
}

bool option_set_tls(const char *value, struct options *options)
{
    options->tls_self_signed = strcmp(value, "self-signed") == 0;
    return options->tls_self_signed;
}

bool option_set_tls_cert(const char *value, struct options *options)
{
    options->tls_cert = value;
    return *value != '\0';
}

bool option_set_tls_key(const char *value, struct options *options)
{
    options->tls_key = value;
    return *value != '\0';
}

bool option_set_tls_ca(const char *value, struct options *options)
{
    options->tls_ca = value;
    return *value != '\0';
}
