/* Masking: what is shown of texts with secrets in them. */
#include "snaptrade/mask.h"

#include <string.h>

#include "suite.h"

static const char *const values[] = {
    "key with + / 100% and é", NULL,        "sandbox-consumer-key", "abc", "a=%2B",
    "sandbox-consumer-key-2",  "amper&sand"};
static const struct snaptrade_secrets secrets = {values, sizeof values / sizeof *values};

static const struct {
    const char *text, *masked;
} queries[] = {
    {"", ""},
    {"clientId=P&timestamp=1&userId=u", "clientId=P&timestamp=1&userId=u"},
    {"userSecret=s", "userSecret=***"},
    {"userSecret=", "userSecret="},
    {"userSecret", "userSecret"},
    {"userSecret=a%2Bb", "userSecret=***%2B***"},
    {"userSecret=%2b+%2B", "userSecret=%2b+%2B"},
    {"userSecret=a+b&userId=a+b", "userSecret=***+***&userId=a+b"},
    {"userSecret=%61%62%3D", "userSecret=***%3D"},
    {"userSecret=50%", "userSecret=***"},
    {"userSecret=%4%zz%", "userSecret=***"},
    {"userSecret=a=b;c?d\"e", "userSecret=***"},
    {"x=1;userSecret=s&y=2", "x=1;userSecret=***&y=2"},
    {"/api/v1/authorizations?userSecret=s&y=?", "/api/v1/authorizations?userSecret=***&y=?"},
    {"USERSECRET=a&user_secret=b&User-Secret=c", "USERSECRET=***&user_secret=***&User-Secret=***"},
    {"user%53ecre%74=s", "user%53ecre%74=***"},
    {"consumerKey=k&CONSUMER_KEY=k&apiKey=k", "consumerKey=***&CONSUMER_KEY=***&apiKey=***"},
    {"Signature=abc%3D", "Signature=***%3D"},
    {"secretary=s&keys=k&key=k", "secretary=s&keys=k&key=k"},
    {"a=sandbox-consumer-key&sandbox-consumer-key=b", "a=***&***=***"},
    {"a=sandbox%2dconsumer%2Dkey1&b=sandbox-consumer-ke", "a=***1&b=sandbox-consumer-ke"},
    {"%73andbox-consumer-key%73", "***%73"},
    {"a=key with + / 100% and é", "a=***"},
    {"a=key+with+%2B+%2F+100%25+and+%C3%A9", "a=***"},
    {"a=key%20with%20+%20/%20100%25%20and%20%c3%a9", "a=***"},
    {"a=key%2520with%2520%252B%2520%252F%2520100%2525%2520and%2520%25C3%25A9", "a=***"},
    {"a=key%2Bwith%2B%252B%2B%252F%2B100%2525%2Band%2B%25C3%25A9", "a=***"},
    {"a=key with + / 100% and", "a=key with + / 100% and"},
    {"a=abcabc", "a=abcabc"},
    {"b=sandbox-consumer-key-2", "b=***"},
    {"userSecret=x%61=%2By", "userSecret=***%2B***"},
    {"consumerKey=amper&sand&x=y", "consumerKey=***&x=y"},
};

static const struct {
    const char *text, *masked;
} jsons[] = {
    {"{\"content\":null,\"path\":\"/x\",\"query\":\"userSecret=s&a=b\"}",
     "{\"content\":null,\"path\":\"/x\",\"query\":\"userSecret=***&a=b\"}"},
    {"{\"path\":\"/x?userSecret=s\",\"query\":\"\"}",
     "{\"path\":\"/x?userSecret=***\",\"query\":\"\"}"},
    {"{\n  \"query\": \"a=b&userSecret=a%2Bb\"\n}",
     "{\n  \"query\": \"a=b&userSecret=***%2B***\"\n}"},
    {"\"a=b\\u0026userSecret=s\\u0026c=d\"", "\"a=b\\u0026userSecret=***\\u0026c=d\""},
    {"\"userSecret=a\\\"b\\u00e9\\u0041\\/c\"", "\"userSecret=***\\\"***\\u00e9***\\/***\""},
    {"\"userSecret=a\\", "\"userSecret=***"},
    {"{\"userId\":\"u\",\"userSecret\" : \"s\\u002Bt\",\"n\":1}",
     "{\"userId\":\"u\",\"userSecret\" : \"***\\u002B***\",\"n\":1}"},
    {"{\"userSecret\":1,\"a\":\"userSecret\",\"b\":\"c\"}",
     "{\"userSecret\":1,\"a\":\"userSecret\",\"b\":\"c\"}"},
    {"\"key with + \\/ 100% and \\u00e9\"", "\"***\""},
    {"\"key with \\u002B / 100% and \\u00E9 \"", "\"*** \""},
    {"userSecret=a&b", "userSecret=***&b"},
    {"\\", "\\"},
    {"\"\\sandbox-consumer-key\"", "\"\\***\""},
};

static const struct {
    const char *name, *value, *masked;
} headers[] = {
    {"Signature", "3xKLILT+ZpkavemDHJsMx2rRBqNGKMxOuXt/1U7QfJ8=", "3xKLIL***"},
    {"signature", "3xKLILT+", "***"},
    {"Signature", "", ""},
    {"Signature", "sandbox-consumer-key", "***"},
    {"Signature", "HMAC sandbox%2Dconsumer%2Dkey", "***"},
    {"authorization", "Basic UEFTU0lWVEVTVDpr", "***"},
    {"Cookie", "a=b", "***"},
    {"Proxy-Authorization", "a", "***"},
    {"X-CSRF-TOKEN", "t", "***"},
    {"X-Consumer-Key", "k", "***"},
    {"usersecret", "s", "***"},
    {"X-Signature", "3xKLILT+ZpkavemDHJsMx2rRBqNGKMxOuXt/1U7QfJ8=", "***"},
    {"Referer", "http://h/x?userSecret=s&a=b", "http://h/x?userSecret=***&a=b"},
    {"User-Agent", "sandbox-consumer-key/1.0", "***/1.0"},
    {"Accept", "*/*", "*/*"},
};

/* Into memory of exactly the promised size, so that a sanitizer sees a byte too many. */
static void check(enum snaptrade_text_kind kind, const char *text, const char *masked)
{
    char *out = malloc(SNAPTRADE_MASKED_SIZE(strlen(text)));
    ck_assert_ptr_nonnull(out);
    size_t length = snaptrade_mask(kind, text, &secrets, out);
    ck_assert_str_eq(out, masked);
    ck_assert_uint_eq(length, strlen(masked));
    free(out);
}

START_TEST(values_of_secret_parameters_and_known_secrets_become_stars)
{
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        check(SNAPTRADE_TEXT_QUERY, queries[i].text, queries[i].masked);
}
END_TEST

START_TEST(json_is_masked_with_its_own_escapes_and_ends)
{
    for (size_t i = 0; i < sizeof jsons / sizeof *jsons; i++)
        check(SNAPTRADE_TEXT_JSON, jsons[i].text, jsons[i].masked);
}
END_TEST

START_TEST(headers_are_masked_by_their_name)
{
    char out[SNAPTRADE_MASKED_SIZE(64)];
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        snaptrade_mask_header(headers[i].name, headers[i].value, &secrets, out);
        ck_assert_str_eq(out, headers[i].masked);
    }
}
END_TEST

START_TEST(without_known_secrets_names_are_masked)
{
    char out[SNAPTRADE_MASKED_SIZE(64)];
    snaptrade_mask(SNAPTRADE_TEXT_QUERY, "a=sandbox-consumer-key&userSecret=s", NULL, out);
    ck_assert_str_eq(out, "a=sandbox-consumer-key&userSecret=***");
}
END_TEST

START_TEST(a_text_holds_a_secret_in_any_writing_and_whole)
{
    static const struct {
        const char *text;
        bool holds;
    } texts[] = {
        {"", false},
        {"a=sandbox-consumer-key", true},
        {"%73andbox-consumer%2Dkey", true},
        {"%2573andbox-consumer-key", true},
        {"sandbox-consumer-ke", false},
        {"abc", false}, /* too short to look for */
        {"key+with+%2B+%2F+100%25+and+%C3%A9", true},
        {"key+with+%2B+%2F+100%25+and+%C3", false},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ck_assert_msg(snaptrade_holds_secret(texts[i].text, &secrets) == texts[i].holds, "%s",
                      texts[i].text);
        ck_assert(!snaptrade_holds_secret(texts[i].text, NULL));
    }
}
END_TEST

START_TEST(a_mark_is_followed)
{
    static const char text[] = "a=1&userSecret=xy%2Bz&b=sandbox-consumer-key&c=2";
    static const char masked[] = "a=1&userSecret=***%2B***&b=***&c=2";
    static const struct {
        const char *at, *there;
    } marks[] = {
        {"a=1", "a=1"}, {"1&user", "1&user"}, {"Secret=", "Secret="}, {"xy", "***%"},
        {"y%", "***%"}, {"%2B", "%2B"},       {"Bz", "B***&"},        {"z&", "***&b"},
        {"&b", "&b"},   {"sandbox", "***&c"}, {"-key", "***&c"},      {"&c", "&c"},
        {"2", "2B***"},
    };
    char out[SNAPTRADE_MASKED_SIZE(sizeof text)];
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t mark = (size_t)(strstr(text, marks[i].at) - text);
        snaptrade_mask_marked(SNAPTRADE_TEXT_QUERY, text, &secrets, out, &mark);
        ck_assert_str_eq(out, masked);
        ck_assert_uint_eq(mark, (size_t)(strstr(masked, marks[i].there) - masked));
    }
    size_t end = sizeof text - 1;
    snaptrade_mask_marked(SNAPTRADE_TEXT_QUERY, text, &secrets, out, &end);
    ck_assert_uint_eq(end, sizeof masked - 1);
}
END_TEST

START_TEST(the_longest_growth_has_room)
{
    char text[512] = "secret=";
    for (size_t length = strlen(text); length + 1 < sizeof text; length++) {
        text[length] = length % 2 == 0 ? '+' : 'a';
        char *out = malloc(SNAPTRADE_MASKED_SIZE(length + 1));
        ck_assert_ptr_nonnull(out);
        snaptrade_mask(SNAPTRADE_TEXT_QUERY, text, &secrets, out);
        free(out);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mask");
    TCase *tests = tcase_create("mask");
    tcase_add_test(tests, values_of_secret_parameters_and_known_secrets_become_stars);
    tcase_add_test(tests, json_is_masked_with_its_own_escapes_and_ends);
    tcase_add_test(tests, headers_are_masked_by_their_name);
    tcase_add_test(tests, without_known_secrets_names_are_masked);
    tcase_add_test(tests, a_text_holds_a_secret_in_any_writing_and_whole);
    tcase_add_test(tests, a_mark_is_followed);
    tcase_add_test(tests, the_longest_growth_has_room);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
