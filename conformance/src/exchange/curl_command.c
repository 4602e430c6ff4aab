#include "curl_command.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../target/secrets.h"

enum { SECONDS_DIGITS = 10, DAY_SECONDS = 86400, MOST_VARIABLES = 4, SHOWN_BODY = 2000 };

/* What stands for a text of the request. */
struct variable {
    const char *text, *name;
};

struct variables {
    struct variable rows[MOST_VARIABLES];
    size_t count;
};

static void add_variable(struct variables *variables, const char *text, const char *name)
{
    if (text != NULL && *text != '\0')
        variables->rows[variables->count++] = (struct variable){text, name};
}

static const struct variable *find_variable(const struct variables *variables, const char *text)
{
    for (size_t i = 0; i < variables->count; i++)
        if (strncmp(text, variables->rows[i].text, strlen(variables->rows[i].text)) == 0)
            return &variables->rows[i];
    return NULL;
}

/* The first `most` bytes in double quotes, so that variables may stand in them. */
static void quote_start(FILE *out, const char *text, size_t most, const struct variables *variables)
{
    const char *end = text + strnlen(text, most);
    fputc('"', out);
    while (text < end) {
        const struct variable *variable = find_variable(variables, text);
        if (variable != NULL) {
            fprintf(out, "${%s}", variable->name);
            text += strlen(variable->text);
            continue;
        }
        if (strchr("\"$`\\", *text) != NULL)
            fputc('\\', out);
        fputc(*text++, out);
    }
    fputc('"', out);
}

static void quote(FILE *out, const char *text, const struct variables *variables)
{
    quote_start(out, text, strlen(text), variables);
}

/* The Unix time that a query starts its timestamp with, if it is of today; it is set to 0 when it
 * has none. */
static long long find_time(const char *query, char digits[SECONDS_DIGITS + 1])
{
    static const char name[] = "timestamp=";
    const char *value = strstr(query, name);
    value = value != NULL ? value + sizeof name - 1 : "";
    if (strspn(value, "0123456789") < SECONDS_DIGITS)
        return 0;
    snprintf(digits, SECONDS_DIGITS + 1, "%s", value);
    long long seconds = strtoll(digits, NULL, 10), offset = seconds - (long long)time(NULL);
    return offset > -DAY_SECONDS && offset < DAY_SECONDS ? seconds : 0;
}

static void write_time(FILE *out, long long seconds)
{
    long long offset = seconds - (long long)time(NULL);
    bool is_now = offset > -5 && offset < 5; /* a test's steps take their time */
    if (is_now)
        fputs("now=$(date +%s)\n", out);
    else
        fprintf(out, "now=$(($(date +%%s) %c %lld))\n", offset < 0 ? '-' : '+',
                offset < 0 ? -offset : offset);
}

/* A server that was started for a test is no more: scripts/start serves the same fixtures here. */
static void write_url(FILE *out, const struct sent_request *request,
                      const struct variables *variables)
{
    const char *origin = target()->spawned ? "http://127.0.0.1:7627" : target()->origin;
    char *url = NULL;
    if (asprintf(&url, "%s%s%s%s", origin, request->url + strlen(target()->origin),
                 *request->query != '\0' ? "?" : "", request->query) >= 0)
        quote(out, url, variables);
    free(url);
}

static void write_commands(FILE *out, const struct sent_request *request,
                           const struct variables *variables)
{
    if (request->canonical != NULL) {
        fputs("signature=$(printf %s ", out);
        quote(out, request->canonical, variables);
        fputs(" |\n  openssl dgst -sha256 -hmac ", out);
        quote(out, request->key, variables);
        fputs(" -binary | openssl base64 -A)\n", out);
    }
    fputs("curl -i --path-as-is", out);
    if (strcmp(request->method, "HEAD") == 0)
        fputs(" -I", out);
    else if (strcmp(request->method, "GET") != 0 || request->body != NULL)
        fprintf(out, " -X %s", request->method);
    if (request->canonical != NULL)
        fputs(" -H \"Signature: ${signature}\"", out);
    for (size_t i = 0; i < request->header_count; i++) {
        fputs(" -H ", out);
        quote(out, request->headers[i], variables);
    }
    if (request->body != NULL) {
        fputs(" --data-binary ", out);
        quote_start(out, request->body, SHOWN_BODY, variables);
    }
    fputs(" \\\n  ", out);
    write_url(out, request, variables);
}

char *curl_command(const struct sent_request *request)
{
    struct variables variables = {0};
    char digits[SECONDS_DIGITS + 1] = "", *text = NULL;
    size_t length = 0;
    char *escaped_secret = request->as->user_secret != NULL
                               ? curl_easy_escape(NULL, request->as->user_secret, 0)
                               : NULL;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        return NULL;
    add_variable(&variables, request->as->consumer_key, "SNAPTRADE_CONSUMER_KEY");
    add_variable(&variables, escaped_secret, "SNAPTRADE_USER_SECRET");
    add_variable(&variables, request->as->user_secret, "SNAPTRADE_USER_SECRET");
    long long seconds = request->canonical != NULL ? find_time(request->query, digits) : 0;
    if (seconds != 0) {
        write_time(out, seconds);
        add_variable(&variables, digits, "now");
    }
    write_commands(out, request, &variables);
    fclose(out);
    curl_free(escaped_secret);
    char *masked = text != NULL ? secrets_masked(SNAPTRADE_TEXT_PLAIN, text) : NULL;
    free(text);
    return masked;
}
