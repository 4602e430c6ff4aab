/* Every single byte that was changed after signing is refused. */
#include <ctype.h>
#include <string.h>

#include "../exchange/expect.h"
#include "requirement.h"

static const char list_path[] = "/authorizations";
static const struct target_setup strict = {.options = {"--signature-check", "strict"}};

/* With escapes of both kinds of digits in it. */
static const char *user_query(void)
{
    const struct credentials *as = &target()->credentials;
    return text("userId=%s&userSecret=%s&clientId=%s&timestamp=%s&note=a%%2Fb%%c3%%a9",
                escaped(as->user_id), escaped(as->user_secret), escaped(as->client_id),
                time_text(0));
}

/* `original` with another byte at `place`: `which` is 0 or 1; NULL: there is no such change. */
static const char *changed(const char *original, size_t place, int which)
{
    char byte = original[place];
    char other = (char)(which == 0 ? byte ^ 1 : byte ^ 0x20);
    if ((which == 1 && !isalpha((unsigned char)byte)) || !isgraph((unsigned char)other))
        return NULL;
    return text("%.*s%c%s", (int)place, original, other, original + place + 1);
}

/* Sends a call for each change of `original`; `put` puts the changed text into it. */
static void refuse_changes(const char *original, struct call *call, const char **put)
{
    for (size_t place = 0; original[place] != '\0'; place++)
        for (int which = 0; which < 2; which++) {
            *put = changed(original, place, which);
            if (*put != NULL)
                expect_error(send_call(call), BAD_SIGNATURE);
        }
}

START_TEST(a_changed_path_is_refused)
{
    struct call call = {.path = list_path, .query = user_query()};
    expect_status(send_call(&call), 200);
    refuse_changes(text("%s%s", target()->base_path, list_path), &call, &call.signed_path);
}
END_TEST

START_TEST(a_changed_query_is_refused)
{
    struct call call = {.path = list_path, .query = user_query()};
    expect_status(send_call(&call), 200);
    refuse_changes(call.query, &call, &call.signed_query);
}
END_TEST

/* Only the value that nobody reads is changed: the request stays one that is verified. Changes of
 * the case of an escape's digits are left to the strict ones. */
START_TEST(a_query_changed_on_the_way_is_refused)
{
    static const char name[] = "note=";
    const char *query = user_query();
    struct call call = {.path = list_path, .signed_query = query};
    for (const char *at = strstr(query, name) + strlen(name); *at != '\0'; at++) {
        bool digit = at[-1] == '%' || at[-2] == '%';
        call.query = *at != '%' && !digit ? changed(query, (size_t)(at - query), 0) : NULL;
        if (call.query != NULL)
            expect_error(send_call(&call), BAD_SIGNATURE);
    }
}
END_TEST

START_TEST(a_changed_timestamp_is_refused)
{
    const char *query = user_query(), *now = strstr(query, "timestamp=") + strlen("timestamp=");
    struct call call = {.path = list_path, .query = query};
    for (const char *digit = now; isdigit((unsigned char)*digit); digit++) {
        call.signed_query = changed(query, (size_t)(digit - query), 0);
        expect_error(send_call(&call), BAD_SIGNATURE);
    }
}
END_TEST

START_TEST(a_changed_key_is_refused)
{
    struct call call = {.path = list_path, .query = user_query()};
    expect_status(send_call(&call), 200);
    refuse_changes(target()->credentials.consumer_key, &call, &call.signed_key);
}
END_TEST

START_TEST(a_changed_signature_is_refused)
{
    const struct snaptrade_signed_request request = {
        .path = text("%s%s", target()->base_path, list_path), .query = user_query()};
    struct call call = {.path = list_path, .query = request.query};
    char good[SNAPTRADE_SIGNATURE_SIZE];
    ck_assert(snaptrade_sign(target()->credentials.consumer_key, &request, good));
    call.signature = good;
    expect_status(send_call(&call), 200);
    refuse_changes(good, &call, &call.signature);
}
END_TEST

/* Under strict checking even the case of an escape's digits counts, whichever side has it. */
START_TEST(strict_checking_refuses_the_other_case_of_a_hex_digit)
{
    const char *query = user_query(), *lower = strstr(query, "%c3");
    const char *upper = text("%.*s%%C3%s", (int)(lower - query), query, lower + strlen("%c3"));
    expect_status(send_call(&(struct call){.path = list_path, .query = query}), 200);
    expect_error(
        send_call(&(struct call){.path = list_path, .query = query, .signed_query = upper}),
        BAD_SIGNATURE);
    expect_error(
        send_call(&(struct call){.path = list_path, .query = upper, .signed_query = query}),
        BAD_SIGNATURE);
}
END_TEST

START_TEST(strict_checking_refuses_a_changed_path)
{
    struct call call = {.path = list_path, .query = user_query()};
    refuse_changes(text("%s%s", target()->base_path, list_path), &call, &call.signed_path);
}
END_TEST

START_TEST(strict_checking_refuses_a_changed_query)
{
    struct call call = {.path = list_path, .query = user_query()};
    refuse_changes(call.query, &call, &call.signed_query);
}
END_TEST

static const struct requirement rows[] = {
    {"TAMPER-001", MUST, SDK, "wire capture of official SDKs: the path is signed as sent",
     "signature", MANY_REQUESTS, NULL, &a_changed_path_is_refused,
     "A signature of a path that differs in one byte: 401 Unable to verify signature sent."},
    {"TAMPER-002", MUST, SDK, "wire capture of official SDKs: the query is signed as sent",
     "signature", MANY_REQUESTS, NULL, &a_changed_query_is_refused,
     "A signature of a query that differs in one byte: 401 Unable to verify signature sent."},
    {"TAMPER-003", MUST, SDK, "wire capture of official SDKs: the query is signed as sent",
     "signature", MANY_REQUESTS, NULL, &a_query_changed_on_the_way_is_refused,
     "A query that differs in one byte from the signed one: 401 Unable to verify signature sent."},
    {"TAMPER-004", MUST, SDK, "wire capture of official SDKs: the timestamp is signed", "signature",
     NOTHING, NULL, &a_changed_timestamp_is_refused,
     "A timestamp that differs in one digit from the signed one: 401 Unable to verify signature "
     "sent."},
    {"TAMPER-005", MUST, LIVE, "answers of the service that users published: wrong key",
     "signature", MANY_REQUESTS, NULL, &a_changed_key_is_refused,
     "A signature by a key that differs in one byte: 401 Unable to verify signature sent."},
    {"TAMPER-006", MUST, LIVE, "answers of the service that users published: wrong Signature",
     "signature", MANY_REQUESTS, NULL, &a_changed_signature_is_refused,
     "A Signature that differs in one byte: 401 Unable to verify signature sent."},
    {"TAMPER-007", MUST, ASSUMED, "our choice: what strict checking means", "signature strict",
     NOTHING, &strict, &strict_checking_refuses_the_other_case_of_a_hex_digit,
     "Under strict checking an escape's digits in the other case are another query."},
    {"TAMPER-008", MUST, ASSUMED, "our choice: what strict checking means", "signature strict",
     NOTHING, &strict, &strict_checking_refuses_a_changed_path,
     "Under strict checking a signature of a path that differs in one byte is refused."},
    {"TAMPER-009", MUST, ASSUMED, "our choice: what strict checking means", "signature strict",
     NOTHING, &strict, &strict_checking_refuses_a_changed_query,
     "Under strict checking a signature of a query that differs in one byte is refused."},
};
const struct area tamper_area = AREA("TAMPER", "what was changed after signing", rows);
