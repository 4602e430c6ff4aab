/* Errors that no one call has for itself: the envelope, unknown paths, other methods. */
#include <string.h>

#include "../exchange/expect.h"
#include "requirement.h"

#define NOT_FOUND 404, "Not found.", "0000"

static const char below_one[] = "/authorizations/" UNKNOWN_ID "/x";

START_TEST(the_envelope_is_compact_and_in_order)
{
    const struct answer *answer =
        send_call(&(struct call){.path = "/authorizations", .signed_key = "wrong"});
    expect_status(answer, 401);
    expect_body(answer, "{\"detail\":\"Unable to verify signature sent\","
                        "\"status_code\":401,\"code\":\"1076\"}");
}
END_TEST

START_TEST(the_envelope_repeats_the_status)
{
    const struct answer *const answers[] = {
        send_get("/authorizations/x"), send_get("/authorizations/" UNKNOWN_ID),
        send_call(&(struct call){.path = "/authorizations", .query = ""}), NULL};
    for (size_t i = 0; answers[i] != NULL; i++) {
        const cJSON *envelope = expect_json(answers[i]);
        const cJSON *status = cJSON_GetObjectItemCaseSensitive(envelope, "status_code");
        expect_that(cJSON_IsNumber(status) && status->valueint == answers[i]->status, "status_code",
                    text("%d, as the status", answers[i]->status), json_text(status));
    }
}
END_TEST

START_TEST(an_unknown_path_is_not_found)
{
    static const char *const paths[] = {"/authorization", "/Authorizations",
                                        "/sessionevents", below_one,
                                        "/connection",    "/there/is/no/such/path"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        expect_error(send_get(paths[i]), NOT_FOUND);
        expect_error(send_call(&(struct call){.path = paths[i], .query = ""}), NOT_FOUND);
    }
}
END_TEST

START_TEST(slashes_count)
{
    static const char *const paths[] = {"/authorizations/", "//authorizations", "/sessionEvents/",
                                        "/authorizations//" UNKNOWN_ID};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect_error(send_get(paths[i]), NOT_FOUND);
}
END_TEST

static const struct {
    const char *path, *method, *allow;
} others[] = {
    {"/authorizations", "PUT", "GET, HEAD, OPTIONS"},
    {"/authorizations", "DELETE", "GET, HEAD, OPTIONS"},
    {"/authorizations/" UNKNOWN_ID, "POST", "GET, DELETE, HEAD, OPTIONS"},
    {"/authorizations/" UNKNOWN_ID, "PATCH", "GET, DELETE, HEAD, OPTIONS"},
    {"/sessionEvents", "DELETE", "GET, HEAD, OPTIONS"},
    {"/connection/" UNKNOWN_ID, "GET", "DELETE, OPTIONS"},
};

START_TEST(another_method_is_not_allowed)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const struct answer *answer =
            send_call(&(struct call){.path = others[i].path, .method = others[i].method});
        expect_error(answer, 405, text("Method \"%s\" not allowed.", others[i].method), "0000");
        expect_header(answer, "Allow", others[i].allow);
    }
}
END_TEST

START_TEST(another_method_is_refused_before_credentials_are_looked_at)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        expect_status(send_call(&(struct call){
                          .path = others[i].path, .method = others[i].method, .query = ""}),
                      405);
}
END_TEST

START_TEST(every_status_has_its_reason_phrase)
{
    const struct {
        const struct answer *answer;
        int status;
        const char *reason;
    } rows[] = {
        {send_get("/authorizations"), 200, "OK"},
        {send_get("/authorizations/x"), 400, "Bad Request"},
        {send_call(&(struct call){.path = "/authorizations", .query = ""}), 401, "Unauthorized"},
        {send_get("/authorizations/" UNKNOWN_ID), 404, "Not Found"},
        {send_get("/connection/" UNKNOWN_ID), 405, "Method Not Allowed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_status(rows[i].answer, rows[i].status);
        expect_text("the reason phrase", rows[i].reason, rows[i].answer->reason);
    }
}
END_TEST

START_TEST(an_unknown_path_is_unknown_to_every_method)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        const struct answer *answer =
            send_call(&(struct call){.path = "/there/is/no/such/path", .method = methods[i]});
        expect_error(answer, NOT_FOUND);
        expect_no_header(answer, "Allow");
    }
}
END_TEST

static const struct requirement rows[] = {
    {"ERROR-001", MUST, LIVE, "answers of the service that users published: all of them",
     "smoke envelope", NOTHING, NULL, &the_envelope_is_compact_and_in_order,
     "An error is {\"detail\":\"...\",\"status_code\":401,\"code\":\"1076\"}, compact, in this "
     "order, code a string."},
    {"ERROR-002", MUST, LIVE, "answers of the service that users published: all of them",
     "envelope", NOTHING, NULL, &the_envelope_repeats_the_status,
     "status_code is the status of the answer."},
    {"ERROR-003", MUST, ASSUMED, "our choice", "path", NOTHING, NULL, &an_unknown_path_is_not_found,
     "An unknown path: 404 Not found., 0000, with or without credentials."},
    {"ERROR-004", SHOULD, ASSUMED, "our choice", "path", NOTHING, NULL, &slashes_count,
     "A path with a slash more is unknown, and redirected nowhere."},
    {"ERROR-005", MUST, ASSUMED, "our choice", "method order", NOTHING, NULL,
     &another_method_is_not_allowed,
     "A method not served on a known path: 405 Method \"PUT\" not allowed., with Allow."},
    {"ERROR-006", MUST, ASSUMED, "our choice", "method order", NOTHING, NULL,
     &another_method_is_refused_before_credentials_are_looked_at,
     "A method not served answers 405 before any credential is checked."},
    {"ERROR-007", MUST, SDK, "wire capture of official SDKs: Python shows the reason phrase",
     "sdk-need", NOTHING, NULL, &every_status_has_its_reason_phrase,
     "Every status comes with its reason phrase, which Python's SDK shows."},
    {"ERROR-008", MUST, ASSUMED, "our choice", "path", NOTHING, NULL,
     &an_unknown_path_is_unknown_to_every_method,
     "An unknown path is 404 whatever the method, and has no Allow."},
};
const struct area error_area = AREA("ERROR", "errors of no one call", rows);
