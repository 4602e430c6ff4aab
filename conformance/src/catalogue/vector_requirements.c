/* Signatures that the official SDKs made, sent to the server as they stand.
 *
 * They are of 2023: the server has to be started without a window for timestamps, and with the
 * consumerKey that they were made with. */
#include <string.h>

#include "../exchange/expect.h"
#include "requirement.h"

/* fixtures/vectors/signatures.json and received.json. */
extern const char sdk_signatures[], received_signatures[];

#define SETUP(key)                                                                                 \
    {                                                                                              \
        {"--clock-skew", "0"}, key                                                                 \
    }
static const struct target_setup plain_key = SETUP("testConsumerKey123"),
                                 spaced_key = SETUP("snaptrade key with spaces"),
                                 punctuated_key = SETUP("a+b/c==;,?:@&=$#~!*'()-_."),
                                 encoded_key = SETUP("k \xc3\xa9%+\"<>^`{}|[]/&"),
                                 mixed_key = SETUP("key with + / 100% and \xc3\xa9");

/* What cannot stand in a request line never arrives. */
static bool can_be_sent(const char *raw)
{
    for (; *raw != '\0'; raw++)
        if (*raw <= ' ' || *raw > '~')
            return false;
    return true;
}

/* Java escapes nothing in the JSON that it signs, so that a quote breaks it; others are wrong on
 * purpose, and have no rule by which they verify. */
static bool is_refused(const cJSON *vector)
{
    return strcmp(member_text(vector, "name"), "quote_backslash_query.java") == 0 ||
           cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(vector, "rule"));
}

static const char *required(const cJSON *vector, const char *name)
{
    const char *value = member_text(vector, name);
    ck_assert_msg(value != NULL, "a vector without %s", name);
    return value;
}

static void expect_verified(const cJSON *vector, const char *path, const char *query)
{
    const char *name = required(vector, "name");
    const struct answer *answer =
        send_call(&(struct call){.base_path = "",
                                 .path = path,
                                 .method = required(vector, "method"),
                                 .query = query,
                                 .signature = required(vector, "signature"),
                                 .raw_target = true});
    bool refused = answer->status == 401 && strstr(answer->body, "\"1076\"") != NULL;
    look_at(answer);
    if (refused != is_refused(vector))
        fail_part(is_refused(vector) ? "401 with code 1076" : "a signature that verifies",
                  text("%d %s", answer->status, answer->body), "%s: answered %d %s", name,
                  answer->status, answer->body);
}

/* All with the key of the running server and no body. */
static int send_vectors(const char *json, const char *path_name, const char *query_name,
                        const char *key)
{
    int sent = 0;
    cJSON *vectors = cJSON_Parse(json);
    const cJSON *vector;
    ck_assert(cJSON_IsArray(vectors));
    cJSON_ArrayForEach(vector, vectors)
    {
        const char *path = required(vector, path_name), *query = required(vector, query_name);
        const cJSON *content = cJSON_GetObjectItemCaseSensitive(vector, "content");
        bool with_body = content != NULL && !cJSON_IsNull(content);
        if (with_body || strcmp(required(vector, "method"), "POST") == 0 ||
            strcmp(required(vector, "consumer_key"), key) != 0 || !can_be_sent(path) ||
            !can_be_sent(query) || strstr(query, "clientId=PASSIVTEST") == NULL)
            continue;
        expect_verified(vector, path, query);
        sent++;
    }
    cJSON_Delete(vectors);
    return sent;
}

static void send_sdk_vectors(const struct target_setup *setup, int least)
{
    ck_assert_int_ge(send_vectors(sdk_signatures, "path", "query", setup->consumer_key), least);
}

START_TEST(signatures_with_a_plain_key_verify)
{
    send_sdk_vectors(&plain_key, 80);
}
END_TEST

START_TEST(signatures_with_spaces_in_the_key_verify)
{
    send_sdk_vectors(&spaced_key, 7);
}
END_TEST

START_TEST(signatures_with_punctuation_in_the_key_verify)
{
    send_sdk_vectors(&punctuated_key, 7);
}
END_TEST

START_TEST(signatures_with_a_key_that_uris_cannot_hold_verify)
{
    send_sdk_vectors(&encoded_key, 7);
}
END_TEST

START_TEST(signatures_of_what_differs_on_the_wire_verify)
{
    ck_assert_int_ge(
        send_vectors(received_signatures, "wire_path", "wire_query", plain_key.consumer_key), 30);
}
END_TEST

START_TEST(they_verify_with_a_key_that_is_encoded_too)
{
    ck_assert_int_ge(
        send_vectors(received_signatures, "wire_path", "wire_query", mixed_key.consumer_key), 3);
}
END_TEST

static const struct requirement rows[] = {
    {"VECTOR-001", MUST, SDK, "signing code of 19 official SDK builds, run", "signature vectors",
     NOTHING, &plain_key, &signatures_with_a_plain_key_verify,
     "Signatures that the official SDKs made verify."},
    {"VECTOR-002", MUST, SDK, "signing code of 7 official SDK builds, run", "signature vectors",
     NOTHING, &spaced_key, &signatures_with_spaces_in_the_key_verify,
     "So do those made with a consumerKey that has spaces."},
    {"VECTOR-003", MUST, SDK, "signing code of 7 official SDK builds, run", "signature vectors",
     NOTHING, &punctuated_key, &signatures_with_punctuation_in_the_key_verify,
     "So do those made with a consumerKey of the punctuation that URIs may hold."},
    {"VECTOR-004", MUST, SDK, "signing code of 7 official SDK builds, run", "signature vectors",
     NOTHING, &encoded_key, &signatures_with_a_key_that_uris_cannot_hold_verify,
     "So do those made with a consumerKey of what URIs cannot hold, non-ASCII too."},
    {"VECTOR-005", SHOULD, ASSUMED, "what SDKs deviate in, combined; signed by Python's hmac",
     "signature vectors sdk-deviation", NOTHING, &plain_key,
     &signatures_of_what_differs_on_the_wire_verify,
     "Signatures of a prefix, path or query that differs from the one sent as SDKs' differ "
     "verify."},
    {"VECTOR-006", SHOULD, ASSUMED, "what SDKs deviate in, combined; signed by Python's hmac",
     "signature vectors sdk-deviation", NOTHING, &mixed_key,
     &they_verify_with_a_key_that_is_encoded_too,
     "So do those that are made with encodeURI(consumerKey) besides."},
};
const struct area vector_area = AREA("VECTOR", "signatures that official SDKs made", rows);
