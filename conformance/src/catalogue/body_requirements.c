/* Bodies, as they are signed. Each registers a user, or asks for what is unknown. */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/user.h"
#include "requirement.h"

/* A request of that body, signed with that content. */
static const struct answer *post(const char *body, const char *content)
{
    return send_call(&(struct call){.path = "/snapTrade/registerUser",
                                    .method = "POST",
                                    .without = WITHOUT_USER,
                                    .body = body,
                                    .content = content});
}

/* The same of what needs no body, and finds nothing when the signature is right. */
static const struct answer *post_nothing(const char *body, const char *content)
{
    return send_call(&(struct call){.path = "/authorizations/" UNKNOWN_ID "/refresh",
                                    .method = "POST",
                                    .body = body,
                                    .content = content});
}

/* `body` and `content` have `id` in them. */
static void expect_verified(const char *id, const char *body, const char *content)
{
    const cJSON *object = expect_object(post(body, content));
    expect_text("the userId", id, member_text(object, "userId"));
}

START_TEST(as_it_was_sent)
{
    const char *id = new_user_id(""), *body = text("{\"userId\":\"%s\"}", id);
    expect_verified(id, body, body);
    id = new_user_id("");
    body = text("{\"userId\":\"%s\",\"rsaPublicKey\":\"none\",\"a\":{\"c\":1,\"b\":2}}", id);
    expect_verified(id, body, body);
}
END_TEST

START_TEST(sorted_at_every_level)
{
    const char *id = new_user_id("");
    expect_verified(
        id, text("{\"z\":{\"b\":1,\"a\":[{\"y\":\"\xc3\xa9\",\"x\":null}]},\"userId\":\"%s\"}", id),
        text("{\"userId\":\"%s\",\"z\":{\"a\":[{\"x\":null,\"y\":\"\xc3\xa9\"}],\"b\":1}}", id));
}
END_TEST

START_TEST(sorted_in_ascii)
{
    const char *id = new_user_id("");
    expect_verified(
        id, text("{\"z\":{\"b\":1,\"a\":\"\xc3\xa9\xf0\x9f\x98\x80\"},\"userId\":\"%s\"}", id),
        text("{\"userId\":\"%s\",\"z\":{\"a\":\"\\u00e9\\ud83d\\ude00\",\"b\":1}}", id));
}
END_TEST

START_TEST(sorted_at_the_top_only)
{
    const char *id = new_user_id("");
    expect_verified(id, text("{\"z\":{\"b\":1,\"a\":\"\xc3\xa9\"},\"userId\":\"%s\"}", id),
                    text("{\"userId\":\"%s\",\"z\":{\"b\":1,\"a\":\"\xc3\xa9\"}}", id));
}
END_TEST

START_TEST(whether_escaped_or_not)
{
    const char *id = new_user_id(""),
               *plain = text("{\"a\":\"J\xc3\xb6rg\",\"userId\":\"%s\"}", id);
    expect_verified(id, text("{\"userId\":\"%s\",\"a\":\"J\\u00f6rg\"}", id), plain);
    id = new_user_id("");
    expect_verified(id, text("{\"userId\":\"%s\",\"a\":\"J\xc3\xb6rg\"}", id),
                    text("{\"a\":\"J\\u00f6rg\",\"userId\":\"%s\"}", id));
}
END_TEST

START_TEST(with_numbers_as_they_were_sent)
{
    static const char numbers[] = "[1.0,1e3,1E+3,-0,0.10,12345678901234567890]";
    const char *id = new_user_id("");
    expect_verified(id, text("{\"userId\":\"%s\",\"n\":%s}", id, numbers),
                    text("{\"n\":%s,\"userId\":\"%s\"}", numbers, id));
}
END_TEST

START_TEST(without_white_space)
{
    const char *id = new_user_id("");
    expect_verified(id, text("{ \"a\" : [ 1 , \"b c\" ] ,\r\n\t\"userId\" : \"%s\"\n}\n", id),
                    text("{\"a\":[1,\"b c\"],\"userId\":\"%s\"}", id));
}
END_TEST

START_TEST(an_empty_object_is_null_too)
{
    expect_error(post_nothing("{}", "{}"), NO_SUCH);
    expect_error(post_nothing("{}", "null"), NO_SUCH);
    expect_error(post_nothing("{ }", "null"), NO_SUCH);
}
END_TEST

START_TEST(no_body_is_null)
{
    expect_error(post_nothing(NULL, NULL), NO_SUCH);
    expect_error(post_nothing(NULL, "{}"), BAD_SIGNATURE);
}
END_TEST

START_TEST(a_body_is_not_null)
{
    expect_error(post(text("{\"userId\":\"%s\"}", new_user_id("")), "null"), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":1}", "null"), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":1}", "{}"), BAD_SIGNATURE);
}
END_TEST

START_TEST(a_value_is_signed)
{
    const char *id = new_user_id(""), *other = new_user_id("");
    expect_error(post(text("{\"userId\":\"%s\"}", other), text("{\"userId\":\"%s\"}", id)),
                 BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":true}", "{\"a\":false}"), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":[1,2]}", "{\"a\":[2,1]}"), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":\"b c\"}", "{\"a\":\"b  c\"}"), BAD_SIGNATURE);
}
END_TEST

START_TEST(a_number_is_signed_as_text)
{
    expect_error(post_nothing("{\"a\":1.0}", "{\"a\":1}"), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":1e3}", "{\"a\":1000}"), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":12345678901234567890}", "{\"a\":12345678901234567000}"),
                 BAD_SIGNATURE);
}
END_TEST

START_TEST(every_member_is_signed)
{
    const char *id = new_user_id("");
    const char *less = text("{\"userId\":\"%s\"}", id);
    const char *more = text("{\"userId\":\"%s\",\"admin\":true}", id);
    expect_error(post(more, less), BAD_SIGNATURE);
    expect_error(post(less, more), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{\"b\":1}}"), BAD_SIGNATURE);
}
END_TEST

START_TEST(a_signature_is_of_one_body)
{
    const char *id = new_user_id(""),
               *query = text("clientId=%s&timestamp=%s", escaped(target()->credentials.client_id),
                             time_text(0));
    const char *body = text("{\"userId\":\"%s\"}", id), *other = text("{\"userId\":\"x%s\"}", id);
    struct call call = {
        .path = "/snapTrade/registerUser", .method = "POST", .query = query, .body = body};
    expect_status(send_call(&call), 200);
    call.content = body;
    call.body = other;
    expect_error(send_call(&call), BAD_SIGNATURE);
}
END_TEST

START_TEST(what_is_no_json_is_refused)
{
    expect_error(post("userId=x", "null"), BAD_SIGNATURE);
    expect_error(post_nothing("{\"a\":1", "{\"a\":1"), BAD_SIGNATURE);
}
END_TEST

START_TEST(a_refused_body_does_nothing)
{
    const char *id = new_user_id(""), *body = text("{\"userId\":\"%s\"}", id);
    expect_error(post(body, "null"), BAD_SIGNATURE);
    expect_verified(id, body, body);
}
END_TEST

START_TEST(as_java_prints_numbers)
{
    const char *id = new_user_id("");
    expect_verified(
        id, text("{\"n\":[1,2.50,{\"b\":1e7,\"a\":null}],\"m\":null,\"userId\":\"%s\"}", id),
        text("{\"n\":[1.0,2.5,{\"b\":1.0E7}],\"userId\":\"%s\"}", id));
}
END_TEST

static const struct requirement rows[] = {
    {"BODY-001", MUST, SPEC, "documentation of request signatures, 2026-05: content is the body",
     "changes signature", CHANGES, NULL, &as_it_was_sent,
     "The body as it was sent, compact, verifies as content."},
    {"BODY-002", MUST, SDK, "wire capture of official SDKs: TypeScript and Go",
     "changes signature sdk-need", CHANGES, NULL, &sorted_at_every_level,
     "The body with its members sorted at every level, in UTF-8, verifies (TypeScript, Go)."},
    {"BODY-003", MUST, SDK, "wire capture of official SDKs: Python and PHP",
     "changes signature sdk-need", CHANGES, NULL, &sorted_in_ascii,
     "The body sorted at every level, non-ASCII as \\uXXXX, verifies (Python, PHP)."},
    {"BODY-004", MUST, SDK, "wire capture of official SDKs: Ruby and Java",
     "changes signature sdk-need", CHANGES, NULL, &sorted_at_the_top_only,
     "The body sorted at its top level only verifies (Ruby, Java)."},
    {"BODY-005", MUST, SDK, "wire capture of PyPI's snaptrade 1.1.0, and of official SDKs",
     "changes signature encoding sdk-need", CHANGES, NULL, &whether_escaped_or_not,
     "Whether a body is sent with \\uXXXX or UTF-8, it verifies signed with the other."},
    {"BODY-006", MUST, SDK,
     "wire capture of official SDKs: each prints numbers as its language does",
     "changes signature sdk-need", CHANGES, NULL, &with_numbers_as_they_were_sent,
     "A number in a body is signed with the text that was sent, whatever it is: 1.0, 1e3, "
     "12345678901234567890."},
    {"BODY-007", MUST, SDK, "wire capture of PyPI's snaptrade 1.1.0: it sends spaces",
     "changes signature sdk-need", CHANGES, NULL, &without_white_space,
     "White space in the body that is sent does not matter outside strings: it is signed without."},
    {"BODY-008", MUST, SDK, "wire capture of official SDKs: some sign {} as null",
     "changes signature sdk-need", CHANGES, NULL, &an_empty_object_is_null_too,
     "A body of {} verifies signed as {} (Ruby, Go) and as null (Python, TypeScript, PHP, Java)."},
    {"BODY-009", MUST, SDK, "wire capture of official SDKs", "changes signature", CHANGES, NULL,
     &no_body_is_null, "A POST without a body is signed with null, and not with {}."},
    {"BODY-010", MUST, SPEC, "documentation of request signatures, 2026-05: content is the body",
     "changes signature tamper", CHANGES, NULL, &a_body_is_not_null,
     "A body that was signed as null or {}: 401 Unable to verify signature sent, code 1076."},
    {"BODY-011", MUST, SPEC, "documentation of request signatures, 2026-05: content is the body",
     "changes signature tamper", CHANGES, NULL, &a_value_is_signed,
     "A body of which one value was changed, an array turned round, or a space added in a string: "
     "401."},
    {"BODY-012", MUST, ASSUMED, "our choice", "changes signature tamper", CHANGES, NULL,
     &a_number_is_signed_as_text,
     "A number that was signed with another text than sent, such as 1 for 1.0: 401."},
    {"BODY-013", MUST, SPEC, "documentation of request signatures, 2026-05: content is the body",
     "changes signature tamper", CHANGES, NULL, &every_member_is_signed,
     "A body with a member more or less than signed, at whatever level: 401."},
    {"BODY-014", MUST, SPEC, "documentation of request signatures, 2026-05: content is the body",
     "changes signature tamper", CHANGES, NULL, &a_signature_is_of_one_body,
     "A signature that was right with one body is refused with another."},
    {"BODY-015", MUST, ASSUMED, "our choice", "changes signature", CHANGES, NULL,
     &what_is_no_json_is_refused, "A body that is no JSON cannot be signed: 401."},
    {"BODY-016", MUST, SPEC, "OpenAPI file, 2026-08: each call lists its credentials",
     "changes signature", CHANGES, NULL, &a_refused_body_does_nothing,
     "A request whose body was refused does nothing."},
    {"BODY-017", SHOULD, SDK, "vectors of the Java SDK: it reads a body's numbers as doubles",
     "changes signature sdk-deviation", CHANGES, NULL, &as_java_prints_numbers,
     "A body signed as Java's SDK does is accepted: every number as a double (1.0 for 1, 1.0E7), "
     "members that are null left out."},
};
const struct area body_area = AREA("BODY", "signatures of bodies", rows);
