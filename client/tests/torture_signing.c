/* Signing, verifying, explaining and masking, while memory runs out. */
#include <stdlib.h>

#include "outcome.h"
#include "snaptrade/content.h"
#include "snaptrade/diagnosis.h"
#include "snaptrade/signing.h"
#include "snaptrade/verify.h"

#define KEY "key with + / 100% and \xc3\xa9"
#define PATH "/api/v1/accounts/a%20b"
#define QUERY "userId=q%26a%2B100%25&clientId=PASSIVTEST&timestamp=1700000000"
#define BODY "{\"b\":1.0,\"a\":[1,{\"z\":null,\"y\":\"\xc3\xa9\\u2028 \\\" \"}],\"c\":1e7}"

static const struct snaptrade_signed_request request = {PATH, QUERY, BODY};

static void make_canonical(const void *row)
{
    static const enum snaptrade_escape escapes[] = {SNAPTRADE_ESCAPE_UTF8, SNAPTRADE_ESCAPE_ASCII};
    outcome.good = true;
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        char *text = snaptrade_canonical_string(&request, escapes[i]);
        outcome.good = outcome.good && text != NULL;
        outcome_add("canonical", text);
        free(text);
    }
    (void)row;
}

static void make_signature(const void *row)
{
    char signature[SNAPTRADE_SIGNATURE_SIZE] = "unset";
    (void)row;
    outcome.good = snaptrade_sign(KEY, &request, signature);
    outcome_add("signature", signature);
    if (!outcome.good && signature[0] != '\0')
        outcome.good = true; /* judged, and found to be something else */
}

static void sign_much(const void *row)
{
    char first[SNAPTRADE_SIGNATURE_SIZE] = "", second[SNAPTRADE_SIGNATURE_SIZE] = "";
    snaptrade_signer *signer = snaptrade_signer_new();
    (void)row;
    outcome.good = signer != NULL && snaptrade_signer_sign(signer, "a", "text", first) &&
                   snaptrade_signer_sign(signer, "a", "text", second) &&
                   snaptrade_signer_sign(signer, KEY, "text", second) &&
                   snaptrade_signer_sign(signer, "a", "text", second);
    outcome_add("first", first);
    outcome_add("second", second);
    snaptrade_signer_free(signer);
}

static void make_contents(const void *row)
{
    struct snaptrade_contents contents;
    outcome.good = snaptrade_contents_read(row, &contents);
    for (size_t i = 0; outcome.good && i < contents.count; i++)
        outcome_add("content", contents.texts[i]);
    if (outcome.good)
        outcome_add("java", contents.java);
    snaptrade_contents_free(&contents);
}

static void make_forms(const void *row)
{
    outcome.good = true;
    for (int form = 0; form < SNAPTRADE_CONTENT_FORMS; form++) {
        char *content = snaptrade_content(row, (enum snaptrade_content_form)form);
        outcome.good = outcome.good && content != NULL;
        outcome_add("form", content);
        free(content);
    }
}

/* One verification, of what a rule of this kind signs. */
struct verification {
    const char *key, *path, *query, *content, *body;
    bool strict, is_forged;
};

static void verify(const void *row)
{
    const struct verification *one = row;
    const struct snaptrade_signed_request what = {one->path, one->query, one->content};
    char signature[SNAPTRADE_SIGNATURE_SIZE], rule[SNAPTRADE_RULE_SIZE] = "";
    if (!snaptrade_sign(one->key, &what, signature))
        return;
    if (one->is_forged)
        signature[0] = (char)(signature[0] == 'A' ? 'B' : 'A');
    snaptrade_signer *signer = snaptrade_signer_new();
    const struct snaptrade_verify_input input = {KEY,       PATH,      QUERY,
                                                 one->body, signature, one->strict};
    enum snaptrade_verify_result result =
        signer != NULL ? snaptrade_verify(signer, &input, rule) : SNAPTRADE_VERIFY_NO_MEMORY;
    snaptrade_signer_free(signer);
    outcome.good = result != SNAPTRADE_VERIFY_NO_MEMORY;
    outcome_add("result", result == SNAPTRADE_VERIFY_MATCH ? "match" : "mismatch");
    outcome_add("rule", rule);
}

#define SORTED "{\"a\":[1,{\"y\":\"\xc3\xa9\\u2028 \\\" \",\"z\":null}],\"b\":1.0,\"c\":1e7}"
static const struct verification as_sent = {KEY, PATH, QUERY, BODY, BODY, true, false};
static const struct verification decoded = {KEY, "/accounts/a b", QUERY, NULL, NULL, false, false};
static const struct verification forged = {KEY, PATH, QUERY, BODY, BODY, false, true};
static const struct verification encoded_key = {
    "key%20with%20+%20/%20100%25%20and%20%C3%A9", PATH, QUERY, NULL, NULL, false, false};

/* A request that is refused, for this reason. */
struct refusal {
    const char *path, *query, *content, *sent_key;
    const char *body;
};

/* NOLINTNEXTLINE(readability-non-const-parameter): it becomes the value of a header */
static const struct snaptrade_header *header_of(char signature[SNAPTRADE_SIGNATURE_SIZE])
{
    static struct snaptrade_header header = {"Signature", NULL};
    header.value = signature;
    return &header;
}

static const struct snaptrade_known known = {.client_id = "PASSIVTEST",
                                             .consumer_key = KEY,
                                             .user_secret = "secret",
                                             .other_keys = (const char *const[]){"other"},
                                             .other_key_count = 1,
                                             .now = 1700000000};

static void diagnose(const void *row)
{
    const struct refusal *one = row;
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    const struct snaptrade_signed_request what = {one->path, one->query, one->content};
    if (!snaptrade_sign(one->sent_key, &what, signature))
        return;
    const struct snaptrade_received received = {
        one->body != NULL ? "POST" : "GET", PATH, QUERY, one->body, header_of(signature), 1};
    struct snaptrade_diagnosis diagnosis;
    outcome.good = snaptrade_diagnose(&received, &known, &diagnosis);
    if (outcome.good || diagnosis.mistake != NULL || diagnosis.signed_string != NULL) {
        outcome.good = true;
        outcome_add("mistake", diagnosis.mistake != NULL ? diagnosis.mistake->name : NULL);
        outcome_add("rule", diagnosis.rule);
        outcome_add("signed", diagnosis.signed_string);
        outcome_add("expected", diagnosis.expected_string);
    }
    snaptrade_diagnosis_free(&diagnosis);
}

static const struct refusal sorted = {PATH, "clientId=PASSIVTEST&timestamp=1700000000", NULL, KEY,
                                      NULL};
static const struct refusal other_key = {PATH, QUERY, NULL, "other", NULL};
static const struct refusal unsigned_body = {PATH, QUERY, NULL, KEY, BODY};
#define SECRET_BODY "{\"userId\":\"u\",\"userSecret\":\"a\\u0062c\",\"n\":[1]}"
static const struct refusal secret_body = {PATH, QUERY, NULL, KEY, SECRET_BODY};
static const struct refusal unknown = {PATH, QUERY, NULL, "nobody's", NULL};
static const struct refusal unknown_body = {PATH, QUERY, BODY, "nobody's", BODY};

static void compare(const void *row)
{
    char signature[SNAPTRADE_SIGNATURE_SIZE], offsets[64];
    struct snaptrade_comparison comparison;
    if (!snaptrade_sign(KEY, &request, signature))
        return;
    const struct snaptrade_received received = {"POST", PATH, QUERY, BODY, header_of(signature), 1};
    outcome.good = snaptrade_compare(&received, &known, row, &comparison);
    if (outcome.good || comparison.given != NULL || comparison.expected != NULL) {
        outcome.good = true;
        snprintf(offsets, sizeof offsets, "%d %d %zu %zu %zu", comparison.equal,
                 comparison.is_signed, comparison.offset, comparison.given_at,
                 comparison.expected_at);
        outcome_add("given", comparison.given);
        outcome_add("expected", comparison.expected);
        outcome_add("offsets", offsets);
    }
    snaptrade_comparison_free(&comparison);
}

#define SCENARIO(name, row, act)                                                                   \
    {                                                                                              \
        name, row, outcome_begin, act, outcome_check, outcome_end                                  \
    }

static const struct torture scenarios[] = {
    SCENARIO("canonical-string", NULL, make_canonical),
    SCENARIO("sign", NULL, make_signature),
    SCENARIO("signer", NULL, sign_much),
    SCENARIO("contents", BODY, make_contents),
    SCENARIO("contents-of-nothing-but-braces", " { } ", make_contents),
    SCENARIO("contents-of-no-json", "{\"a\":", make_contents),
    SCENARIO("contents-with-nul", "{\"b\":\"\\u0000\",\"a\":1}", make_contents),
    SCENARIO("content-forms", BODY, make_forms),
    SCENARIO("verify-as-sent", &as_sent, verify),
    SCENARIO("verify-decoded-path", &decoded, verify),
    SCENARIO("verify-encoded-key", &encoded_key, verify),
    SCENARIO("verify-forged", &forged, verify),
    SCENARIO("diagnose-short-query", &sorted, diagnose),
    SCENARIO("diagnose-other-key", &other_key, diagnose),
    SCENARIO("diagnose-unsigned-body", &unsigned_body, diagnose),
    SCENARIO("diagnose-secret-body", &secret_body, diagnose),
    SCENARIO("diagnose-unknown", &unknown, diagnose),
    SCENARIO("diagnose-unknown-body", &unknown_body, diagnose),
    SCENARIO("compare", "{\"content\":null,\"path\":\"" PATH "\",\"query\":\"" QUERY "\"}",
             compare),
    SCENARIO("compare-no-json", "content", compare),
};

int main(void)
{
    return torture_run("torture_signing", scenarios, sizeof scenarios / sizeof *scenarios);
}
