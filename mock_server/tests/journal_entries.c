/* What the journal keeps of a request: which secrets are masked, and that the rest is as sent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_entry.h"
#include "suite.h"

static const char *const keys[] = {NULL, "sandbox+key/1 x", "", "another key"};

static struct journal_entry *entry_of(const char *path, const char *query,
                                      const struct http_header *headers, size_t header_count)
{
    const struct journal_record record = {
        .time = 1,
        .microseconds = 2,
        .status = 200,
        .method = "GET",
        .path = path,
        .query = query,
        .headers = headers,
        .header_count = header_count,
        .client_id = "A",
        .signature_rule = "wire",
        .diagnosis = "",
        .fault = "",
        .body_bytes = 3,
        .connection = 4,
        .secrets = {keys, sizeof keys / sizeof keys[0]},
    };
    struct journal_entry *entry = journal_entry_new(&record);
    ck_assert_ptr_nonnull(entry);
    return entry;
}

static const struct {
    const char *path, *query, *shown;
} targets[] = {
    {"/a", "", "/a"},
    {"/a", "b=c&d", "/a?b=c&d"},
    {"/a%2Fb%zz%", "%&=&==&%", "/a%2Fb%zz%?%&=&==&%"},
    {"/a", "userId=u&userSecret=s&c=d", "/a?userId=u&userSecret=***&c=d"},
    {"/a", "userSecret=", "/a?userSecret="},
    {"/a", "userSecret", "/a?userSecret"},
    {"/a", "userSecret=a%2Bb", "/a?userSecret=***%2B***"},
    {"/a", "userSecret=a%2bb%3D%3d", "/a?userSecret=***%2b***%3D%3d"},
    {"/a", "userSecret=a+b/c=d;e?f", "/a?userSecret=***+***"},
    {"/a", "userSecret=%", "/a?userSecret=***"},
    {"/a", "userSecret=%2", "/a?userSecret=***"},
    {"/a", "userSecret=%61%62", "/a?userSecret=***"},
    {"/a", "consumerKey=abc&x=y", "/a?consumerKey=***&x=y"},
    {"/a", "user%53ecret=abc", "/a?user%53ecret=***"},
    {"/a", "USER_SECRET=abc&consumer-key=d", "/a?USER_SECRET=***&consumer-key=***"},
    {"/a", "a=b;userSecret=abc", "/a?a=b;userSecret=***"},
    {"/a%3FuserSecret=abc", "b=c", "/a%3FuserSecret=***?b=c"},
    {"/a", "authorizationId=7&cookie=8", "/a?authorizationId=7&cookie=8"},
    {"/a", "x=sandbox+key/1 x&y", "/a?x=***&y"},
    {"/a", "x=sandbox%2Bkey%2f1+x&y", "/a?x=***&y"},
    {"/a", "x=%73andbox%2bkey/1%20xy", "/a?x=***y"},
    {"/sandbox+key/1%20x/b", "", "/***/b"},
    {"/a", "x=sandbox+key/1", "/a?x=sandbox+key/1"},
    {"/another%20key", "x=sandbox%2Bkey%2f1+x&y=another+key", "/***?x=***&y=***"},
    {"/a", "Signature=abcdefghijklm%2Bn&x=y", "/a?Signature=***%2B***&x=y"},
};

START_TEST(a_target_is_shown_without_its_secrets)
{
    struct journal_entry *entry = entry_of(targets[_i].path, targets[_i].query, NULL, 0);
    char *shown = journal_entry_show_target(entry);
    ck_assert_ptr_nonnull(shown);
    ck_assert_str_eq(shown, targets[_i].shown);
    free(shown);
    ck_assert_uint_eq(entry->path_length, strlen(targets[_i].path));
    journal_entry_release(entry);
}
END_TEST

static const struct {
    const char *name, *value, *shown;
} headers[] = {
    {"Host", "127.0.0.1:7627", "127.0.0.1:7627"},
    {"X", "", ""},
    {"Signature", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq=", "abcdef***"},
    {"signature", "abc", "***"},
    {"Signature", "", ""},
    {"Signature", "sandbox+key/1 x", "***"},
    {"Authorization", "Bearer abc", "***"},
    {"proxy-authorization", "a", "***"},
    {"Authorization", "", ""},
    {"COOKIE", "a=b", "***"},
    {"Set-Cookie", "a=b", "***"},
    {"userSecret", "abc", "***"},
    {"X-User-Secret", "a%2Bb", "***"},
    {"Consumer_Key", "abc", "***"},
    {"x-api-key", "abc", "***"},
    {"ApiKey", "abc", "***"},
    {"X-CSRF-TOKEN", "abc", "***"},
    {"X-Signature-Secret", "abcdefghi", "***"},
    {"Accept", "text/html;q=0.9, */*", "text/html;q=0.9, */*"},
    {"Referer", "http://a/b?userSecret=abc&userId=u", "http://a/b?userSecret=***&userId=u"},
    {"X-Thing", "key sandbox+key/1 x.", "key ***."},
    {"X-Thing", "another key, sandbox+key/1 x", "***, ***"},
    {"X-Thing", "key sandbox%2Bkey%2F1%20x.", "key ***."},
};

START_TEST(headers_are_kept_in_order_and_shown_without_their_secrets)
{
    enum { COUNT = sizeof headers / sizeof headers[0] };
    struct http_header sent[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        sent[i] = (struct http_header){headers[i].name, headers[i].value};
    struct journal_entry *entry = entry_of("/a", "", sent, COUNT);
    ck_assert_uint_eq(entry->header_count, COUNT);
    size_t place = entry->headers;
    for (size_t i = 0; i < COUNT; i++) {
        struct http_header kept = journal_entry_header(entry, &place);
        char *shown = journal_entry_show_header(entry, &kept);
        ck_assert_ptr_nonnull(shown);
        ck_assert_str_eq(kept.name, headers[i].name);
        ck_assert_msg(strcmp(shown, headers[i].shown) == 0, "%s: %s became %s", headers[i].name,
                      headers[i].value, shown);
        free(shown);
    }
    journal_entry_release(entry);
}
END_TEST

static const struct {
    const char *body, *shown;
} bodies[] = {
    {NULL, ""},
    {"", ""},
    {"{\"userId\": \"Zo\xc3\xab\"}", "{\"userId\": \"Zo\xc3\xab\"}"},
    {"{\"userId\":\"u\",\"userSecret\":\"s\"}", "{\"userId\":\"u\",\"userSecret\":\"***\"}"},
    {" [{\"consumer_key\" : \"a\\\"b\"}]", " [{\"consumer_key\" : \"***\\\"***\"}]"},
    {"\"sandbox+key/1 x\"", "\"***\""},
    {"userSecret=abc&userId=u", "userSecret=***&userId=u"},
    {"key another key.", "key ***."},
};

START_TEST(a_body_is_kept_and_shown_without_its_secrets)
{
    const struct journal_record record = {
        .method = "POST",
        .path = "/a",
        .query = "",
        .client_id = "A",
        .signature_rule = "wire",
        .diagnosis = "",
        .fault = "",
        .body = bodies[_i].body,
        .secrets = {keys, sizeof keys / sizeof keys[0]},
    };
    struct journal_entry *entry = journal_entry_new(&record);
    ck_assert_ptr_nonnull(entry);
    ck_assert_str_eq(journal_entry_text(entry, JOURNAL_BODY),
                     bodies[_i].body != NULL ? bodies[_i].body : "");
    char *shown = journal_entry_show_body(entry);
    ck_assert_ptr_nonnull(shown);
    ck_assert_str_eq(shown, bodies[_i].shown);
    free(shown);
    journal_entry_release(entry);
}
END_TEST

/* With values that grow when they are masked. */
START_TEST(a_long_request_is_kept_whole)
{
    enum { LONG = 20000 };
    char *path = malloc(LONG + 1), *query = malloc(LONG + 1);
    ck_assert(path != NULL && query != NULL);
    memset(path, 'p', LONG);
    path[LONG] = '\0';
    snprintf(query, LONG + 1, "userSecret=");
    for (size_t i = strlen(query); i < LONG; i++)
        query[i] = "a%2B"[i % 4];
    query[LONG] = '\0';
    const struct http_header header = {"X", path};
    struct journal_entry *entry = entry_of(path, query, &header, 1);
    size_t place = entry->headers;
    ck_assert_str_eq(journal_entry_header(entry, &place).value, path);
    ck_assert_uint_eq(entry->path_length, LONG);
    ck_assert_uint_eq(strlen(journal_entry_text(entry, JOURNAL_TARGET)), (size_t)LONG * 2 + 1);
    ck_assert_uint_ge(entry->size, strlen(journal_entry_text(entry, JOURNAL_TARGET)) + LONG);
    char *shown = journal_entry_show_target(entry);
    ck_assert_ptr_nonnull(shown);
    ck_assert_uint_gt(strlen(shown), (size_t)LONG * 2);
    free(shown);
    journal_entry_release(entry);
    free(path);
    free(query);
}
END_TEST

START_TEST(without_a_key_only_names_tell_secrets)
{
    const struct http_header header = {"X", "sandbox+key/1 x"};
    struct journal_record record = {
        .method = "GET",
        .path = "/",
        .query = "a=b&userSecret=c",
        .headers = &header,
        .header_count = 1,
        .client_id = "",
        .signature_rule = "",
        .diagnosis = "",
        .fault = "",
    };
    static const char *const none[] = {NULL, ""};
    for (size_t i = 0; i <= 2; i++) {
        record.secrets = (struct snaptrade_secrets){none, i};
        struct journal_entry *entry = journal_entry_new(&record);
        ck_assert_ptr_nonnull(entry);
        size_t place = entry->headers;
        const struct http_header kept = journal_entry_header(entry, &place);
        char *target = journal_entry_show_target(entry);
        char *value = journal_entry_show_header(entry, &kept);
        ck_assert_ptr_nonnull(value);
        ck_assert_str_eq(target, "/?a=b&userSecret=***");
        ck_assert_str_eq(value, header.value);
        free(target);
        free(value);
        journal_entry_release(entry);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal_entries");
    TCase *tests = tcase_create("journal_entries");
    tcase_add_loop_test(tests, a_target_is_shown_without_its_secrets, 0,
                        sizeof targets / sizeof targets[0]);
    tcase_add_loop_test(tests, a_body_is_kept_and_shown_without_its_secrets, 0,
                        sizeof bodies / sizeof bodies[0]);
    tcase_add_test(tests, headers_are_kept_in_order_and_shown_without_their_secrets);
    tcase_add_test(tests, a_long_request_is_kept_whole);
    tcase_add_test(tests, without_a_key_only_names_tell_secrets);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
