/* Signatures: the SDKs' own vectors against signer and verifier, and requests as received. */
#include "snaptrade/verify.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

static cJSON *vectors;
static char *source; /* what they were read from */
static snaptrade_signer *signer;

static void read_vectors(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    enum { MOST = 1 << 20 };
    source = calloc(1, MOST);
    ck_assert_ptr_nonnull(source);
    ck_assert_uint_lt(fread(source, 1, MOST, file), MOST);
    fclose(file);
    vectors = cJSON_Parse(source);
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

static void read_bodies(void)
{
    read_vectors(FIXTURES_DIR "/vectors/bodies.json");
    ck_assert_int_ge(cJSON_GetArraySize(vectors), 90);
}

static void drop(void)
{
    snaptrade_signer_free(signer);
    cJSON_Delete(vectors);
    free(source);
}

static const char *text(const cJSON *vector, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(vector, name));
}

static bool has_body(const cJSON *vector)
{
    return strncmp(text(vector, "name"), "post_", 5) == 0;
}

/* As the SDK sent it. Where that is not known, as it stands in the file: cJSON would read and print
 * its numbers anew. The caller frees it; NULL: none. */
static char *body_of(const cJSON *vector)
{
    const char *sent = text(vector, "body_sent"), *name = text(vector, "name");
    if (!has_body(vector))
        return NULL;
    if (sent != NULL)
        return strdup(sent);
    const char *from = source;
    do {
        from = strstr(from + 1, name);
        ck_assert_ptr_nonnull(from);
    } while (from[strlen(name)] != '"');
    from = strstr(from, "\"content\": ");
    ck_assert_ptr_nonnull(from);
    from += strlen("\"content\": ");
    const char *end = strstr(from, ",\n  \"canonical\"");
    ck_assert_ptr_nonnull(end);
    return strndup(from, (size_t)(end - from));
}

/* Java escapes neither quotes nor backslashes in the query, which is no JSON. */
static bool is_refused(const cJSON *vector)
{
    return strcmp(text(vector, "name"), "quote_backslash_query.java") == 0;
}

/* Java signs 1 as 1.0. */
static bool has_javas_numbers(const cJSON *vector)
{
    static const char *const names[] = {"post_nested.java", "post_floats.java",
                                        "post_nested_order.java"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text(vector, "name"), names[i]) == 0)
            return true;
    return false;
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
        ck_assert_msg(!is_refused(vector) == (matches(&request, SNAPTRADE_ESCAPE_UTF8, canonical) ||
                                              matches(&request, SNAPTRADE_ESCAPE_ASCII, canonical)),
                      "%s", name);
    }
}
END_TEST

START_TEST(the_verifier_accepts_what_the_sdks_sign)
{
    const cJSON *vector;
    int bodies = 0;
    cJSON_ArrayForEach(vector, vectors)
    {
        char *body = body_of(vector), rule[SNAPTRADE_RULE_SIZE];
        struct snaptrade_verify_input input = {
            .consumer_key = text(vector, "consumer_key"),
            .path = text(vector, "path"),
            .query = text(vector, "query"),
            .body = body,
            .signature = text(vector, "signature"),
        };
        const char *name = text(vector, "name");
        bool accepted = snaptrade_verify(signer, &input, rule) == SNAPTRADE_VERIFY_MATCH;
        ck_assert_msg(accepted != is_refused(vector), "%s", name);
        if (body != NULL) {
            bool java = has_javas_numbers(vector);
            ck_assert_msg(strcmp(rule, java ? "java-body" : "wire") == 0 ||
                              (!java && strcmp(rule, "encoded-key") == 0),
                          "%s: %s", name, rule);
            input.strict = true;
            ck_assert_msg((snaptrade_verify(signer, &input, rule) == SNAPTRADE_VERIFY_MATCH) ==
                              !java,
                          "strict: %s", name);
        }
        bodies += body != NULL;
        free(body);
    }
    ck_assert_int_eq(bodies, 42);
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
            .body = text(vector, "body"),
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

/* Every single-byte change of path, query, body, key and signature; here under strict checking,
 * since lenient checking accepts a change of an escape's case. */
START_TEST(strict_checking_refuses_every_changed_byte)
{
    static const char path[] = "/api/v1/authorizations";
    static const char query[] = "clientId=PASSIVTEST&timestamp=1683000000&userId=a%2Fb";
    static const char body[] = "{\"userId\":\"a b\",\"n\":[1,2.50,true]}";
    const struct snaptrade_signed_request request = {path, query, body};
    char key[] = "testConsumerKey123", signature[SNAPTRADE_SIGNATURE_SIZE];
    char sent_path[sizeof path], sent_query[sizeof query], sent_body[sizeof body],
        rule[SNAPTRADE_RULE_SIZE];
    ck_assert(snaptrade_sign(key, &request, signature));
    memcpy(sent_path, path, sizeof path);
    memcpy(sent_query, query, sizeof query);
    memcpy(sent_body, body, sizeof body);
    const struct snaptrade_verify_input input = {key,       sent_path, sent_query,
                                                 sent_body, signature, true};
    ck_assert_int_eq(snaptrade_verify(signer, &input, rule), SNAPTRADE_VERIFY_MATCH);
    char *const texts[] = {sent_path, sent_query, sent_body, key, signature};
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
    const TTest *const bodies[] = {a_request_as_received_matches_its_rule_or_none, NULL};
    const TTest *const strict[] = {strict_checking_refuses_every_changed_byte, NULL};
    add(suite, "sdk", read_signatures, sdk);
    add(suite, "received", read_received, received);
    add(suite, "bodies", read_bodies, bodies);
    add(suite, "strict", read_signatures, strict);
    return run_suite(suite);
}
