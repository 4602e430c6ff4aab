/* What the client refuses before it opens any connection. */
#include <string.h>

#include "snaptrade/client.h"
#include "suite.h"

static const struct {
    const char *base_url, *message;
} bases[] = {
    {NULL, "base_url is missing"},
    {"", "base_url is not a URL"},
    {"127.0.0.1:7627", "base_url "},
    {"ftp://h/", "base_url must start with http:// or https://"},
    {"http://", "base_url is not a URL"},
    {"http://u@h/", "base_url must not hold a user or password"},
    {"http://u:p@h/", "base_url must not hold a user or password"},
    {"http://h/?a=b", "base_url must not hold '?' or '#'"},
    {"http://h/#a", "base_url must not hold '?' or '#'"},
};

START_TEST(a_bad_base_url_is_refused_with_the_reason)
{
    char message[SNAPTRADE_MESSAGE_SIZE];
    const struct snaptrade_client_options bad = {.base_url = bases[_i].base_url};
    ck_assert_ptr_null(snaptrade_client_new(&bad, message));
    ck_assert_msg(strstr(message, bases[_i].message) == message, "%s", message);
}
END_TEST

START_TEST(other_bad_options_are_refused_with_the_reason)
{
    char message[SNAPTRADE_MESSAGE_SIZE];
    const struct snaptrade_client_options key = {.base_url = "http://h", .consumer_key = "k"};
    const struct snaptrade_client_options time = {.base_url = "http://h", .timeout_ms = -1};
    ck_assert_ptr_null(snaptrade_client_new(&key, message));
    ck_assert_str_eq(message, "client_id and consumer_key go together");
    ck_assert_ptr_null(snaptrade_client_new(&time, message));
    ck_assert_str_eq(message, "a timeout is negative");
    snaptrade_client_free(NULL);
}
END_TEST

START_TEST(half_a_user_or_no_partner_is_refused_before_sending)
{
    static const struct snaptrade_user half = {.user_id = "u"}, whole = {"u", "s"};
    const struct snaptrade_client_options partner = {
        .base_url = "http://127.0.0.1:1", .client_id = "c", .consumer_key = "k"};
    const struct snaptrade_client_options nobody = {.base_url = "http://127.0.0.1:1"};
    const struct snaptrade_request request = {.method = "GET", .path = "/a"};
    struct snaptrade_authorization_list list;
    struct snaptrade_response response;
    snaptrade_client *client = snaptrade_client_new(&partner, NULL);
    ck_assert(!snaptrade_list_brokerage_authorizations(client, &half, NULL, &list, &response));
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_USAGE);
    ck_assert_str_eq(response.message, "a user needs both user_id and user_secret");
    snaptrade_client_free(client);
    client = snaptrade_client_new(&nobody, NULL);
    ck_assert(!snaptrade_list_brokerage_authorizations(client, &whole, NULL, &list, &response));
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_USAGE);
    ck_assert(!snaptrade_list_session_events(client, NULL, NULL, NULL, &response));
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_USAGE);
    ck_assert_str_eq(response.message, "the client was made without client_id and consumer_key");
    ck_assert(!snaptrade_send(client, &request, NULL, &response));
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_USAGE);
    snaptrade_client_free(client);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client_options");
    TCase *tests = tcase_create("options");
    tcase_add_loop_test(tests, a_bad_base_url_is_refused_with_the_reason, 0,
                        sizeof bases / sizeof *bases);
    tcase_add_test(tests, other_bad_options_are_refused_with_the_reason);
    tcase_add_test(tests, half_a_user_or_no_partner_is_refused_before_sending);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
