/* What stands on the wire: query, framing, routes, percent-encoding and the head of an answer. */
#include <stdio.h>
#include <string.h>

#include "api/routes.h"
#include "http/framing.h"
#include "http/head.h"
#include "http/query.h"
#include "snaptrade/percent.h"
#include "suite.h"

static const struct {
    const char *text;
    const char *client_id, *user_id; /* NULL: absent */
    const char *refused;             /* NULL: nothing is */
} queries[] = {
    {"", NULL, NULL, NULL},
    {"clientId=a&userId=b", "a", "b", NULL},
    {"userId=b%20c+d%2B&clientId", "", "b c d+", NULL},
    {"clientId=&userId=", "", "", NULL},
    {"clientid=a&other=%zz&&=x", NULL, NULL, NULL},
    {"client%49d=a", "a", NULL, NULL},
    {"clientId=a;userId=b", "a;userId=b", NULL, NULL},
    {"clientId=a=b", "a=b", NULL, NULL},
    {"clientId=a&clientId=a", NULL, NULL, "clientId"},
    {"userId=a&user%49d=b", NULL, NULL, "userId"},
    {"userId=%", NULL, NULL, "userId"},
    {"userId=%2", NULL, NULL, "userId"},
    {"userId=%2x", NULL, NULL, "userId"},
    {"userId=a%00b", NULL, NULL, "userId"},
    {"clientId=%ff", NULL, NULL, "clientId"},
    {"clientId=%C3%A9", "\xc3\xa9", NULL, NULL},
    {"clientId=%ed%a0%80", NULL, NULL, "clientId"},
};

START_TEST(a_query_gives_its_parameters_or_names_the_bad_one)
{
    char text[128];
    struct query query;
    snprintf(text, sizeof text, "%s", queries[_i].text);
    const char *refused =
        query_parse(text, QUERY_BIT(QUERY_CLIENT_ID) | QUERY_BIT(QUERY_USER_ID), &query);
    ck_assert_pstr_eq(refused, queries[_i].refused);
    if (refused == NULL) {
        ck_assert_pstr_eq(query.values[QUERY_CLIENT_ID], queries[_i].client_id);
        ck_assert_pstr_eq(query.values[QUERY_USER_ID], queries[_i].user_id);
    }
    ck_assert_ptr_null(query.values[QUERY_SESSION_ID]);
}
END_TEST

enum { MOST_HEADERS = 3 };
static const struct {
    const char *version;
    struct http_header headers[MOST_HEADERS];
    enum api_error error;
    size_t length;
    bool chunked, wants_continue;
} heads[] = {
    {"1.1", {{"Host", "a"}}, API_OK, 0, false, false},
    {"1.0", {{"Accept", "a"}}, API_OK, 0, false, false},
    {"1.1", {{"Accept", "a"}}, API_BAD_HOST, 0, false, false},
    {"1.0", {{"Host", "a"}, {"host", "a"}}, API_BAD_HOST, 0, false, false},
    {"1.1", {{"Host", "a"}, {"content-length", "65536"}}, API_OK, 65536, false, false},
    {"1.1", {{"Host", "a"}, {"Content-Length", "65537"}}, API_LONG_BODY, 0, false, false},
    {"1.1",
     {{"Host", "a"}, {"Content-Length", "99999999999999999999"}},
     API_LONG_BODY,
     0,
     false,
     false},
    {"1.1", {{"Host", "a"}, {"Content-Length", ""}}, API_BAD_LENGTH, 0, false, false},
    {"1.1", {{"Host", "a"}, {"Content-Length", "+5"}}, API_BAD_LENGTH, 0, false, false},
    {"1.1", {{"Host", "a"}, {"Content-Length", "5, 5"}}, API_BAD_LENGTH, 0, false, false},
    {"1.1",
     {{"Host", "a"}, {"Content-Length", "5"}, {"Content-Length", "5"}},
     API_BAD_LENGTH,
     0,
     false,
     false},
    {"1.1", {{"Host", "a"}, {"Transfer-Encoding", "Chunked"}}, API_OK, 0, true, false},
    {"1.1",
     {{"Host", "a"}, {"Transfer-Encoding", "gzip, chunked"}},
     API_BAD_ENCODING,
     0,
     true,
     false},
    {"1.1",
     {{"Host", "a"}, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}},
     API_BAD_ENCODING,
     0,
     true,
     false},
    {"1.1",
     {{"Host", "a"}, {"Transfer-Encoding", "chunked"}, {"Content-Length", "0"}},
     API_BAD_LENGTH,
     0,
     true,
     false},
    {"1.1", {{"Host", "a"}, {"Upgrade", "h2c"}}, API_UPGRADE, 0, false, false},
    {"1.1",
     {{"Host", "a"}, {"Expect", "100-Continue"}, {"Content-Length", "5"}},
     API_OK,
     5,
     false,
     true},
    {"1.1", {{"Host", "a"}, {"Expect", "100-continue"}}, API_OK, 0, false, false},
    {"1.0",
     {{"Host", "a"}, {"Expect", "100-continue"}, {"Content-Length", "5"}},
     API_OK,
     5,
     false,
     false},
    {"1.1", {{"Host", "a"}, {"Expect", "200-ok"}}, API_EXPECTATION, 0, false, false},
};

START_TEST(a_head_says_where_its_request_ends_or_is_refused)
{
    struct http_request request = {.version = heads[_i].version, .headers = heads[_i].headers};
    while (request.header_count < MOST_HEADERS &&
           heads[_i].headers[request.header_count].name != NULL)
        request.header_count++;
    struct framing framing = framing_check(&request, 65536);
    ck_assert_int_eq(framing.error, heads[_i].error);
    if (framing.error == API_OK) {
        ck_assert_uint_eq(framing.content_length, heads[_i].length);
        ck_assert_int_eq(framing.chunked, heads[_i].chunked);
        ck_assert_int_eq(framing.wants_continue, heads[_i].wants_continue);
    }
}
END_TEST

#define ID "2bcd7cc3-e922-4976-bce1-9858296801c3"
static const struct {
    const char *path;
    const char *allow;   /* NULL: unknown path */
    const char *pattern; /* that GET finds; NULL: no row */
} paths[] = {
    {"/", "GET, HEAD, OPTIONS", "/"},
    {"/api/v1", "GET, HEAD, OPTIONS", "/"},
    {"/api/v1/", "GET, HEAD, OPTIONS", "/"},
    {"/health", "GET, HEAD, OPTIONS", "/health"},
    {"/authorizations", "GET, HEAD, OPTIONS", "/authorizations"},
    {"/api/v1/authorizations", "GET, HEAD, OPTIONS", "/authorizations"},
    {"/authorizations/" ID, "GET, DELETE, HEAD, OPTIONS", "/authorizations/{authorizationId}"},
    {"/authorizations/x%2Fy", "GET, DELETE, HEAD, OPTIONS", "/authorizations/{authorizationId}"},
    {"/connection/" ID, "DELETE, OPTIONS", NULL},
    {"/sessionEvents", "GET, HEAD, OPTIONS", "/sessionEvents"},
    {"/accounts/" ID "/holdings", "GET, HEAD, OPTIONS", "/accounts/{accountId}/holdings"},
    {"/accounts/all", "", "/accounts/all"},
    {"/accounts/alles", "GET, HEAD, OPTIONS", "/accounts/{accountId}"},
    {"/authorizations/" ID "/refresh", "POST, OPTIONS", NULL},
    {"/snapTrade/deleteUser", "POST, DELETE, OPTIONS", NULL},
    {"/snapTrade/partners/", "GET, HEAD, OPTIONS", "/snapTrade/partners/"},
    {"/accounts/" ID "/trading/a/b", "", "/accounts/{accountId}/trading/..."},
    {"/accounts/" ID "/trading", NULL, NULL},
    {"/authorizations/", NULL, NULL},
    {"//authorizations", NULL, NULL},
    {"/authorizations//", NULL, NULL},
    {"/Authorizations", NULL, NULL},
    {"/authorizations/a/b", NULL, NULL},
    {"/api/v1/api/v1/authorizations", NULL, NULL},
    {"/api/v1authorizations", NULL, NULL},
    {"/api/v2/authorizations", NULL, NULL},
    {"", NULL, NULL},
};

START_TEST(a_path_finds_its_row_with_or_without_the_prefix)
{
    struct route_match match;
    bool known = routes_find(HTTP_GET, paths[_i].path, true, &match);
    ck_assert_msg(known == (paths[_i].allow != NULL), "%s", paths[_i].path);
    if (known) {
        ck_assert_str_eq(match.allow, paths[_i].allow);
        ck_assert_pstr_eq(match.route != NULL ? match.route->pattern : NULL, paths[_i].pattern);
    }
}
END_TEST

START_TEST(a_route_hands_out_the_raw_id)
{
    struct route_match match;
    ck_assert(routes_find(HTTP_DELETE, "/api/v1/authorizations/a%2Fb", true, &match));
    ck_assert_uint_eq(match.segments[0].length, 5);
    ck_assert_mem_eq(match.segments[0].text, "a%2Fb", 5);
}
END_TEST

START_TEST(percent_decoding_is_exact)
{
    char out[16];
    size_t length;
    ck_assert(snaptrade_percent_decode("a%2Fb%c3%A9", out, &length));
    ck_assert_str_eq(out, "a/b\xc3\xa9");
    ck_assert_uint_eq(length, 5);
    ck_assert(snaptrade_percent_decode("%00x", out, &length));
    ck_assert_uint_eq(length, 2);
    ck_assert(!snaptrade_percent_decode("%", out, &length));
    ck_assert(!snaptrade_percent_decode("a%g0", out, &length));
}
END_TEST

START_TEST(a_204_has_neither_content_type_nor_length)
{
    struct buffer out = {0};
    struct head_date date = {0};
    struct http_response response = {
        .status = 204, .allow = "", .diagnosis = "", .request_id = "0123"};
    head_write(&out, &response, &date, true);
    ck_assert_ptr_nonnull(strstr(out.data, "HTTP/1.1 204 No Content\r\n"));
    ck_assert_ptr_null(strstr(out.data, "\r\nContent-"));
    ck_assert_ptr_nonnull(strstr(out.data, "X-Request-Id: 0123\r\n"));
    buffer_free(&out);
}
END_TEST

START_TEST(given_headers_stand_in_the_place_of_ours)
{
    struct buffer out = {0};
    struct head_date date = {0};
    struct http_response response = {.status = 200, .more_headers = "A: b\r\n"};
    struct head_given given = {.lines = "C: d\r\n", .has_date = true};
    buffer_append_text(&response.body, "123");
    head_write_given(&out, &response, &given, &date, false);
    ck_assert_str_eq(out.data,
                     "HTTP/1.1 200 OK\r\nC: d\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
    given.has_connection = given.has_length = true;
    buffer_reset(&out);
    head_write_given(&out, &response, &given, &date, true);
    ck_assert_str_eq(out.data, "HTTP/1.1 200 OK\r\nC: d\r\n\r\n");
    buffer_free(&out);
    buffer_free(&response.body);
}
END_TEST

static const struct {
    const char *query, *value; /* NULL: there is none */
} firsts[] = {
    {"clientId=a", "a"},
    {"x=y&clientId=a&clientId=b", "a"},
    {"client%49d=a%20b+c", "a b c"},
    {"clientId", ""},
    {"clientId=", ""},
    {"", NULL},
    {"clientid=a", NULL},
    {"clientId=%", NULL},
    {"clientId=%ff", NULL},
    {"a=clientId=b", NULL},
    {"clientId=0123456789abcdef", NULL},
    {"clientId=0123456789abcde", "0123456789abcde"},
};

START_TEST(the_first_value_is_found_whatever_else_is_in_the_query)
{
    char value[16];
    bool found = query_first(firsts[_i].query, QUERY_CLIENT_ID, value, sizeof value);
    ck_assert(found == (firsts[_i].value != NULL));
    if (found)
        ck_assert_str_eq(value, firsts[_i].value);
}
END_TEST

START_TEST(a_connection_token_is_found_in_a_list_in_any_case)
{
    ck_assert(http_has_token("Keep-Alive", "keep-alive"));
    ck_assert(http_has_token("te, keep-alive", "keep-alive"));
    ck_assert(!http_has_token("keep-alives", "keep-alive"));
    ck_assert(!http_has_token("close", "keep-alive"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http");
    TCase *tests = tcase_create("http");
    tcase_add_loop_test(tests, a_query_gives_its_parameters_or_names_the_bad_one, 0,
                        sizeof queries / sizeof queries[0]);
    tcase_add_loop_test(tests, a_head_says_where_its_request_ends_or_is_refused, 0,
                        sizeof heads / sizeof heads[0]);
    tcase_add_loop_test(tests, a_path_finds_its_row_with_or_without_the_prefix, 0,
                        sizeof paths / sizeof paths[0]);
    tcase_add_test(tests, a_route_hands_out_the_raw_id);
    tcase_add_test(tests, percent_decoding_is_exact);
    tcase_add_test(tests, a_204_has_neither_content_type_nor_length);
    tcase_add_test(tests, given_headers_stand_in_the_place_of_ours);
    tcase_add_loop_test(tests, the_first_value_is_found_whatever_else_is_in_the_query, 0,
                        sizeof firsts / sizeof firsts[0]);
    tcase_add_test(tests, a_connection_token_is_found_in_a_list_in_any_case);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
