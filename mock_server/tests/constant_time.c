/* Under valgrind: what compares a secret with what a client sent does not branch on the secret. The
 * secret bytes count as uninitialised, so that memcheck tells of every branch and address that
 * depends on them; the result of a comparison is no secret any more. Of each byte the highest bit
 * stays known: that a text goes on there, and how long it is, may be learnt. */
#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "api/mock.h"
#include "control/access.h"
#include "portal/sessions.h"
#include "snaptrade/signing.h"
#include "state/fixtures.h"
#include "suite.h"

#define SECRET "0f8c2b7d91e64a3c"
#define KEY "sandbox-consumer-key"
#define JOHN "John.doe@snaptrade.com"
#define JOHN_QUERY                                                                                 \
    "clientId=PASSIVTEST&timestamp=1700000000&userId=John.doe%40snaptrade.com&userSecret="

/* Linked in place of the product's (--wrap), which they call. */
bool __real_snaptrade_secret_equal(const char *received, const char *expected);
bool __wrap_snaptrade_secret_equal(const char *received, const char *expected);
bool __real_snaptrade_signature_equal(const char *received, const char *expected);
bool __wrap_snaptrade_signature_equal(const char *received, const char *expected);
bool __real_snaptrade_signer_sign(snaptrade_signer *signer, const char *key, const char *canonical,
                                  char signature[SNAPTRADE_SIGNATURE_SIZE]);
bool __wrap_snaptrade_signer_sign(snaptrade_signer *signer, const char *key, const char *canonical,
                                  char signature[SNAPTRADE_SIGNATURE_SIZE]);

static unsigned compared; /* how often */

static void make_secret(char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char known = 0x80;
        while ((known & (unsigned char)*text) == 0)
            known >>= 1;
        unsigned char undefined = (unsigned char)~known;
        ck_assert_int_eq((int)VALGRIND_SET_VBITS(text, &undefined, 1), 1);
    }
}

static bool make_public(bool result)
{
    VALGRIND_MAKE_MEM_DEFINED(&result, sizeof result);
    compared++;
    return result;
}

bool __wrap_snaptrade_secret_equal(const char *received, const char *expected)
{
    return make_public(__real_snaptrade_secret_equal(received, expected));
}

bool __wrap_snaptrade_signature_equal(const char *received, const char *expected)
{
    return make_public(__real_snaptrade_signature_equal(received, expected));
}

/* The signature that a request should have had. */
bool __wrap_snaptrade_signer_sign(snaptrade_signer *signer, const char *key, const char *canonical,
                                  char signature[SNAPTRADE_SIGNATURE_SIZE])
{
    bool good = __real_snaptrade_signer_sign(signer, key, canonical, signature);
    make_secret(signature);
    return good;
}

static unsigned before;

static void start(void)
{
    ck_assert_msg(RUNNING_ON_VALGRIND, "this test is for valgrind");
    before = VALGRIND_COUNT_ERRORS;
    compared = 0;
}

static void check_silence(void)
{
    ck_assert_uint_gt(compared, 0);
    unsigned after = VALGRIND_COUNT_ERRORS;
    ck_assert_uint_eq(after, before);
}

static const char *const guesses[] = {
    SECRET, "0f8c2b7d91e64a3d",  "1f8c2b7d91e64a3c", "0f8c2b7d01e64a3c", "0f8c",
    "",     "0f8c2b7d91e64a3c0",
};

START_TEST(secrets)
{
    char secret[] = SECRET;
    make_secret(secret);
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++)
        ck_assert_int_eq(__wrap_snaptrade_secret_equal(guesses[i], secret), i == 0);
    check_silence();
}
END_TEST

START_TEST(control_tokens)
{
    char token[] = SECRET, of_partner[] = "1111111111111111";
    make_secret(token);
    make_secret(of_partner);
    const struct access_rules rules = {.token = token, .address = "0.0.0.0"};
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        char value[64];
        snprintf(value, sizeof value, "Bearer %s", guesses[i]);
        const struct http_header header = {"Authorization", value};
        const struct http_request request = {
            .method = HTTP_GET, .headers = &header, .header_count = 1};
        ck_assert_int_eq(access_check(&rules, &request, of_partner),
                         i == 0 ? CONTROL_OK : CONTROL_BAD_TOKEN);
    }
    check_silence();
}
END_TEST

static int64_t clock_of(void *context, const char *client_id)
{
    (void)context;
    (void)client_id;
    return INT64_C(1700000000) * 1000000;
}

/* What a mock answers, in which John's userSecret is SECRET. */
static int ask(const char *method, const char *path, const char *query, const char *body,
               const char *signature)
{
    struct store_user john = {JOHN, SECRET};
    struct buffer problems = {0};
    struct store *store = store_new();
    ck_assert(fixtures_load(FIXTURES_DIR "/default", store, &problems));
    make_secret(john.user_secret);
    ck_assert_int_eq(store_set_user_secret(store, "PASSIVTEST", &john), STORE_OK);
    const struct mock_config config = {.store = store, .now = clock_of, .clock_skew = 300};
    const struct http_header header = {"Signature", signature};
    const struct http_request request = {
        .method = http_method_of(method),
        .method_name = method,
        .path = path,
        .query = query,
        .version = "1.1",
        .headers = &header,
        .header_count = 1,
        .body = body,
        .body_bytes = body != NULL ? strlen(body) : 0,
    };
    struct mock_worker *worker = mock_worker_new();
    struct http_response response = {0};
    struct mock_report report;
    mock_handle(&config, worker, &request, &response, &report);
    mock_worker_free(worker);
    buffer_free(&response.body);
    store_free(store);
    return response.status;
}

/* `changed`: the letter of the signature that is wrong; one behind it: none is. */
static int ask_signed(const char *method, const char *path, const char *query, const char *body,
                      size_t changed)
{
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    const struct snaptrade_signed_request to_sign = {path, query, body};
    ck_assert(snaptrade_sign(KEY, &to_sign, signature));
    VALGRIND_MAKE_MEM_DEFINED(signature, sizeof signature); /* it is sent */
    if (changed < SNAPTRADE_SIGNATURE_SIZE - 1)
        signature[changed] ^= 1;
    return ask(method, path, query, body, signature);
}

enum { NO_CHANGE = SNAPTRADE_SIGNATURE_SIZE };

START_TEST(signatures_of_requests)
{
    char query[256];
    snprintf(query, sizeof query, "%s%s", JOHN_QUERY, SECRET);
    for (size_t changed = 0; changed < SNAPTRADE_SIGNATURE_SIZE; changed += 11)
        ck_assert_int_eq(ask_signed("GET", "/authorizations", query, NULL, changed),
                         changed < SNAPTRADE_SIGNATURE_SIZE - 1 ? 401 : 200);
    ck_assert_int_eq(ask("GET", "/authorizations", query, NULL, "short"), 401);
    check_silence();
}
END_TEST

START_TEST(user_secrets_of_requests)
{
    char query[256];
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        snprintf(query, sizeof query, "%s%s", JOHN_QUERY, guesses[i]);
        ck_assert_int_eq(ask_signed("GET", "/authorizations", query, NULL, NO_CHANGE),
                         i == 0 ? 200 : 401);
    }
    check_silence();
}
END_TEST

START_TEST(user_secrets_of_bodies)
{
    const char query[] = "clientId=PASSIVTEST&timestamp=1700000000";
    char body[256];
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        snprintf(body, sizeof body, "{\"userId\":\"" JOHN "\",\"userSecret\":\"%s\"}", guesses[i]);
        int status = ask_signed("POST", "/snapTrade/resetUserSecret", query, body, NO_CHANGE);
        if (i == 0)
            ck_assert_int_eq(status, 200);
        else
            ck_assert_int_gt(status, 399);
    }
    check_silence();
}
END_TEST

START_TEST(links_to_the_portal)
{
    const struct login_wish wish = {.client_id = "PASSIVTEST", .user_id = JOHN};
    struct portal_session found;
    struct login_link link;
    struct portal_sessions *sessions = portal_sessions_new();
    ck_assert(portal_sessions_open(sessions, &wish, true, 0, &link));
    for (size_t i = 0; i < sizeof link.token; i++) {
        char token[sizeof link.token];
        memcpy(token, link.token, sizeof token);
        token[i] ^= 1; /* the last one: the NUL */
        token[sizeof token - 1] = '\0';
        make_secret(token);
        ck_assert_int_eq(portal_sessions_find(sessions, token, &found), i == sizeof token - 1);
        portal_sessions_use(sessions, token);
    }
    ck_assert(portal_sessions_find(sessions, link.token, &found) && found.used);
    portal_sessions_free(sessions);
    check_silence();
}
END_TEST

/* What the tests above would say of a comparison that stops at the first difference. */
static bool early(const char *received, const char *expected)
{
    volatile size_t at = 0;
    while (received[at] != '\0' && received[at] == expected[at])
        at++;
    return received[at] == expected[at];
}

START_TEST(a_comparison_that_stops_early_is_noticed)
{
    char secret[] = SECRET;
    make_secret(secret);
    make_public(early(guesses[1], secret));
    unsigned after = VALGRIND_COUNT_ERRORS;
    ck_assert_uint_gt(after, before);
}
END_TEST

static void add(Suite *suite, const TTest *test)
{
    TCase *tests = tcase_create(test->name);
    tcase_add_checked_fixture(tests, start, NULL);
    tcase_add_test(tests, test);
    suite_add_tcase(suite, tests);
}

int main(void)
{
    Suite *suite = suite_create("constant time");
    add(suite, secrets);
    add(suite, control_tokens);
    add(suite, signatures_of_requests);
    add(suite, user_secrets_of_requests);
    add(suite, user_secrets_of_bodies);
    add(suite, links_to_the_portal);
    add(suite, a_comparison_that_stops_early_is_noticed);
    return run_suite(suite);
}
