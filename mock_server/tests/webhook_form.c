/* What is signed of a webhook, where it may be posted, what each event has, and which is next. */
#include <arpa/inet.h>
#include <cjson/cJSON.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snaptrade/content.h"
#include "suite.h"
#include "webhook/json_form.h"
#include "webhook/webhook.h"
#include "webhook/webhook_delivery.h"
#include "webhook/webhook_url.h"

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    ck_assert_int_ge(size, 0);
    char *text = calloc((size_t)size + 1, 1);
    rewind(file);
    ck_assert_uint_eq(fread(text, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return text;
}

static const char *member(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static void check_vector(const cJSON *vector, snaptrade_signer *signer)
{
    const char *wanted = member(vector, "canonical"), *body = member(vector, "body");
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    cJSON *value = cJSON_Parse(body);
    char *sent = json_form_print(value);
    char *canonical = snaptrade_content(sent, SNAPTRADE_CONTENT_SORTED_ASCII);
    ck_assert_msg(strcmp(canonical, wanted) == 0, "%s was sent as %s, and became %s", body, sent,
                  canonical);
    ck_assert(snaptrade_signer_sign(signer, member(vector, "key"), canonical, signature));
    ck_assert_str_eq(signature, member(vector, "signature"));
    free(canonical);
    free(sent);
    cJSON_Delete(value);
}

START_TEST(what_is_signed_is_what_python_makes_of_the_body)
{
    char *text = read_file(FIXTURES_DIR "/vectors/canonical.json");
    cJSON *vectors = cJSON_Parse(text);
    const cJSON *vector;
    snaptrade_signer *signer = snaptrade_signer_new();
    ck_assert_int_ge(cJSON_GetArraySize(vectors), 20);
    cJSON_ArrayForEach(vector, vectors) check_vector(vector, signer);
    snaptrade_signer_free(signer);
    cJSON_Delete(vectors);
    free(text);
}
END_TEST

static const struct {
    double number;
    const char *text;
} numbers[] = {{-0.0, "0"}, {1e14, "100000000000000"}, {0.1 + 0.2, "0.30000000000000004"}};

START_TEST(a_number_stands_as_python_prints_it)
{
    cJSON *value = cJSON_CreateNumber(numbers[_i].number);
    char *text = json_form_print(value);
    ck_assert_pstr_eq(text, numbers[_i].text);
    free(text);
    cJSON_Delete(value);
}
END_TEST

START_TEST(a_body_is_sent_in_the_documented_order_with_the_time_in_full)
{
    const struct webhook_facts facts = {.event = WEBHOOK_CONNECTION_ADDED,
                                        .texts = {[WEBHOOK_ID] = "W",
                                                  [WEBHOOK_CLIENT_ID] = "C",
                                                  [WEBHOOK_USER_ID] = "Zo\xC3\xA9",
                                                  [WEBHOOK_BROKERAGE_ID] = "B",
                                                  [WEBHOOK_CONNECTION_ID] = "A",
                                                  [WEBHOOK_SECRET] = "S"}};
    struct webhook_delivery *delivery = webhook_delivery_new(&facts, "key", 1653996933000001);
    ck_assert_ptr_nonnull(delivery);
    ck_assert_str_eq(
        delivery->body,
        "{\"webhookId\":\"W\",\"clientId\":\"C\",\"eventTimestamp\":\"2022-05-31T11:35:"
        "33.000001+00:00\",\"userId\":\"Zo\xC3\xA9\",\"eventType\":\"CONNECTION_ADDED\","
        "\"brokerageId\":\"B\",\"brokerageAuthorizationId\":\"A\",\"webhookSecret\":"
        "\"S\"}");
    ck_assert_uint_eq(delivery->length, strlen(delivery->body));
    ck_assert_str_eq(delivery->id, "W");
    free(delivery);
}
END_TEST

START_TEST(an_event_without_a_field_that_it_has_is_not_made)
{
    const struct webhook_facts facts = {.event = WEBHOOK_USER_REGISTERED,
                                        .texts = {[WEBHOOK_CLIENT_ID] = "C"}};
    ck_assert_ptr_null(webhook_delivery_new(&facts, "key", 0));
}
END_TEST

static const struct {
    const char *url;
    bool good;
} urls[] = {
    {"http://a", true},
    {"HTTPS://example.com:65535/hook?a=b@c:d#", false},
    {"HTTPS://example.com:65535/hook?a=b@c:d", true},
    {"http://127.0.0.1:1/", true},
    {"http://[::1]:80/x", true},
    {"http://[::1]", true},
    {"http://a?b", true},
    {"", false},
    {"ftp://a", false},
    {"file:///etc/passwd", false},
    {"http:/a", false},
    {"http://", false},
    {"http:///a", false},
    {"http://:80", false},
    {"http://a:", false},
    {"http://a:0", false},
    {"http://a:65536", false},
    {"http://a:8x", false},
    {"http://a:b@c", false},
    {"http://a@b", false},
    {"http://a b", false},
    {"http://a/\xC3\xA9", false},
    {"http://a/\n", false},
    {"http://[::1", false},
    {"http://[]", false},
    {"http://a]b", false},
    {"http://a\\b", false},
};

START_TEST(only_a_plain_http_or_https_url_is_good)
{
    const char *problem = webhook_url_problem(urls[_i].url);
    ck_assert_msg((problem == NULL) == urls[_i].good, "%s: %s", urls[_i].url,
                  problem != NULL ? problem : "good");
}
END_TEST

static const struct {
    const char *address;
    bool is_public;
} addresses[] = {
    {"8.8.8.8", true},
    {"127.0.0.1", false},
    {"0.0.0.0", false},
    {"10.255.0.1", false},
    {"172.15.0.1", true},
    {"172.16.0.1", false},
    {"172.31.255.255", false},
    {"172.32.0.1", true},
    {"192.168.1.1", false},
    {"192.169.1.1", true},
    {"169.254.169.254", false},
    {"100.64.0.1", false},
    {"100.128.0.1", true},
    {"198.18.0.1", false},
    {"192.0.0.8", false},
    {"224.0.0.1", false},
    {"255.255.255.255", false},
    {"2606:4700::1111", true},
    {"::1", false},
    {"::", false},
    {"fe80::1", false},
    {"fd00::1", false},
    {"ff02::1", false},
    {"::ffff:10.0.0.1", false},
    {"::ffff:8.8.8.8", true},
    {"64:ff9b::7f00:1", false},
    {"2002:7f00:1::", false},
    {"2001:0:7f00:1::", false},
};

START_TEST(private_addresses_are_told_from_public_ones)
{
    const char *text = addresses[_i].address;
    struct sockaddr_in ipv4 = {.sin_family = AF_INET};
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
    const void *address = &ipv4;
    if (inet_pton(AF_INET, text, &ipv4.sin_addr) != 1) {
        ck_assert_int_eq(inet_pton(AF_INET6, text, &ipv6.sin6_addr), 1);
        address = &ipv6;
    }
    ck_assert_msg(webhook_address_is_public(address) == addresses[_i].is_public, "%s", text);
}
END_TEST

START_TEST(what_is_no_address_of_the_internet_is_not_public)
{
    const struct sockaddr address = {.sa_family = AF_UNIX};
    ck_assert(!webhook_address_is_public(&address));
}
END_TEST

static void push_and_retry(struct webhook *webhook, const char *id, int64_t due)
{
    const struct webhook_facts facts = {.event = WEBHOOK_USER_REGISTERED,
                                        .texts = {[WEBHOOK_ID] = id,
                                                  [WEBHOOK_CLIENT_ID] = "C",
                                                  [WEBHOOK_USER_ID] = "U",
                                                  [WEBHOOK_SECRET] = "S"}};
    struct webhook_delivery *delivery = webhook_delivery_new(&facts, "key", 0), *dropped = NULL;
    struct webhook_settings settings;
    int64_t next;
    ck_assert_ptr_nonnull(delivery);
    ck_assert(webhook_push(webhook, delivery, &dropped));
    delivery = webhook_take(webhook, 0, &settings, &next);
    ck_assert_str_eq(delivery->id, id);
    delivery->due = due;
    webhook_retry(webhook, delivery, &dropped);
    ck_assert_ptr_null(dropped);
}

START_TEST(the_retry_that_is_due_first_is_taken_first)
{
    static const struct {
        int64_t now;
        const char *id;
        int64_t due;
    } takes[] = {{9, NULL, 10},  {25, "second", 10}, {25, "third", 20},
                 {25, NULL, 30}, {30, "first", 30},  {99, NULL, INT64_MAX}};
    const struct journal_limits limits = {.entries = 1, .bytes = 1024};
    struct webhook_settings settings = {.url = "http://127.0.0.1:1/"};
    struct journal_book *book = journal_book_new(&limits);
    struct journal *journal = journal_new(book);
    struct webhook *webhook = webhook_new("C", journal);
    ck_assert(webhook_turn_on(webhook, &settings));
    push_and_retry(webhook, "first", 30);
    push_and_retry(webhook, "second", 10);
    push_and_retry(webhook, "third", 20);
    for (size_t i = 0; i < sizeof takes / sizeof takes[0]; i++) {
        int64_t due = 0;
        struct webhook_delivery *taken = webhook_take(webhook, takes[i].now, &settings, &due);
        ck_assert_pstr_eq(taken != NULL ? taken->id : NULL, takes[i].id);
        ck_assert_int_eq(due, takes[i].due);
        if (taken != NULL)
            webhook_finish(webhook, taken, true);
    }
    webhook_release(webhook);
    journal_release(journal);
    journal_book_free(book);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

int main(void)
{
    Suite *suite = suite_create("webhook_form");
    TCase *tests = tcase_create("webhook_form");
    tcase_add_test(tests, what_is_no_address_of_the_internet_is_not_public);
    tcase_add_test(tests, the_retry_that_is_due_first_is_taken_first);
    tcase_add_test(tests, what_is_signed_is_what_python_makes_of_the_body);
    tcase_add_loop_test(tests, a_number_stands_as_python_prints_it, 0, COUNT(numbers));
    tcase_add_test(tests, a_body_is_sent_in_the_documented_order_with_the_time_in_full);
    tcase_add_test(tests, an_event_without_a_field_that_it_has_is_not_made);
    tcase_add_loop_test(tests, only_a_plain_http_or_https_url_is_good, 0, COUNT(urls));
    tcase_add_loop_test(tests, private_addresses_are_told_from_public_ones, 0, COUNT(addresses));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
