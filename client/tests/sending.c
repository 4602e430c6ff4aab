/* snaptrade_send() against a server that keeps what it was sent. */
#include <stdio.h>
#include <string.h>

#include "scripted_server.h"
#include "snaptrade/client.h"
#include "snaptrade/signing.h"
#include "suite.h"

#define USER "userId=q%26a%2B100%25%40example.com&userSecret=%C3%A9&"
#define PARTNER "clientId=A%20B&timestamp=1700000000"

static struct scripted_server server;
static snaptrade_client *client;
static struct snaptrade_response response;
static const struct snaptrade_user user = {"q&a+100%@example.com", "\xc3\xa9"};

static int64_t fixed_clock(void *context)
{
    (void)context;
    return 1700000000;
}

static void start(const struct scripted_answer *answers, size_t count)
{
    char base_url[64];
    scripted_server_start(&server, answers, count);
    snprintf(base_url, sizeof base_url, "http://127.0.0.1:%d/api/v1", server.port);
    const struct snaptrade_client_options options = {.base_url = base_url,
                                                     .client_id = "A B",
                                                     .consumer_key = "the key",
                                                     .clock = fixed_clock,
                                                     .timeout_ms = 10000};
    client = snaptrade_client_new(&options, NULL);
    ck_assert_ptr_nonnull(client);
}

static void stop(void)
{
    snaptrade_response_free(&response);
    snaptrade_client_free(client);
    scripted_server_stop(&server);
}

/* The body of request `n`, once its head has ended. */
static const char *sent_body(size_t n)
{
    return strstr(server.requests[n], "\r\n\r\n") + 4;
}

static void assert_signed(size_t n, const char *path, const char *query, const char *content)
{
    const struct snaptrade_signed_request request = {path, query, content};
    char signature[SNAPTRADE_SIGNATURE_SIZE], expected[128];
    ck_assert(snaptrade_sign("the key", &request, signature));
    snprintf(expected, sizeof expected, "\r\nSignature: %s\r\n", signature);
    ck_assert_msg(strstr(server.requests[n], expected) != NULL, "%s", server.requests[n]);
}

static const struct {
    const char *body, *sent, *content, *header;
    bool with_user;
} sendings[] = {
    {"{ \"b\": 1.0, \"a\": \"\xc3\xa9 \\\" \"}", "{\"a\":\"\xc3\xa9 \\\" \",\"b\":1.0}",
     "{\"a\":\"\xc3\xa9 \\\" \",\"b\":1.0}", "\r\nContent-Type: application/json\r\n", false},
    {"{}", "{}", NULL, "\r\nContent-Length: 2\r\n", true},
    {NULL, "", NULL, "\r\nContent-Length: 0\r\n", true},
};

START_TEST(any_other_call_is_sent_with_its_body_and_signed_as_it_is_sent)
{
    static const struct scripted_answer answers[] = {
        {.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n[1, 2 ]", .reads_body = true}};
    static const struct snaptrade_parameter parameters[] = {{"days", "3&"}, {"none", NULL}};
    const char *query = sendings[_i].with_user ? USER "days=3%26&" PARTNER : "days=3%26&" PARTNER;
    start(answers, 1);
    const struct snaptrade_request request = {.method = "POST",
                                              .path = "/a%20b",
                                              .parameters = parameters,
                                              .parameter_count = 2,
                                              .user = sendings[_i].with_user ? &user : NULL,
                                              .body = sendings[_i].body};
    ck_assert(snaptrade_send(client, &request, NULL, &response));
    ck_assert_str_eq(response.body, "[1, 2 ]");
    stop();
    ck_assert_str_eq(sent_body(0), sendings[_i].sent);
    assert_signed(0, "/api/v1/a%20b", query, sendings[_i].content);
    ck_assert_msg(strstr(server.requests[0], sendings[_i].header) != NULL, "%s",
                  server.requests[0]);
    ck_assert_ptr_null(strstr(server.requests[0], "urlencoded"));
}
END_TEST

enum { BAD_REQUESTS = 5 };

START_TEST(a_request_that_cannot_be_is_not_sent)
{
    static const struct snaptrade_request requests[BAD_REQUESTS] = {
        {.method = "POST", .path = "/a", .body = "{"},
        {.method = "POST", .path = "/a", .body = ""},
        {.method = "GET", .path = "a"},
        {.method = NULL, .path = "/a"},
        {.method = "GET", .path = NULL},
    };
    start(NULL, 0);
    ck_assert(!snaptrade_send(client, &requests[_i], NULL, &response));
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_USAGE);
    ck_assert_int_eq(response.status, 0);
    stop();
    ck_assert_uint_eq(server.request_count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client_sending");
    TCase *tests = tcase_create("sending");
    tcase_set_timeout(tests, 60); /* valgrind and sanitizers */
    tcase_add_loop_test(tests, any_other_call_is_sent_with_its_body_and_signed_as_it_is_sent, 0,
                        sizeof sendings / sizeof *sendings);
    tcase_add_loop_test(tests, a_request_that_cannot_be_is_not_sent, 0, BAD_REQUESTS);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
