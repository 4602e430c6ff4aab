/* Signatures: which are accepted, which are refused. */
#include <string.h>

#include "../exchange/expect.h"
#include "requirement.h"

static const char list_path[] = "/authorizations";

/* The base path that SDKs of other years use: with or without /api/v1. */
static const char *other_base_path(void)
{
    static const char prefix[] = "/api/v1";
    const char *base = target()->base_path;
    size_t length = strlen(base), end = sizeof prefix - 1;
    if (length >= end && strcmp(base + length - end, prefix) == 0)
        return text("%.*s", (int)(length - end), base);
    return text("%s%s", base, prefix);
}

static const char *user_query(const struct credentials *as)
{
    return text("userId=%s&userSecret=%s&clientId=%s&timestamp=%s", escaped(as->user_id),
                escaped(as->user_secret), escaped(as->client_id), time_text(0));
}

START_TEST(a_request_signed_as_sent_is_accepted)
{
    expect_status(send_get(list_path), 200);
}
END_TEST

START_TEST(a_missing_signature_is_refused)
{
    expect_error(send_call(&(struct call){.path = list_path, .without = WITHOUT_SIGNATURE}),
                 BAD_SIGNATURE);
}
END_TEST

START_TEST(a_signature_of_another_key_is_refused)
{
    const char *key = target()->credentials.consumer_key;
    expect_error(send_call(&(struct call){.path = list_path, .signed_key = text("%sx", key)}),
                 BAD_SIGNATURE);
    expect_error(send_call(&(struct call){.path = list_path, .signed_key = text("%s\n", key)}),
                 BAD_SIGNATURE);
}
END_TEST

START_TEST(the_method_is_not_signed)
{
    const char *query = user_query(&target()->credentials);
    expect_status(send_call(&(struct call){.path = list_path, .query = query}), 200);
    expect_status(send_call(&(struct call){.path = list_path, .query = query, .method = "HEAD"}),
                  200);
}
END_TEST

START_TEST(the_order_of_parameters_is_free)
{
    const struct credentials *as = &target()->credentials;
    const char *user = escaped(as->user_id), *secret = escaped(as->user_secret);
    const char *id = escaped(as->client_id), *now = time_text(0);
    const char *const queries[] = {
        text("clientId=%s&userId=%s&userSecret=%s&timestamp=%s", id, user, secret, now),
        text("clientId=%s&timestamp=%s&userId=%s&userSecret=%s", id, now, user, secret),
        text("timestamp=%s&userSecret=%s&userId=%s&clientId=%s", now, secret, user, id)};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_status(send_call(&(struct call){.path = list_path, .query = queries[i]}), 200);
}
END_TEST

START_TEST(what_was_changed_after_signing_is_refused)
{
    const char *query = user_query(&target()->credentials);
    const struct call calls[] = {
        {.path = list_path, .query = text("%s&more=1", query), .signed_query = query},
        {.path = list_path, .query = query, .signed_query = text("%s&more=1", query)},
        {.path = list_path, .query = query, .signed_query = text("?%s", query)},
        {.path = list_path, .query = query, .signed_query = text("x%s", query)},
        {.path = list_path, .query = query, .signed_query = ""},
        {.path = list_path, .query = query, .signed_path = "/sessionEvents"},
        {.path = list_path,
         .query = query,
         .signed_path = text("%s%s/", target()->base_path, list_path)},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        expect_error(send_call(&calls[i]), BAD_SIGNATURE);
}
END_TEST

START_TEST(both_base_paths_answer)
{
    expect_status(send_get(list_path), 200);
    expect_status(send_call(&(struct call){.path = list_path, .base_path = other_base_path()}),
                  200);
}
END_TEST

START_TEST(the_key_may_be_uri_encoded)
{
    static const char encoded[] = "key%20with%20+%20/%20100%25%20and%20%C3%A9";
    expect_status(send_call(&(struct call){.path = list_path, .as = &partner_2}), 200);
    expect_status(
        send_call(&(struct call){.path = list_path, .as = &partner_2, .signed_key = encoded}), 200);
}
END_TEST

START_TEST(the_other_base_path_may_be_signed)
{
    const char *other = text("%s%s", other_base_path(), list_path);
    expect_status(send_call(&(struct call){.path = list_path, .signed_path = other}), 200);
}
END_TEST

START_TEST(the_path_may_be_signed_decoded)
{
    const char *decoded = text("%s/authorizations/not a/uuid", target()->base_path);
    expect_error(
        send_call(&(struct call){.path = "/authorizations/not%20a%2Fuuid", .signed_path = decoded}),
        BAD_ID);
}
END_TEST

/* As Python from 12 signs: userId and userSecret not yet encoded. */
static const char *raw_ids_query(const char *query, const struct credentials *as)
{
    const char *rest = strstr(query, "&clientId=");
    return text("userId=%s&userSecret=%s%s", as->user_id, as->user_secret, rest);
}

START_TEST(ids_may_be_signed_before_they_are_encoded)
{
    const char *query = user_query(&spaced_user);
    const struct call call = {.path = list_path,
                              .as = &spaced_user,
                              .query = query,
                              .signed_query = raw_ids_query(query, &spaced_user)};
    expect_status(send_call(&call), 200);
}
END_TEST

START_TEST(non_ascii_may_be_signed_as_ascii_escapes)
{
    const char *query = user_query(&spaced_user);
    const struct call call = {.path = list_path,
                              .as = &spaced_user,
                              .query = query,
                              .signed_query = raw_ids_query(query, &spaced_user),
                              .escape = SNAPTRADE_ESCAPE_ASCII};
    expect_status(send_call(&call), 200);
}
END_TEST

START_TEST(values_may_be_signed_encoded_anew)
{
    const char *client = escaped(target()->credentials.client_id), *now = time_text(0);
    const struct call call = {
        .path = "/sessionEvents",
        .query =
            text("PartnerClientId=%s&clientId=%s&timestamp=%s&userId=a,b", client, client, now),
        .signed_query =
            text("PartnerClientId=%s&clientId=%s&timestamp=%s&userId=a%%2Cb", client, client, now)};
    expect_array(send_call(&call));
}
END_TEST

START_TEST(what_sdks_do_they_may_do_together)
{
    const char *query = user_query(&spaced_user);
    const char *other = text("%s%s", other_base_path(), list_path);
    const struct call python = {.path = list_path,
                                .as = &spaced_user,
                                .query = query,
                                .signed_path = other,
                                .signed_query = raw_ids_query(query, &spaced_user)};
    const struct call typescript = {.path = list_path,
                                    .as = &partner_2,
                                    .signed_path = other,
                                    .signed_key = "key%20with%20+%20/%20100%25%20and%20%C3%A9"};
    expect_status(send_call(&python), 200);
    expect_status(send_call(&typescript), 200);
}
END_TEST

START_TEST(a_space_may_be_sent_as_plus)
{
    const char *query = user_query(&spaced_user);
    const char *space = strstr(query, "%20");
    ck_assert_ptr_nonnull(space);
    expect_status(send_call(&(struct call){.path = list_path,
                                           .query = text("%.*s+%s", (int)(space - query), query,
                                                         space + strlen("%20"))}),
                  200);
}
END_TEST

START_TEST(what_a_query_may_hold_is_sent_raw_or_escaped)
{
    static const char *const ids[] = {"John.doe@snaptrade.com", "John.doe%40snaptrade.com",
                                      "%4aohn%2Edoe%40snaptrade.com"};
    const char *query = user_query(&john);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        expect_items(send_call(&(struct call){
            .path = list_path, .query = text("userId=%s%s", ids[i], strchr(query, '&'))}));
    expect_error(send_call(&(struct call){.path = list_path,
                                          .query = text("userId=a/b~c:d@e%s", strchr(query, '&'))}),
                 BAD_USER);
}
END_TEST

START_TEST(only_padded_base64_is_a_signature)
{
    const char *query = user_query(&target()->credentials);
    const struct snaptrade_signed_request request = {
        .path = text("%s%s", target()->base_path, list_path), .query = query};
    char good[SNAPTRADE_SIGNATURE_SIZE];
    ck_assert(snaptrade_sign(target()->credentials.consumer_key, &request, good));
    const char *const bad[] = {"",
                               "x",
                               text("%.43s", good),
                               text("%s=", good),
                               text("%.20s %s", good, good + 20),
                               text("\"%s\"", good),
                               "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
    expect_status(send_call(&(struct call){.path = list_path, .query = query, .signature = good}),
                  200);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_error(
            send_call(&(struct call){.path = list_path, .query = query, .signature = bad[i]}),
            BAD_SIGNATURE);
}
END_TEST

START_TEST(a_signature_is_compared_as_text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *query = user_query(&target()->credentials);
    const struct snaptrade_signed_request request = {
        .path = text("%s%s", target()->base_path, list_path), .query = query};
    char other[SNAPTRADE_SIGNATURE_SIZE];
    ck_assert(snaptrade_sign(target()->credentials.consumer_key, &request, other));
    /* The last digit before the padding carries two bits that no decoder looks at. */
    other[42] = digits[(size_t)(strchr(digits, other[42]) - digits) ^ 1];
    expect_error(send_call(&(struct call){.path = list_path, .query = query, .signature = other}),
                 BAD_SIGNATURE);
}
END_TEST

START_TEST(spaces_around_a_signature_do_not_count)
{
    const char *query = user_query(&target()->credentials);
    const struct snaptrade_signed_request request = {
        .path = text("%s%s", target()->base_path, list_path), .query = query};
    char good[SNAPTRADE_SIGNATURE_SIZE];
    ck_assert(snaptrade_sign(target()->credentials.consumer_key, &request, good));
    expect_status(send_call(&(struct call){
                      .path = list_path, .query = query, .signature = text("  %s  ", good)}),
                  200);
}
END_TEST

START_TEST(two_signatures_are_refused)
{
    const char *query = user_query(&target()->credentials);
    expect_error(
        send_call(&(struct call){.path = list_path,
                                 .query = query,
                                 .header = "Signature: "
                                           "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}),
        BAD_SIGNATURE);
}
END_TEST

static const struct requirement rows[] = {
    {"SIGN-001", MUST, SDK, "wire capture of official SDKs: all of them", "smoke signature",
     NOTHING, NULL, &a_request_signed_as_sent_is_accepted,
     "A request with the base64 HMAC-SHA256 of {\"content\":null,\"path\":P,\"query\":Q}, P and Q "
     "as sent, is accepted."},
    {"SIGN-002", MUST, LIVE, "answers of the service that users published: no Signature",
     "signature", NOTHING, NULL, &a_missing_signature_is_refused,
     "Without a Signature header: 401 Unable to verify signature sent, code 1076."},
    {"SIGN-003", MUST, LIVE, "answers of the service that users published: wrong key",
     "smoke signature", NOTHING, NULL, &a_signature_of_another_key_is_refused,
     "A signature made with another key: 401 Unable to verify signature sent, code 1076."},
    {"SIGN-004", MUST, SDK, "wire capture of official SDKs: no SDK signs the method", "signature",
     NOTHING, NULL, &the_method_is_not_signed, "The method is not part of what is signed."},
    {"SIGN-005", MUST, SDK, "wire capture of official SDKs: orders differ per SDK", "signature",
     NOTHING, NULL, &the_order_of_parameters_is_free,
     "Query parameters may come in any order, and are verified in the order sent."},
    {"SIGN-006", MUST, SDK, "wire capture of official SDKs: path and query are signed as sent",
     "signature", NOTHING, NULL, &what_was_changed_after_signing_is_refused,
     "A path or query other than the signed one: 401 Unable to verify signature sent."},
    {"SIGN-007", MUST, LIVE,
     "wire capture of official SDKs: the base URL changed on 2026-06-17, and both serve",
     "signature base-url", NOTHING, NULL, &both_base_paths_answer,
     "The calls answer below /api/v1 and without it."},
    {"SIGN-008", MUST, SDK,
     "wire capture of official SDKs: TypeScript signs with encodeURI(consumerKey)",
     "signature sdk-deviation", DEFAULT_FIXTURES, NULL, &the_key_may_be_uri_encoded,
     "The consumerKey as it is and its encodeURI() form (TypeScript) both verify."},
    {"SIGN-009", SHOULD, ASSUMED, "a convenience of ours for SDKs that sign a fixed prefix",
     "signature sdk-deviation base-url", NOTHING, NULL, &the_other_base_path_may_be_signed,
     "A path signed with /api/v1 but sent without it, or the reverse, is accepted."},
    {"SIGN-010", MUST, SDK, "wire capture of official SDKs: Go and C# sign the path decoded",
     "signature sdk-deviation", NOTHING, NULL, &the_path_may_be_signed_decoded,
     "A path signed percent-decoded (Go, C#) is accepted: a bad id gets its 400."},
    {"SIGN-011", MUST, SDK,
     "wire capture of official SDKs: Python from 12.0.0 signs ids before it encodes them",
     "signature sdk-deviation encoding", DEFAULT_FIXTURES, NULL,
     &ids_may_be_signed_before_they_are_encoded,
     "userId and userSecret signed before they are encoded (Python from 12) are accepted."},
    {"SIGN-012", MUST, SDK, "wire capture of official SDKs: Python and PHP sign \\uXXXX",
     "signature sdk-deviation encoding", DEFAULT_FIXTURES, NULL,
     &non_ascii_may_be_signed_as_ascii_escapes,
     "Non-ASCII characters may be signed as \\uXXXX (Python, PHP) or as UTF-8."},
    {"SIGN-013", SHOULD, ASSUMED, "reading the code of the C# SDK, which was not run",
     "signature sdk-deviation encoding", NOTHING, NULL, &values_may_be_signed_encoded_anew,
     "A query signed with every value decoded and encoded anew (C#) is accepted."},
    {"SIGN-014", SHOULD, SDK,
     "wire capture of official SDKs: TypeScript 11 and Python 12 combine them",
     "signature sdk-deviation", DEFAULT_FIXTURES, NULL, &what_sdks_do_they_may_do_together,
     "These deviations are accepted together, as SDKs combine them."},
    {"SIGN-015", MUST, SDK, "wire capture of official SDKs: a space arrives as + or %20",
     "signature encoding", DEFAULT_FIXTURES, NULL, &a_space_may_be_sent_as_plus,
     "A space in a query value may be sent as + or as %20."},
    {"SIGN-016", MUST, ASSUMED, "our choice", "signature", NOTHING, NULL,
     &only_padded_base64_is_a_signature,
     "A Signature that is empty, unpadded, quoted, hexadecimal or of another length is refused."},
    {"SIGN-017", MUST, ASSUMED, "our choice", "signature", NOTHING, NULL,
     &a_signature_is_compared_as_text, "A different base64 text of the same bytes is refused."},
    {"SIGN-018", SHOULD, ASSUMED, "our choice", "signature headers", NOTHING, NULL,
     &spaces_around_a_signature_do_not_count, "Spaces around the Signature value are ignored."},
    {"SIGN-019", MUST, ASSUMED, "our choice", "signature headers", NOTHING, NULL,
     &two_signatures_are_refused,
     "Several Signature headers: 401 Unable to verify signature sent."},
    {"SIGN-020", MUST, SDK, "wire capture of official SDKs: / @ ~ arrive raw from some",
     "signature encoding", DEFAULT_FIXTURES, NULL, &what_a_query_may_hold_is_sent_raw_or_escaped,
     "Characters that a query may hold, such as / @ ~, may be sent raw or escaped."},
};
const struct area sign_area = AREA("SIGN", "signatures", rows);
