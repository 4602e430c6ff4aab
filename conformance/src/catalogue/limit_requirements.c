/* Throttling, on a server that is started with a small limit. */
#include <stdlib.h>
#include <string.h>

#include "../exchange/expect.h"
#include "requirement.h"

enum { LIMIT = 4 };
static const struct target_setup limited = {.options = {"--rate-limit", "4"}};
static const char list_path[] = "/authorizations";

static void spend(int requests)
{
    for (int i = 0; i < requests; i++)
        expect_status(send_get(list_path), 200);
}

static long number_of(const struct answer *answer, const char *name)
{
    const char *value = expect_some_header(answer, name);
    expect_that(*value != '\0' && strspn(value, "0123456789") == strlen(value), name, "a number",
                value);
    return strtol(value, NULL, 10);
}

START_TEST(what_is_too_much_is_throttled)
{
    spend(LIMIT);
    const struct answer *answer = send_get(list_path);
    expect_status(answer, 429);
    long seconds = number_of(answer, "X-RateLimit-Reset");
    expect_error(answer, 429,
                 text("Request was throttled. Expected available in %ld seconds.", seconds),
                 "0000");
    expect_between("X-RateLimit-Reset", 1, 60, seconds);
    expect_status(send_get("/authorizations/" UNKNOWN_ID), 429);
}
END_TEST

START_TEST(every_answer_tells_of_the_limit)
{
    for (long left = LIMIT - 1; left >= 0; left--) {
        const struct answer *answer = send_get(list_path);
        expect_header(answer, "X-RateLimit-Limit", text("%d", LIMIT));
        expect_header(answer, "X-RateLimit-Remaining", text("%ld", left));
        expect_between("X-RateLimit-Reset", 0, 60, number_of(answer, "X-RateLimit-Reset"));
    }
    const struct answer *throttled = send_get(list_path);
    expect_header(throttled, "X-RateLimit-Limit", text("%d", LIMIT));
    expect_header(throttled, "X-RateLimit-Remaining", "0");
}
END_TEST

START_TEST(each_partner_has_a_limit_of_its_own)
{
    spend(LIMIT);
    expect_status(send_get(list_path), 429);
    expect_status(send_call(&(struct call){.path = list_path, .as = &partner_2}), 200);
    expect_status(send_call(&(struct call){.path = list_path, .as = &second_user}), 429);
}
END_TEST

START_TEST(a_wrong_signature_spends_nothing)
{
    for (int i = 0; i <= LIMIT; i++)
        expect_error(send_call(&(struct call){.path = list_path, .signed_key = "wrong"}),
                     BAD_SIGNATURE);
    spend(LIMIT);
}
END_TEST

START_TEST(the_limit_is_checked_between_signature_and_user)
{
    struct credentials unknown = target()->credentials;
    unknown.user_id = "nobody@example.com";
    spend(LIMIT);
    expect_status(send_call(&(struct call){.path = list_path, .as = &unknown}), 429);
    expect_status(send_get("/authorizations/x"), 429);
    expect_error(send_call(&(struct call){.path = list_path, .signed_key = "wrong"}),
                 BAD_SIGNATURE);
    expect_error(send_call(&(struct call){.path = list_path, .timestamp = "x"}), BAD_TIMESTAMP);
}
END_TEST

static const struct requirement rows[] = {
    {"LIMIT-001", MUST, SPEC, "documentation of rate limiting, 2026-05", "limit", DEFAULT_FIXTURES,
     &limited, &what_is_too_much_is_throttled,
     "More requests than the limit: 429 Request was throttled. Expected available in N seconds., "
     "0000."},
    {"LIMIT-002", MUST, SPEC, "documentation of rate limiting, 2026-05", "limit headers",
     DEFAULT_FIXTURES, &limited, &every_answer_tells_of_the_limit,
     "X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset, in seconds, are on every "
     "answer."},
    {"LIMIT-003", MUST, SPEC, "documentation of rate limiting, 2026-05", "limit isolation",
     DEFAULT_FIXTURES, &limited, &each_partner_has_a_limit_of_its_own,
     "The limit is one of each clientId, whatever the user."},
    {"LIMIT-004", MUST, ASSUMED, "our choice", "limit signature", DEFAULT_FIXTURES, &limited,
     &a_wrong_signature_spends_nothing, "A request whose signature is refused spends nothing."},
    {"LIMIT-005", MUST, ASSUMED, "our choice of order", "limit order", DEFAULT_FIXTURES, &limited,
     &the_limit_is_checked_between_signature_and_user,
     "A spent limit answers before an unknown user or a bad id does, and after a wrong signature."},
};
const struct area limit_area = AREA("LIMIT", "throttling", rows);
