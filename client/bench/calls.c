/* Calls per second, for scripts/bench: of the client library, or of libcurl alone.
 *
 * usage: calls client SECONDS BASE_URL AUTHORIZATION_ID
 *        calls parse SECONDS BASE_URL AUTHORIZATION_ID
 *        calls curl SECONDS URL HEADER
 *
 * Makes one call after the other on one connection, and prints how many there were in a second, and
 * the microseconds of CPU that each took. `client` keeps the body raw, as `curl` does, `parse`
 * makes an object of it. Credentials are taken from SNAPTRADE_CLIENT_ID, SNAPTRADE_CONSUMER_KEY,
 * SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "snaptrade/client.h"

enum { ARGUMENTS = 5, BODY_SIZE = 65536, GOOD = 200 };

/* False: it went wrong; the reason has been printed. */
typedef bool one_call(void *context);

struct client {
    snaptrade_client *client;
    struct snaptrade_user user;
    const char *authorization_id;
    bool parse;
};

struct body {
    char bytes[BODY_SIZE];
    size_t length;
};

struct easy {
    CURL *curl;
    struct body body;
};

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double cpu_seconds(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
}

static double monotonic_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int measure(one_call *call, void *context, double seconds)
{
    double start, passed, used;
    long count = 0;
    if (!call(context)) /* opens the connection */
        return EXIT_FAILURE;
    start = monotonic_seconds();
    used = cpu_seconds();
    do {
        if (!call(context))
            return EXIT_FAILURE;
        count++;
        passed = monotonic_seconds() - start;
    } while (passed < seconds);
    printf("%.1f %.3f\n", (double)count / passed, (cpu_seconds() - used) / (double)count * 1e6);
    return EXIT_SUCCESS;
}

static bool call_client(void *context)
{
    const struct client *client = context;
    struct snaptrade_authorization authorization;
    struct snaptrade_response response;
    bool good = snaptrade_detail_brokerage_authorization(
        client->client, client->authorization_id, &client->user, NULL,
        client->parse ? &authorization : NULL, &response);
    if (!good)
        fprintf(stderr, "calls: %s\n", response.message);
    if (client->parse)
        snaptrade_authorization_free(&authorization);
    snaptrade_response_free(&response);
    return good;
}

static int measure_client(double seconds, char **arguments, bool parse)
{
    char message[SNAPTRADE_MESSAGE_SIZE];
    const struct snaptrade_client_options options = {
        .base_url = arguments[0],
        .client_id = getenv("SNAPTRADE_CLIENT_ID"),
        .consumer_key = getenv("SNAPTRADE_CONSUMER_KEY"),
    };
    struct client client = {
        snaptrade_client_new(&options, message),
        {getenv("SNAPTRADE_USER_ID"), getenv("SNAPTRADE_USER_SECRET")},
        arguments[1],
        parse,
    };
    if (client.client == NULL) {
        fprintf(stderr, "calls: %s\n", message);
        return EXIT_FAILURE;
    }
    int status = measure(call_client, &client, seconds);
    snaptrade_client_free(client.client);
    return status;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct body *body = context;
    size_t length = size * count;
    if (length > sizeof body->bytes - body->length)
        return 0;
    memcpy(body->bytes + body->length, bytes, length);
    body->length += length;
    return length;
}

static bool call_curl(void *context)
{
    struct easy *easy = context;
    long status = 0;
    easy->body.length = 0;
    CURLcode result = curl_easy_perform(easy->curl);
    curl_easy_getinfo(easy->curl, CURLINFO_RESPONSE_CODE, &status);
    if (result != CURLE_OK || status != GOOD)
        fprintf(stderr, "calls: %s, status %ld\n", curl_easy_strerror(result), status);
    return result == CURLE_OK && status == GOOD;
}

static int measure_curl(double seconds, char **arguments)
{
    static struct easy easy;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    easy.curl = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, arguments[1]);
    if (easy.curl == NULL || headers == NULL)
        return EXIT_FAILURE;
    curl_easy_setopt(easy.curl, CURLOPT_URL, arguments[0]);
    curl_easy_setopt(easy.curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy.curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy.curl, CURLOPT_WRITEDATA, &easy.body);
    int status = measure(call_curl, &easy, seconds);
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy.curl);
    curl_global_cleanup();
    return status;
}

int main(int argc, char **argv)
{
    double seconds = argc == ARGUMENTS ? strtod(argv[2], NULL) : 0;
    if (seconds > 0 && strcmp(argv[1], "client") == 0)
        return measure_client(seconds, argv + 3, false);
    if (seconds > 0 && strcmp(argv[1], "parse") == 0)
        return measure_client(seconds, argv + 3, true);
    if (seconds > 0 && strcmp(argv[1], "curl") == 0)
        return measure_curl(seconds, argv + 3);
    fprintf(stderr, "usage: calls client|parse|curl SECONDS URL ID|HEADER\n");
    return 2;
}
