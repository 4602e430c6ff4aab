/* The API without a socket: the order of checks, the edges of the clock, personal partners. */
#include "api/mock.h"

#include <stdio.h>
#include <string.h>

#include "state/fixtures.h"
#include "suite.h"

enum { NOW = 1700000000 };

static struct store *store;
static struct mock_worker *worker;
static struct http_response response;
static struct mock_report report;
static int64_t now;

static int64_t clock_of(void *context, const char *client_id)
{
    (void)client_id;
    return *(const int64_t *)context;
}

static struct mock_config config;

static void start(void)
{
    struct buffer problems = {0};
    store = store_new();
    ck_assert(fixtures_load(FIXTURES_DIR "/default", store, &problems));
    worker = mock_worker_new();
    now = INT64_C(1000000) * NOW;
    config =
        (struct mock_config){.store = store, .now = clock_of, .context = &now, .clock_skew = 300};
}

static void stop(void)
{
    mock_worker_free(worker);
    buffer_free(&response.body);
    store_free(store);
}

#define JOHN "userId=John.doe%40snaptrade.com&userSecret=USERSECRET123"
#define ID "2bcd7cc3-e922-4976-bce1-9858296801c3"

/* Sends a request signed with `key`; NULL: without a Signature. */
static int send(const char *method, const char *path, const char *query, const char *key)
{
    char signature[SNAPTRADE_SIGNATURE_SIZE] = "";
    const struct snaptrade_signed_request to_sign = {.path = path, .query = query};
    if (key != NULL)
        ck_assert(snaptrade_sign(key, &to_sign, signature));
    const struct http_header header = {"signature", signature};
    const struct http_request request = {
        .method = http_method_of(method),
        .method_name = method,
        .path = path,
        .query = query,
        .version = "1.1",
        .headers = &header,
        .header_count = key != NULL ? 1 : 0,
    };
    mock_handle(&config, worker, &request, &response, &report);
    return response.status;
}

#define KEY "sandbox-consumer-key"
#define PARTNER "clientId=PASSIVTEST&timestamp=1700000000"
#define NO_CREDENTIALS                                                                             \
    "{\"detail\":\"Authentication credentials were not provided.\",\"status_code\":401,"           \
    "\"code\":\"0000\"}"
#define NO_USER                                                                                    \
    "{\"detail\":\"Please provide clientId, userId and userSecret in query params\","              \
    "\"status_code\":401,\"code\":\"0000\"}"
#define BAD_TIME "{\"detail\":\"Invalid timestamp\",\"status_code\":401,\"code\":\"0000\"}"
#define BAD_SIGNATURE                                                                              \
    "{\"detail\":\"Unable to verify signature sent\",\"status_code\":401,\"code\":\"1076\"}"
#define BAD_USER                                                                                   \
    "{\"detail\":\"Invalid userID or userSecret provided\",\"status_code\":401,\"code\":\"1083\"}"
#define NOT_THERE                                                                                  \
    "{\"detail\":\"The requested resource does not "                                               \
    "exist.\",\"status_code\":404,\"code\":\"1011\"}"
#define NO_UUID                                                                                    \
    "{\"detail\":\"The specified authorizationId is invalid (not a UUID string).\","               \
    "\"status_code\":400,\"code\":\"0000\"}"
#define BAD_PARAMETER(name)                                                                        \
    "{\"detail\":\"Query parameter \\\"" name                                                      \
    "\\\" is not valid.\",\"status_code\":400,\"code\":\"0000\"}"

/* Each row also breaks what is checked later, so that its place in the order is proven. */
static const struct {
    const char *method, *path, *query, *key, *body;
} checks[] = {
    {"GET", "/nope", "clientId=%zz", NULL,
     "{\"detail\":\"Not found.\",\"status_code\":404,\"code\":\"0000\"}"},
    {"PUT", "/authorizations", "clientId=%zz", NULL,
     "{\"detail\":\"Method \\\"PUT\\\" not allowed.\",\"status_code\":405,\"code\":\"0000\"}"},
    {"POST", "/trade/place", "", NULL,
     "{\"detail\":\"This endpoint is not emulated by the sandbox.\",\"status_code\":501,"
     "\"code\":\"0000\"}"},
    {"GET", "/authorizations", "userId=%zz", NULL, BAD_PARAMETER("userId")},
    {"GET", "/authorizations", "clientId=a&clientId=b", NULL, BAD_PARAMETER("clientId")},
    {"GET", "/sessionEvents", "sessionId=%ff", NULL, BAD_PARAMETER("sessionId")},
    {"GET", "/authorizations", "x=1", NULL, NO_CREDENTIALS},
    {"GET", "/sessionEvents", "timestamp=1&PartnerClientId=PASSIVTEST", NULL, NO_CREDENTIALS},
    {"GET", "/authorizations", "timestamp=x", NULL, NO_USER},
    {"GET", "/authorizations", "clientId=PASSIVTEST&userId=u", NULL, NO_USER},
    {"GET", "/authorizations", "clientId=nobody&" JOHN, NULL, BAD_TIME},
    {"GET", "/authorizations", "clientId=PASSIVTEST&timestamp=&" JOHN, NULL, BAD_TIME},
    {"GET", "/authorizations", "clientId=PASSIVTEST&timestamp=1700000000000&" JOHN, KEY, BAD_TIME},
    {"GET", "/authorizations", "clientId=PASSIVTEST&timestamp=+1700000000&" JOHN, KEY, BAD_TIME},
    {"GET", "/authorizations", "clientId=PASSIVTEST&timestamp=1700000000.5&" JOHN, KEY, BAD_TIME},
    {"GET", "/authorizations", "clientId=nobody&timestamp=1700000000&" JOHN, KEY, BAD_SIGNATURE},
    {"GET", "/authorizations", "clientId=&timestamp=1700000000&" JOHN, KEY, BAD_SIGNATURE},
    {"GET", "/authorizations", PARTNER "&userId=x&userSecret=y", NULL, BAD_SIGNATURE},
    {"GET", "/authorizations", PARTNER "&userId=x&userSecret=y", "other", BAD_SIGNATURE},
    {"GET", "/authorizations/no-uuid", PARTNER "&userId=x&userSecret=y", KEY, BAD_USER},
    {"GET", "/authorizations", PARTNER "&userId=newcomer&userSecret=USERSECRET123", KEY, BAD_USER},
    {"GET", "/authorizations", PARTNER "&userId=newcomer&userSecret=", KEY, BAD_USER},
    {"GET", "/authorizations", PARTNER "&userId=partner-2-user&userSecret=partner-2-user-secret",
     KEY, BAD_USER},
    {"GET", "/sessionEvents", PARTNER, KEY,
     "{\"detail\":\"Please provide PartnerClientId in query params\",\"status_code\":400,"
     "\"code\":\"0000\"}"},
    {"GET", "/sessionEvents", PARTNER "&PartnerClientId=PARTNER-2", KEY,
     "{\"detail\":\"User does not have permission to access this resource\",\"status_code\":403,"
     "\"code\":\"1066\"}"},
    {"GET", "/authorizations/no-uuid", PARTNER "&" JOHN, KEY, NO_UUID},
    {"DELETE", "/authorizations/2bcd7cc3-e922-4976-bce1-9858296801c%33", PARTNER "&" JOHN, KEY,
     NO_UUID},
    {"DELETE", "/connection/x", PARTNER "&" JOHN, KEY, NO_UUID},
    {"GET", "/authorizations/00000000-0000-0000-0000-000000000000", PARTNER "&" JOHN, KEY,
     NOT_THERE},
    {"DELETE", "/authorizations/" ID, PARTNER "&userId=newcomer&userSecret=newcomer-secret", KEY,
     NOT_THERE},
    {"DELETE", "/connection/00000000-0000-0000-0000-000000000000", PARTNER "&" JOHN, KEY,
     NOT_THERE},
};

START_TEST(the_first_check_that_fails_answers)
{
    int status = send(checks[_i].method, checks[_i].path, checks[_i].query, checks[_i].key);
    ck_assert_str_eq(response.body.data, checks[_i].body);
    char wanted[32];
    snprintf(wanted, sizeof wanted, "\"status_code\":%d,", status);
    ck_assert_ptr_nonnull(strstr(response.body.data, wanted));
    ck_assert_str_ne(report.refusal, "");
}
END_TEST

static int list_at(int64_t microseconds)
{
    now = microseconds;
    return send("GET", "/authorizations", PARTNER "&" JOHN, KEY);
}

START_TEST(the_window_of_the_clock_has_sharp_edges)
{
    const int64_t second = 1000000;
    ck_assert_int_eq(list_at((NOW + 300) * second), 200);
    ck_assert_int_eq(list_at((NOW + 301) * second - 1), 200);
    ck_assert_int_eq(list_at((NOW + 301) * second), 401);
    ck_assert_int_eq(list_at((NOW - 300) * second), 200);
    ck_assert_int_eq(list_at((NOW - 300) * second - 1), 401);
    config.clock_skew = 0;
    ck_assert_int_eq(list_at(0), 200);
}
END_TEST

START_TEST(a_removal_is_seen_by_the_next_request_under_any_case_of_the_id)
{
    const char *upper = "/api/v1/authorizations/2BCD7CC3-E922-4976-BCE1-9858296801C3";
    ck_assert_int_eq(send("GET", upper, PARTNER "&" JOHN, KEY), 200);
    ck_assert_int_eq(send("DELETE", upper, PARTNER "&" JOHN, KEY), 204);
    ck_assert_uint_eq(response.body.length, 0);
    ck_assert_int_eq(send("GET", "/authorizations/" ID, PARTNER "&" JOHN, KEY), 404);
    ck_assert_int_eq(send("GET", "/authorizations", PARTNER "&" JOHN, KEY), 200);
    ck_assert_ptr_null(strstr(response.body.data, ID));
}
END_TEST

START_TEST(deleting_a_connection_answers_with_its_id)
{
    ck_assert_int_eq(send("DELETE", "/connection/" ID, PARTNER "&" JOHN, KEY), 200);
    ck_assert_str_eq(response.body.data,
                     "{\"detail\":\"Connection queued for deletion; please wait for webhook for "
                     "confirmation.\",\"connection_id\":\"" ID "\"}");
    ck_assert_int_eq(send("GET", "/authorizations/" ID, PARTNER "&" JOHN, KEY), 404);
}
END_TEST

START_TEST(a_personal_partner_needs_no_user)
{
    const char *key = "personal-consumer-key";
    const char *query = "clientId=PERSONAL&timestamp=1700000000";
    ck_assert_int_eq(send("GET", "/authorizations", query, key), 200);
    ck_assert_ptr_nonnull(strstr(response.body.data, "\"identifier\":623456"));
    ck_assert_int_eq(send("GET", "/authorizations",
                          "clientId=PERSONAL&timestamp=1700000000&userId=&userSecret=", key),
                     200);
    ck_assert_int_eq(
        send("GET", "/authorizations", "clientId=PERSONAL&timestamp=1700000000&userId=x", key),
        401);
    ck_assert_str_eq(response.body.data, NO_USER);
    ck_assert_int_eq(send("GET", "/authorizations", PARTNER, KEY), 401);
}
END_TEST

START_TEST(an_unknown_partner_behind_a_personal_one_needs_its_user)
{
    const char *personal = "clientId=PERSONAL&timestamp=1700000000";
    ck_assert_int_eq(send("GET", "/authorizations", personal, "personal-consumer-key"), 200);
    ck_assert_int_eq(send("GET", "/authorizations", "clientId=nobody&timestamp=1", NULL), 401);
    ck_assert_str_eq(response.body.data, NO_USER);
}
END_TEST

START_TEST(strict_checking_refuses_another_prefix)
{
    const struct snaptrade_signed_request to_sign = {.path = "/authorizations",
                                                     .query = PARTNER "&" JOHN};
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    ck_assert(snaptrade_sign(KEY, &to_sign, signature));
    const struct http_header header = {"Signature", signature};
    const struct http_request request = {
        HTTP_GET, "GET", "/api/v1/authorizations", to_sign.query, "1.1", &header, 1, NULL, 0,
        0,        false};
    mock_handle(&config, worker, &request, &response, &report);
    ck_assert_int_eq(response.status, 200);
    ck_assert_str_eq(report.rule, "other-prefix");
    config.strict = true;
    mock_handle(&config, worker, &request, &response, &report);
    ck_assert_int_eq(response.status, 401);
}
END_TEST

START_TEST(white_space_around_a_signature_is_trimmed_and_a_second_one_refused)
{
    const struct snaptrade_signed_request to_sign = {.path = "/authorizations",
                                                     .query = PARTNER "&" JOHN};
    char signature[SNAPTRADE_SIGNATURE_SIZE], spaced[SNAPTRADE_SIGNATURE_SIZE + 4];
    ck_assert(snaptrade_sign(KEY, &to_sign, signature));
    snprintf(spaced, sizeof spaced, " \t%s ", signature);
    const struct http_header headers[] = {{"SIGNATURE", spaced}, {"Signature", signature}};
    struct http_request request = {
        HTTP_GET, "GET", "/authorizations", to_sign.query, "1.1", headers, 1, NULL, 0, 0, false};
    mock_handle(&config, worker, &request, &response, &report);
    ck_assert_int_eq(response.status, 200);
    request.header_count = 2;
    mock_handle(&config, worker, &request, &response, &report);
    ck_assert_str_eq(response.body.data, BAD_SIGNATURE);
}
END_TEST

START_TEST(options_needs_no_signature_and_has_no_body)
{
    ck_assert_int_eq(send("OPTIONS", "/connection/" ID, "", NULL), 200);
    ck_assert_str_eq(response.allow, "DELETE, OPTIONS");
    ck_assert_uint_eq(response.body.length, 0);
}
END_TEST

START_TEST(the_api_status_tells_the_time_of_the_clock)
{
    now = INT64_C(1643050966440074);
    ck_assert_int_eq(send("GET", "/api/v1/", "", NULL), 200);
    ck_assert_str_eq(
        response.body.data,
        "{\"version\":151,\"timestamp\":\"2022-01-24T19:02:46.440074Z\",\"online\":true}");
}
END_TEST

START_TEST(the_openapi_document_is_served_to_anybody)
{
    ck_assert_int_eq(send("GET", "/openapi.json", "", NULL), 200);
    ck_assert_int_eq(strncmp(response.body.data, "{\"openapi\":\"3.0", 15), 0);
    ck_assert_str_eq(response.allow, "GET, HEAD, OPTIONS");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mock");
    TCase *tests = tcase_create("mock");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_loop_test(tests, the_first_check_that_fails_answers, 0,
                        sizeof checks / sizeof checks[0]);
    tcase_add_test(tests, the_window_of_the_clock_has_sharp_edges);
    tcase_add_test(tests, a_removal_is_seen_by_the_next_request_under_any_case_of_the_id);
    tcase_add_test(tests, deleting_a_connection_answers_with_its_id);
    tcase_add_test(tests, a_personal_partner_needs_no_user);
    tcase_add_test(tests, an_unknown_partner_behind_a_personal_one_needs_its_user);
    tcase_add_test(tests, strict_checking_refuses_another_prefix);
    tcase_add_test(tests, white_space_around_a_signature_is_trimmed_and_a_second_one_refused);
    tcase_add_test(tests, options_needs_no_signature_and_has_no_body);
    tcase_add_test(tests, the_api_status_tells_the_time_of_the_clock);
    tcase_add_test(tests, the_openapi_document_is_served_to_anybody);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
