/* The client against a server that answers byte for byte what a test wants. */
#include <stdio.h>
#include <string.h>

#include "scripted_server.h"
#include "snaptrade/client.h"
#include "snaptrade/signing.h"
#include "suite.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define ID "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define USER "userId=q%26a%2B100%25%40example.com&userSecret=%C3%A9&"
#define PARTNER "clientId=A%20B&timestamp=1700000000"

static struct scripted_server server;
static struct snaptrade_client_options options;
static char base_url[64];
static snaptrade_client *client;
static struct snaptrade_response response;
static struct snaptrade_authorization_list list;
static const struct snaptrade_user user = {"q&a+100%@example.com", "\xc3\xa9"};

static int64_t fixed_clock(void *context)
{
    (void)context;
    return 1700000000;
}

static void start(const struct scripted_answer *answers, size_t count)
{
    scripted_server_start(&server, answers, count);
    snprintf(base_url, sizeof base_url, "http://127.0.0.1:%d/api/v1/", server.port);
    options = (struct snaptrade_client_options){.base_url = base_url,
                                                .client_id = "A B",
                                                .consumer_key = "the key",
                                                .clock = fixed_clock,
                                                .timeout_ms = 10000};
    client = snaptrade_client_new(&options, NULL);
    ck_assert_ptr_nonnull(client);
}

static void stop(void)
{
    snaptrade_authorization_list_free(&list);
    snaptrade_response_free(&response);
    snaptrade_client_free(client);
    scripted_server_stop(&server);
}

static bool call_list(const struct snaptrade_call *call)
{
    return snaptrade_list_brokerage_authorizations(client, &user, call, &list, &response);
}

static void assert_error(enum snaptrade_error error, const char *message)
{
    ck_assert_int_eq(response.error, error);
    ck_assert_msg(strstr(response.message, message) != NULL, "%s", response.message);
}

static void assert_sent(size_t n, const char *method, const char *path, const char *query)
{
    const struct snaptrade_signed_request request = {.path = path, .query = query};
    char signature[SNAPTRADE_SIGNATURE_SIZE], expected[512];
    ck_assert(snaptrade_sign("the key", &request, signature));
    snprintf(expected, sizeof expected, "%s %s?%s HTTP/1.1\r\n", method, path, query);
    ck_assert_msg(strncmp(server.requests[n], expected, strlen(expected)) == 0, "%s",
                  server.requests[n]);
    snprintf(expected, sizeof expected, "\r\nSignature: %s\r\n", signature);
    ck_assert_msg(strstr(server.requests[n], expected) != NULL, "%s", server.requests[n]);
}

START_TEST(every_call_is_sent_as_documented_and_signed_as_sent)
{
    static const struct scripted_answer answers[] = {
        {.bytes = OK "Content-Length: 2\r\n\r\n[]", .then = THEN_KEEP},
        {.bytes = OK "Content-Length: 2\r\n\r\n{}", .then = THEN_KEEP},
        {.bytes = "HTTP/1.1 204 No Content\r\n\r\n", .then = THEN_KEEP},
        {.bytes = OK "Content-Length: 2\r\n\r\n{}", .then = THEN_KEEP},
        {.bytes = OK "Content-Length: 2\r\n\r\n[]", .then = THEN_KEEP},
        {.bytes = OK "Content-Length: 2\r\n\r\n{}", .then = THEN_KEEP},
    };
    static const struct snaptrade_session_event_query query = {.user_ids = "a,b",
                                                               .session_ids = "s"};
    start(answers, sizeof answers / sizeof *answers);
    ck_assert(call_list(NULL));
    snaptrade_response_free(&response);
    ck_assert(snaptrade_detail_brokerage_authorization(client, ID, NULL, NULL, NULL, &response));
    snaptrade_response_free(&response);
    ck_assert(snaptrade_remove_brokerage_authorization(client, ID, &user, NULL, &response));
    ck_assert_int_eq(response.status, 204);
    ck_assert_ptr_null(response.body);
    snaptrade_response_free(&response);
    ck_assert(snaptrade_delete_connection(client, ID, &user, NULL, NULL, &response));
    snaptrade_response_free(&response);
    ck_assert(snaptrade_list_session_events(client, &query, NULL, NULL, &response));
    snaptrade_response_free(&response);
    ck_assert(snaptrade_check_status(client, NULL, NULL, &response));
    stop();
    ck_assert_uint_eq(server.request_count, 6);
    ck_assert_uint_eq(server.connection_count, 1);
    assert_sent(0, "GET", "/api/v1/authorizations", USER PARTNER);
    assert_sent(1, "GET", "/api/v1/authorizations/" ID, PARTNER);
    assert_sent(2, "DELETE", "/api/v1/authorizations/" ID, USER PARTNER);
    assert_sent(3, "DELETE", "/api/v1/connection/" ID, USER PARTNER);
    assert_sent(4, "GET", "/api/v1/sessionEvents",
                "PartnerClientId=A%20B&userId=a%2Cb&sessionId=s&" PARTNER);
    ck_assert_int_eq(strncmp(server.requests[5], "GET /api/v1/ HTTP/1.1\r\n", 23), 0);
    ck_assert_ptr_null(strstr(server.requests[5], "Signature"));
}
END_TEST

START_TEST(a_response_carries_status_headers_body_and_time)
{
    static const struct scripted_answer answers[] = {
        {.bytes = "HTTP/1.1 100 Continue\r\nX-Not: here\r\n\r\n" OK
                  "X-Request-ID:  a b \r\nContent-Length: 15\r\n\r\n[{\"id\":\"here\"}]"}};
    start(answers, 1);
    ck_assert(call_list(NULL));
    ck_assert_int_eq(response.status, 200);
    ck_assert_str_eq(response.reason, "OK");
    ck_assert_str_eq(response.body, "[{\"id\":\"here\"}]");
    ck_assert_uint_eq(response.body_length, 15);
    ck_assert_uint_eq(response.header_count, 3);
    ck_assert_str_eq(snaptrade_response_header(&response, "x-request-id"), "a b");
    ck_assert_ptr_null(snaptrade_response_header(&response, "X-Not"));
    ck_assert(response.round_trip_time > 0 && response.round_trip_time < 10);
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_NONE);
    ck_assert_str_eq(response.message, "");
    ck_assert_str_eq(list.items[0].id.value, "here");
    stop();
}
END_TEST

static const struct {
    const char *answer, *detail, *code, *message;
} api_errors[] = {
    {"HTTP/1.1 401 Unauthorized\r\nContent-Length: 63\r\n\r\n"
     "{\"detail\":\"Unable to verify signature sent\",\"status_code\":401,\"",
     NULL, NULL, "401 Unauthorized"},
    {"HTTP/1.1 401 Unauthorized\r\nContent-Length: 58\r\n\r\n"
     "{\"detail\":\"Unable to verify signature sent\",\"code\":\"1076\"}\n",
     "Unable to verify signature sent", "1076",
     "401 Unauthorized: Unable to verify signature sent (code 1076)"},
    {"HTTP/1.1 400 Bad Request\r\nContent-Length: 29\r\n\r\n{\"detail\":\"a\\r\\nb\",\"code\":1}  ",
     "a\r\nb", "1", "400 Bad Request: a  b (code 1)"},
    {"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnull", NULL, NULL, "404 Not Found"},
    {"HTTP/1.1 500 \r\nContent-Length: 0\r\n\r\n", NULL, NULL, "500 "},
    {"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", NULL, NULL,
     "302 Found"},
};

START_TEST(an_api_error_carries_all_that_was_received)
{
    const struct scripted_answer answer = {.bytes = api_errors[_i].answer};
    start(&answer, 1);
    ck_assert(!call_list(NULL));
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_API);
    ck_assert_str_eq(response.message, api_errors[_i].message);
    ck_assert_pstr_eq(response.detail, api_errors[_i].detail);
    ck_assert_pstr_eq(response.code, api_errors[_i].code);
    ck_assert(response.header_count > 0 && response.round_trip_time > 0);
    ck_assert_uint_eq(list.count, 0);
    stop();
    ck_assert_uint_eq(server.request_count, 1);
}
END_TEST

static const struct {
    struct scripted_answer answer;
    enum snaptrade_error error;
    const char *message;
} broken[] = {
    {{.bytes = OK "Content-Length: 100\r\n\r\n[{\"id\":"},
     SNAPTRADE_ERROR_TRANSPORT,
     "93 bytes remaining"},
    {{.bytes = OK "Content-Length: 1\r\n\r\n["}, SNAPTRADE_ERROR_PARSE, "not JSON, at byte 0"},
    {{.bytes = OK "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n"}, SNAPTRADE_ERROR_TRANSPORT, ""},
    {{.bytes = OK "Transfer-Encoding: chunked\r\n\r\nzz\r\n"}, SNAPTRADE_ERROR_TRANSPORT, ""},
    {{.bytes = OK}, SNAPTRADE_ERROR_PARSE, "200 without a body"},
    {{.bytes = ""}, SNAPTRADE_ERROR_TRANSPORT, "mpty reply"},
    {{.bytes = "SSH-2.0-OpenSSH_9.2\r\n"}, SNAPTRADE_ERROR_TRANSPORT, ""},
    {{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"},
     SNAPTRADE_ERROR_PARSE,
     "Content-Type is missing"},
    {{.bytes = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n[]"},
     SNAPTRADE_ERROR_PARSE,
     "Content-Type is text/html"},
    {{.bytes = "HTTP/1.1 200 OK\r\nContent-Type: application/jsonp\r\nContent-Length: 2\r\n\r\n[]"},
     SNAPTRADE_ERROR_PARSE,
     "Content-Type is application/jsonp"},
    {{.bytes = "HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\n\r\n"},
     SNAPTRADE_ERROR_PARSE,
     "204 without a body"},
    {{.bytes = OK "Content-Length: 12\r\n\r\n[{\"id\":true}"},
     SNAPTRADE_ERROR_PARSE,
     "the body: not JSON"},
    {{.bytes = OK "Content-Length: 13\r\n\r\n[{\"id\":true}]"},
     SNAPTRADE_ERROR_PARSE,
     "the body: /0/id: not a string"},
    {{.bytes = OK "\r\n", .repeat = 2000, .repeated = "0123456789"},
     SNAPTRADE_ERROR_TRANSPORT,
     "larger than 10000 bytes"},
    {{.bytes = OK "Content-Length: 99999999999\r\n\r\n", .repeat = 2000, .repeated = "0123456789"},
     SNAPTRADE_ERROR_TRANSPORT,
     "larger than 10000 bytes"},
    {{.bytes = OK "Content-Length: 100\r\n\r\n[", .then = THEN_HANG},
     SNAPTRADE_ERROR_TRANSPORT,
     "imed out"},
    {{.bytes = "", .then = THEN_HANG}, SNAPTRADE_ERROR_TRANSPORT, "imed out"},
};

START_TEST(a_broken_answer_is_an_error_that_says_so)
{
    start(&broken[_i].answer, 1);
    snaptrade_client_free(client);
    options.max_body = 10000;
    options.timeout_ms = broken[_i].answer.then == THEN_HANG ? 50 : 10000;
    client = snaptrade_client_new(&options, NULL);
    ck_assert(!call_list(NULL));
    assert_error(broken[_i].error, broken[_i].message);
    ck_assert_uint_le(response.body_length, 10000);
    ck_assert_uint_eq(list.count, 0);
    stop();
}
END_TEST

START_TEST(without_a_model_any_body_is_kept_raw)
{
    static const struct scripted_answer answer = {
        .bytes = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n{no}"};
    start(&answer, 1);
    ck_assert(snaptrade_list_brokerage_authorizations(client, &user, NULL, NULL, &response));
    ck_assert_str_eq(response.body, "{no}");
    stop();
}
END_TEST

struct sink {
    size_t length, most;
};

static bool count_bytes(void *context, const char *bytes, size_t length)
{
    struct sink *sink = context;
    (void)bytes;
    sink->length += length;
    return sink->length <= sink->most;
}

START_TEST(a_streamed_body_has_no_limit_and_is_not_kept)
{
    static const struct scripted_answer answer = {
        .bytes = OK "\r\n", .repeat = 3000, .repeated = "0123456789"};
    struct sink sink = {0, SIZE_MAX};
    const struct snaptrade_call call = {.stream = count_bytes, .stream_context = &sink};
    start(&answer, 1);
    snaptrade_client_free(client);
    options.max_body = 1;
    client = snaptrade_client_new(&options, NULL);
    ck_assert_msg(call_list(&call), "%s", response.message);
    ck_assert_uint_eq(sink.length, 30000);
    ck_assert_ptr_null(response.body);
    stop();
}
END_TEST

START_TEST(a_stream_can_be_stopped_and_does_not_get_error_bodies)
{
    static const struct scripted_answer answers[] = {
        {.bytes = OK "\r\n", .repeat = 3000, .repeated = "0123456789"},
        {.bytes = "HTTP/1.1 404 Not Found\r\nContent-Length: 14\r\n\r\n{\"detail\":\"d\"}"}};
    struct sink sink = {0, 5};
    const struct snaptrade_call call = {.stream = count_bytes, .stream_context = &sink};
    start(answers, 2);
    ck_assert(!call_list(&call));
    assert_error(SNAPTRADE_ERROR_TRANSPORT, "stopped by the receiver");
    snaptrade_response_free(&response);
    sink = (struct sink){0, SIZE_MAX};
    ck_assert(!call_list(&call));
    assert_error(SNAPTRADE_ERROR_API, "404 Not Found: d");
    ck_assert_uint_eq(sink.length, 0);
    stop();
}
END_TEST

START_TEST(a_body_is_streamed_to_a_file)
{
    static const struct scripted_answer answer = {.bytes = OK "Content-Length: 2\r\n\r\n[]"};
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    const struct snaptrade_call call = {.stream = snaptrade_stream_to_file, .stream_context = file};
    char read[3] = "";
    start(&answer, 1);
    ck_assert(call_list(&call));
    rewind(file);
    ck_assert_uint_eq(fread(read, 1, sizeof read, file), 2);
    ck_assert_str_eq(read, "[]");
    fclose(file);
    stop();
}
END_TEST

START_TEST(a_call_may_have_its_own_timeout)
{
    static const struct scripted_answer answer = {.bytes = "", .then = THEN_HANG};
    const struct snaptrade_call call = {.timeout_ms = 50};
    start(&answer, 1);
    ck_assert(!call_list(&call));
    assert_error(SNAPTRADE_ERROR_TRANSPORT, "imed out");
    ck_assert(response.round_trip_time < 5);
    stop();
}
END_TEST

START_TEST(nothing_is_sent_for_an_id_that_is_no_uuid)
{
    static const char *const ids[] = {NULL, "", "x", ID "0", "../sessionEvents", ID "?a=b"};
    start(NULL, 0);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        ck_assert(!snaptrade_detail_brokerage_authorization(client, ids[i], &user, NULL, NULL,
                                                            &response));
        assert_error(SNAPTRADE_ERROR_USAGE, "authorizationId is not a UUID");
        ck_assert(
            !snaptrade_remove_brokerage_authorization(client, ids[i], &user, NULL, &response));
        ck_assert(!snaptrade_delete_connection(client, ids[i], &user, NULL, NULL, &response));
        assert_error(SNAPTRADE_ERROR_USAGE, "connectionId is not a UUID");
    }
    stop();
    ck_assert_uint_eq(server.connection_count, 0);
}
END_TEST

START_TEST(a_refused_connection_is_a_transport_error)
{
    start(NULL, 0);
    scripted_server_stop(&server);
    ck_assert(!call_list(NULL));
    assert_error(SNAPTRADE_ERROR_TRANSPORT, "127.0.0.1");
    ck_assert_int_eq(response.status, 0);
    ck_assert_ptr_null(response.reason);
    ck_assert_ptr_null(strstr(response.message, "userSecret"));
    snaptrade_client_free(client);
    snaptrade_response_free(&response);
}
END_TEST

START_TEST(the_base_path_may_be_empty)
{
    static const struct scripted_answer answer = {.bytes = OK "Content-Length: 2\r\n\r\n[]"};
    start(&answer, 1);
    snaptrade_client_free(client);
    snprintf(base_url, sizeof base_url, "http://127.0.0.1:%d", server.port);
    client = snaptrade_client_new(&options, NULL);
    ck_assert(call_list(NULL));
    stop();
    assert_sent(0, "GET", "/authorizations", USER PARTNER);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client_calls");
    TCase *tests = tcase_create("calls");
    const TTest *const all[] = {
        every_call_is_sent_as_documented_and_signed_as_sent,
        a_response_carries_status_headers_body_and_time,
        without_a_model_any_body_is_kept_raw,
        a_streamed_body_has_no_limit_and_is_not_kept,
        a_stream_can_be_stopped_and_does_not_get_error_bodies,
        a_body_is_streamed_to_a_file,
        a_call_may_have_its_own_timeout,
        nothing_is_sent_for_an_id_that_is_no_uuid,
        a_refused_connection_is_a_transport_error,
        the_base_path_may_be_empty,
        NULL,
    };
    tcase_set_timeout(tests, 60); /* valgrind and sanitizers */
    for (size_t i = 0; all[i] != NULL; i++)
        tcase_add_test(tests, all[i]);
    tcase_add_loop_test(tests, an_api_error_carries_all_that_was_received, 0,
                        sizeof api_errors / sizeof *api_errors);
    tcase_add_loop_test(tests, a_broken_answer_is_an_error_that_says_so, 0,
                        sizeof broken / sizeof *broken);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
