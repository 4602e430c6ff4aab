/* What holds for every answer, whatever the call. */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/model.h"
#include "requirement.h"

enum { ANSWERS = 5 };

/* One of each kind: found, refused, missing, unknown, not allowed. */
static void send_all_kinds(const struct answer *answers[ANSWERS])
{
    answers[0] = send_get("/authorizations");
    answers[1] = send_call(&(struct call){.path = "/authorizations", .signed_key = "wrong"});
    answers[2] = send_get("/authorizations/" UNKNOWN_ID);
    answers[3] = send_get("/authorizations/x");
    answers[4] = send_get("/connection/" UNKNOWN_ID);
}

START_TEST(bodies_are_json_and_said_to_be)
{
    const struct answer *answers[ANSWERS];
    send_all_kinds(answers);
    for (int i = 0; i < ANSWERS; i++) {
        expect_header(answers[i], "Content-Type", "application/json");
        expect_json(answers[i]);
    }
}
END_TEST

static const struct {
    const char *path, *allow;
} known_paths[] = {{"/authorizations", "GET, HEAD, OPTIONS"},
                   {"/authorizations/" UNKNOWN_ID, "GET, DELETE, HEAD, OPTIONS"},
                   {"/connection/" UNKNOWN_ID, "DELETE, OPTIONS"},
                   {"/sessionEvents", "GET, HEAD, OPTIONS"}};
enum { KNOWN_PATHS = sizeof known_paths / sizeof *known_paths };

START_TEST(allow_names_the_methods_of_the_path)
{
    for (size_t i = 0; i < KNOWN_PATHS; i++) {
        expect_header(send_get(known_paths[i].path), "Allow", known_paths[i].allow);
        expect_header(send_call(&(struct call){.path = known_paths[i].path, .query = ""}), "Allow",
                      known_paths[i].allow);
    }
}
END_TEST

START_TEST(every_answer_has_an_id_of_its_own)
{
    const struct answer *answers[ANSWERS];
    send_all_kinds(answers);
    for (int i = 0; i < ANSWERS; i++) {
        const char *id = expect_some_header(answers[i], "X-Request-ID");
        expect_that(strlen(id) == 32 && strspn(id, "0123456789abcdef") == 32, "X-Request-ID",
                    "32 lower-case hexadecimal digits", id);
        for (int k = 0; k < i; k++)
            expect_that(strcmp(id, answer_header(answers[k], "X-Request-ID")) != 0, "X-Request-ID",
                        "an id that no answer had before", id);
    }
}
END_TEST

START_TEST(the_services_security_headers_are_there)
{
    const struct answer *answers[ANSWERS];
    send_all_kinds(answers);
    for (int i = 0; i < ANSWERS; i++) {
        expect_header(answers[i], "X-Frame-Options", "DENY");
        expect_header(answers[i], "X-Content-Type-Options", "nosniff");
        expect_header(answers[i], "Referrer-Policy", "same-origin");
        expect_header(answers[i], "Cross-Origin-Opener-Policy", "same-origin");
        expect_header(answers[i], "Vary", "Accept, DNT, origin, Cookie");
    }
}
END_TEST

START_TEST(head_is_get_without_the_body)
{
    const char *id = first_id();
    const char *const paths[] = {"/authorizations", text("/authorizations/%s", id),
                                 "/authorizations/" UNKNOWN_ID};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct answer *get = send_get(paths[i]);
        const struct answer *head = send_call(&(struct call){.path = paths[i], .method = "HEAD"});
        const struct answer *raw = send_raw(&(struct call){.path = paths[i], .method = "HEAD"});
        expect_status(head, get->status);
        expect_status(raw, get->status);
        expect_body(raw, "");
        expect_header(head, "Content-Type", "application/json");
        expect_header(head, "Content-Length", text("%zu", get->body_length));
        expect_count("headers", get->header_count, head->header_count);
    }
}
END_TEST

START_TEST(options_names_the_methods_to_anybody)
{
    for (size_t i = 0; i < KNOWN_PATHS; i++) {
        const struct answer *answer = send_call(&(struct call){.path = known_paths[i].path,
                                                               .method = "OPTIONS",
                                                               .query = "",
                                                               .without = WITHOUT_SIGNATURE});
        expect_status(answer, 200);
        expect_header(answer, "Allow", known_paths[i].allow);
        expect_body(answer, "");
    }
}
END_TEST

static void expect_api_status(const char *base_path, const char *path)
{
    const cJSON *status = expect_object(send_call(&(struct call){
        .base_path = base_path, .path = path, .query = "", .without = WITHOUT_SIGNATURE}));
    expect_that(cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(status, "version")), "version",
                "\"version\" with a number", json_text(status));
    expect_that(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(status, "online")), "online",
                "\"online\":true", json_text(status));
    expect_date(required_text(status, "timestamp"), "timestamp");
}

START_TEST(the_api_status_needs_no_signature)
{
    expect_api_status(NULL, "/");
    expect_api_status("", "/");
    expect_api_status("", "/api/v1");
    expect_api_status("", "/api/v1/");
}
END_TEST

START_TEST(a_connection_serves_many_requests)
{
    const struct answer *answers[ANSWERS];
    send_get("/authorizations");
    send_all_kinds(answers);
    for (int i = 0; i < ANSWERS; i++)
        expect_open_connection(answers[i]);
}
END_TEST

START_TEST(a_body_is_read_and_ignored)
{
    static char body[64 * 1024 + 1];
    memset(body, ' ', sizeof body - 1);
    const char *const bodies[] = {"", "{}", "not json", body};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        expect_array(send_call(&(struct call){.path = "/authorizations", .body = bodies[i]}));
        expect_array(send_get("/authorizations"));
    }
    expect_error(send_call(&(struct call){
                     .path = "/authorizations/" UNKNOWN_ID, .method = "DELETE", .body = "{}"}),
                 NO_SUCH);
}
END_TEST

START_TEST(headers_that_sdks_send_do_not_matter)
{
    static const char *const headers[] = {
        "Content-Type: application/json", "Accept:", "Accept: text/html",
        "User-Agent:", "Content-Type: multipart/form-data; boundary=x"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        expect_array(send_call(&(struct call){.path = "/authorizations", .header = headers[i]}));
}
END_TEST

START_TEST(header_names_have_no_case)
{
    const char *query =
        text("userId=%s&userSecret=%s&clientId=%s&timestamp=%s",
             escaped(target()->credentials.user_id), escaped(target()->credentials.user_secret),
             escaped(target()->credentials.client_id), time_text(0));
    const struct snaptrade_signed_request request = {
        .path = text("%s/authorizations", target()->base_path), .query = query};
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    ck_assert(snaptrade_sign(target()->credentials.consumer_key, &request, signature));
    expect_array(send_call(&(struct call){.path = "/authorizations",
                                          .query = query,
                                          .without = WITHOUT_SIGNATURE,
                                          .header = text("signature: %s", signature)}));
}
END_TEST

static const struct requirement rows[] = {
    {"HTTP-001", MUST, LIVE, "answers of the service that users published: headers",
     "smoke headers", NOTHING, NULL, &bodies_are_json_and_said_to_be,
     "Every body is JSON with Content-Type: application/json, without a charset."},
    {"HTTP-002", MUST, LIVE, "answers of the service that users published: headers", "headers",
     NOTHING, NULL, &allow_names_the_methods_of_the_path,
     "Every answer on a known path has Allow with the methods of the path."},
    {"HTTP-003", MUST, LIVE, "answers of the service that users published: headers", "headers",
     NOTHING, NULL, &every_answer_has_an_id_of_its_own,
     "Every answer has an X-Request-ID of 32 lower-case hexadecimal digits of its own."},
    {"HTTP-004", SHOULD, LIVE, "answers of the service that users published: headers", "headers",
     NOTHING, NULL, &the_services_security_headers_are_there,
     "Every answer has the service's X-Frame-Options, X-Content-Type-Options, Referrer-Policy, "
     "Cross-Origin-Opener-Policy and Vary."},
    {"HTTP-005", MUST, ASSUMED, "our choice", "method", NOTHING, NULL,
     &head_is_get_without_the_body, "HEAD answers as GET does, with the same headers and no body."},
    {"HTTP-006", MUST, ASSUMED, "our choice", "method", NOTHING, NULL,
     &options_names_the_methods_to_anybody,
     "OPTIONS answers 200 with Allow and no body, unsigned."},
    {"HTTP-007", MUST, SPEC, "OpenAPI file, 2026-08: GET /", "status", NOTHING, NULL,
     &the_api_status_needs_no_signature,
     "GET /, /api/v1 and /api/v1/ answer version, timestamp and online, unsigned."},
    {"HTTP-008", SHOULD, SDK, "wire capture of official SDKs: they keep connections open",
     "connection sdk-need", NOTHING, NULL, &a_connection_serves_many_requests,
     "A connection serves many requests, refused ones too."},
    {"HTTP-009", MUST, ASSUMED, "our choice", "body", NOTHING, NULL, &a_body_is_read_and_ignored,
     "A body of up to 64 KiB on a call that has none is read and ignored."},
    {"HTTP-010", MUST, SDK,
     "wire capture of official SDKs: some send Content-Type without a body, some no Accept",
     "headers sdk-need", NOTHING, NULL, &headers_that_sdks_send_do_not_matter,
     "Content-Type on a request without a body and a missing Accept do not matter."},
    {"HTTP-011", MUST, ASSUMED, "RFC 9110, as everybody; no answer published", "headers", NOTHING,
     NULL, &header_names_have_no_case, "Header names are the same in any case."},
};
const struct area http_area = AREA("HTTP", "what holds for every answer", rows);
