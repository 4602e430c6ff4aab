/* Signatures: the SDKs' own vectors against signer and verifier, and requests as received. */
#include "snaptrade/verify.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

static cJSON *vectors;
static snaptrade_signer *signer;

static void read_vectors(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    enum { MOST = 1 << 20 };
    char *text = malloc(MOST);
    ck_assert_ptr_nonnull(text);
    size_t length = fread(text, 1, MOST, file);
    fclose(file);
    vectors = cJSON_ParseWithLength(text, length);
    free(text);
    ck_assert_ptr_nonnull(vectors);
    signer = snaptrade_signer_new();
    ck_assert_ptr_nonnull(signer);
}

static void read_signatures(void)
{
    read_vectors(FIXTURES_DIR "/vectors/signatures.json");
    ck_assert_int_eq(cJSON_GetArraySize(vectors), 161);
}

static void read_received(void)
{
    read_vectors(FIXTURES_DIR "/vectors/received.json");
    ck_assert_int_ge(cJSON_GetArraySize(vectors), 50);
}

static void drop(void)
{
    snaptrade_signer_free(signer);
    cJSON_Delete(vectors);
}

static const char *text(const cJSON *vector, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(vector, name));
}

static bool has_body(const cJSON *vector)
{
    return strncmp(text(vector, "name"), "post_", 5) == 0;
}

START_TEST(every_vectors_canonical_string_gives_its_signature)
{
    const cJSON *vector;
    cJSON_ArrayForEach(vector, vectors)
    {
        char signature[SNAPTRADE_SIGNATURE_SIZE];
        for (int again = 0; again < 3; again++) { /* the same key as before, and another one */
            ck_assert(snaptrade_signer_sign(signer, text(vector, "hmac_key"),
                                            text(vector, "canonical"), signature));
            ck_assert_msg(strcmp(signature, text(vector, "signature")) == 0, "%s",
                          text(vector, "name"));
        }
    }
}
END_TEST

static bool matches(const struct snaptrade_signed_request *request, enum snaptrade_escape escape,
                    const char *canonical)
{
    char *made = snaptrade_canonical_string(request, escape);
    bool same = made != NULL && strcmp(made, canonical) == 0;
    free(made);
    return same;
}

START_TEST(the_canonical_string_is_the_sdks_to_the_byte)
{
    const cJSON *vector;
    cJSON_ArrayForEach(vector, vectors)
    {
        const char *signed_path = text(vector, "path_signed");
        const struct snaptrade_signed_request request = {
            .path = signed_path != NULL ? signed_path : text(vector, "path"),
            .query = text(vector, "query"),
        };
        const char *name = text(vector, "name"), *canonical = text(vector, "canonical");
        if (has_body(vector))
            continue;
        /* Java escapes neither quotes nor backslashes: that is no JSON. */
        bool expected = strcmp(name, "quote_backslash_query.java") != 0;
        ck_assert_msg(expected == (matches(&request, SNAPTRADE_ESCAPE_UTF8, canonical) ||
                                   matches(&request, SNAPTRADE_ESCAPE_ASCII, canonical)),
                      "%s", name);
    }
}
END_TEST

START_TEST(the_verifier_accepts_what_the_sdks_sign)
{
    const cJSON *vector;
    cJSON_ArrayForEach(vector, vectors)
    {
        const struct snaptrade_verify_input input = {
            .consumer_key = text(vector, "consumer_key"),
            .path = text(vector, "path"),
            .query = text(vector, "query"),
            .signature = text(vector, "signature"),
        };
        const char *name = text(vector, "name");
        char rule[SNAPTRADE_RULE_SIZE];
        if (has_body(vector))
            continue;
        bool accepted = snaptrade_verify(signer, &input, rule) == SNAPTRADE_VERIFY_MATCH;
        ck_assert_msg(accepted == (strcmp(name, "quote_backslash_query.java") != 0), "%s", name);
    }
}
END_TEST

START_TEST(a_request_as_received_matches_its_rule_or_none)
{
    const cJSON *vector;
    cJSON_ArrayForEach(vector, vectors)
    {
        struct snaptrade_verify_input input = {
            .consumer_key = text(vector, "consumer_key"),
            .path = text(vector, "wire_path"),
            .query = text(vector, "wire_query"),
            .signature = text(vector, "signature"),
        };
        const char *wanted = text(vector, "rule"), *name = text(vector, "name");
        char rule[SNAPTRADE_RULE_SIZE];
        enum snaptrade_verify_result result = snaptrade_verify(signer, &input, rule);
        ck_assert_msg(result ==
                          (wanted != NULL ? SNAPTRADE_VERIFY_MATCH : SNAPTRADE_VERIFY_MISMATCH),
                      "%s", name);
        ck_assert_msg(strcmp(rule, wanted != NULL ? wanted : "") == 0, "%s: %s", name, rule);
        input.strict = true;
        bool strict = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(vector, "strict"));
        ck_assert_msg((snaptrade_verify(signer, &input, rule) == SNAPTRADE_VERIFY_MATCH) == strict,
                      "strict: %s", name);
    }
}
END_TEST

/* Every single-byte change of path, query, key and signature; here under strict checking, since
 * lenient checking accepts a change of an escape's case. */
START_TEST(strict_checking_refuses_every_changed_byte)
{
    static const char path[] = "/api/v1/authorizations";
    static const char query[] = "clientId=PASSIVTEST&timestamp=1683000000&userId=a%2Fb";
    const struct snaptrade_signed_request request = {.path = path, .query = query};
    char key[] = "testConsumerKey123", signature[SNAPTRADE_SIGNATURE_SIZE];
    char sent_path[sizeof path], sent_query[sizeof query], rule[SNAPTRADE_RULE_SIZE];
    ck_assert(snaptrade_sign(key, &request, signature));
    memcpy(sent_path, path, sizeof path);
    memcpy(sent_query, query, sizeof query);
    const struct snaptrade_verify_input input = {key, sent_path, sent_query, signature, true};
    ck_assert_int_eq(snaptrade_verify(signer, &input, rule), SNAPTRADE_VERIFY_MATCH);
    char *const texts[] = {sent_path, sent_query, key, signature};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (char *byte = texts[i]; *byte != '\0'; byte++) {
            *byte ^= 1;
            ck_assert_int_eq(snaptrade_verify(signer, &input, rule), SNAPTRADE_VERIFY_MISMATCH);
            *byte ^= 1;
        }
    }
    ck_assert_int_eq(snaptrade_verify(signer, &input, rule), SNAPTRADE_VERIFY_MATCH);
}
END_TEST

static void add(Suite *suite, const char *name, void (*setup)(void), const TTest *const *tests)
{
    TCase *group = tcase_create(name);
    tcase_add_checked_fixture(group, setup, drop);
    for (; *tests != NULL; tests++)
        tcase_add_test(group, *tests);
    suite_add_tcase(suite, group);
}

int main(void)
{
    Suite *suite = suite_create("signatures");
    const TTest *const sdk[] = {every_vectors_canonical_string_gives_its_signature,
                                the_canonical_string_is_the_sdks_to_the_byte,
                                the_verifier_accepts_what_the_sdks_sign, NULL};
    const TTest *const received[] = {a_request_as_received_matches_its_rule_or_none, NULL};
    const TTest *const strict[] = {strict_checking_refuses_every_changed_byte, NULL};
    add(suite, "sdk", read_signatures, sdk);
    add(suite, "received", read_received, received);
    add(suite, "strict", read_signatures, strict);
    return run_suite(suite);
}
