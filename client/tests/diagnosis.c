/* Diagnosis: requests with one mistake each, made by Python, and correct ones. */
#include "snaptrade/diagnosis.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "snaptrade/percent.h"
#include "suite.h"

enum { MOST_HEADERS = 8, MOST_FILE = 1 << 20, DEEPEST = 1000 };

static cJSON *read_vectors(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    char *text = malloc(MOST_FILE);
    ck_assert_ptr_nonnull(text);
    size_t length = fread(text, 1, MOST_FILE, file);
    fclose(file);
    cJSON *vectors = cJSON_ParseWithLength(text, length);
    free(text);
    ck_assert_ptr_nonnull(vectors);
    return vectors;
}

static const cJSON *field(const cJSON *vector, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(vector, name);
}

static const char *text(const cJSON *vector, const char *name)
{
    return cJSON_GetStringValue(field(vector, name));
}

/* A vector as what snaptrade_diagnose() takes. */
struct request {
    struct snaptrade_header headers[MOST_HEADERS];
    const char *other_keys[SNAPTRADE_MOST_OTHER_KEYS];
    struct snaptrade_received received;
    struct snaptrade_known known;
};

static void read_request(const cJSON *vector, struct request *request)
{
    size_t headers = 0, keys = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, field(vector, "headers"))
    {
        ck_assert_uint_lt(headers, MOST_HEADERS);
        request->headers[headers++] =
            (struct snaptrade_header){cJSON_GetStringValue(cJSON_GetArrayItem(item, 0)),
                                      cJSON_GetStringValue(cJSON_GetArrayItem(item, 1))};
    }
    cJSON_ArrayForEach(item, field(vector, "other_keys"))
    {
        ck_assert_uint_lt(keys, SNAPTRADE_MOST_OTHER_KEYS);
        request->other_keys[keys++] = cJSON_GetStringValue(item);
    }
    request->received = (struct snaptrade_received){
        .method = text(vector, "method"),
        .path = text(vector, "path"),
        .query = text(vector, "query"),
        .body = text(vector, "body"),
        .headers = request->headers,
        .header_count = headers,
    };
    request->known = (struct snaptrade_known){
        .client_id = text(vector, "client_id"),
        .consumer_key = text(vector, "consumer_key"),
        .user_secret = text(vector, "user_secret"),
        .other_keys = request->other_keys,
        .other_key_count = keys,
        .now = (int64_t)cJSON_GetNumberValue(field(vector, "now")),
        .clock_skew = (int64_t)cJSON_GetNumberValue(field(vector, "clock_skew")),
        .strict = cJSON_IsTrue(field(vector, "strict")),
    };
}

/* Neither as it is nor percent-encoded. */
static bool holds(const char *shown, const char *secret)
{
    char *decoded = strdup(shown);
    size_t length;
    ck_assert_ptr_nonnull(decoded);
    bool found =
        strstr(shown, secret) != NULL ||
        (snaptrade_percent_decode(decoded, decoded, &length) && strstr(decoded, secret) != NULL);
    for (char *p = decoded; *p != '\0'; p++)
        if (*p == '+')
            *p = ' ';
    found = found || strstr(decoded, secret) != NULL;
    free(decoded);
    return found;
}

/* No secret stands in it, nor a part of one, and nothing as long as a signature is, but for the
 * hash of a body. */
static void check_shown(const char *shown, const struct request *request, const char *what)
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+";
    const struct snaptrade_known *known = &request->known;
    ck_assert_msg(!holds(shown, known->user_secret), "%s: %s", what, shown);
    ck_assert_msg(!holds(shown, "secret"), "%s: %s", what, shown);
    if (known->consumer_key != NULL)
        ck_assert_msg(!holds(shown, known->consumer_key), "%s: %s", what, shown);
    for (size_t i = 0; i < known->other_key_count; i++)
        ck_assert_msg(!holds(shown, known->other_keys[i]), "%s: %s", what, shown);
    for (const char *run = shown; *run != '\0'; run++) {
        size_t length = strspn(run, base64);
        bool hash = length == 64 && strstr(shown, "{\"content\":\"") == shown;
        ck_assert_msg(hash || length < SNAPTRADE_SIGNATURE_SIZE - 2, "%s: %s", what, shown);
        run += length - (run[length] == '\0' ? 1 : 0);
    }
}

static void check(const cJSON *vector)
{
    struct request request;
    struct snaptrade_diagnosis diagnosis;
    const char *wanted = text(vector, "mistake"), *what = text(vector, "what");
    read_request(vector, &request);
    ck_assert(snaptrade_diagnose(&request.received, &request.known, &diagnosis));
    const char *found = diagnosis.mistake != NULL ? diagnosis.mistake->name : NULL;
    ck_assert_msg((wanted == NULL) == (found == NULL) &&
                      (wanted == NULL || strcmp(wanted, found) == 0),
                  "%s, %s: %s", wanted, what, found);
    ck_assert_msg((found == NULL) == (diagnosis.rule[0] != '\0'), "%s, %s", wanted, what);
    if (diagnosis.signed_string != NULL)
        check_shown(diagnosis.signed_string, &request, what);
    if (diagnosis.expected_string != NULL)
        check_shown(diagnosis.expected_string, &request, what);
    snaptrade_diagnosis_free(&diagnosis);
}

START_TEST(a_client_that_makes_one_mistake_is_told_that_one)
{
    cJSON *vectors = read_vectors(FIXTURES_DIR "/vectors/mistakes.json");
    const cJSON *vector;
    ck_assert_int_gt(cJSON_GetArraySize(vectors), 200);
    cJSON_ArrayForEach(vector, vectors)
    {
        check(vector);
    }
    cJSON_Delete(vectors);
}
END_TEST

static bool is_named(const cJSON *vectors, const char *name)
{
    const cJSON *vector;
    cJSON_ArrayForEach(vector, vectors)
    {
        const char *mistake = text(vector, "mistake");
        if (mistake != NULL && strcmp(mistake, name) == 0)
            return true;
    }
    return false;
}

START_TEST(every_row_of_the_table_is_tested_and_complete)
{
    cJSON *vectors = read_vectors(FIXTURES_DIR "/vectors/mistakes.json");
    const struct snaptrade_mistake *row = NULL, *earlier;
    for (size_t i = 0; (row = snaptrade_mistake_at(i)) != NULL; i++) {
        ck_assert_msg(is_named(vectors, row->name), "%s", row->name);
        ck_assert_msg(row->name[strspn(row->name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0',
                      "%s", row->name);
        ck_assert_int_eq(row->sentence[strlen(row->sentence) - 1], '.');
        ck_assert_int_eq(row->mend[strlen(row->mend) - 1], '.');
        for (size_t j = 0; j < i && (earlier = snaptrade_mistake_at(j)) != NULL; j++)
            ck_assert_str_ne(earlier->name, row->name);
    }
    cJSON_Delete(vectors);
}
END_TEST

START_TEST(what_was_signed_and_what_should_have_been_differ_in_the_mistake)
{
    cJSON *vectors = read_vectors(FIXTURES_DIR "/vectors/mistakes.json");
    static const struct {
        const char *mistake, *what, *given, *expected;
    } strings[] = {
        {"json-with-spaces", "Python",
         "{\"content\": null, \"path\": \"/api/v1/authorizations\", \"query\": "
         "\"userId=John.doe%40snaptrade.com&userSecret=***&clientId=PASSIVTEST"
         "&timestamp=1683000000\"}",
         "{\"content\":null,\"path\":\"/api/v1/authorizations\",\"query\":"
         "\"userId=John.doe%40snaptrade.com&userSecret=***&clientId=PASSIVTEST"
         "&timestamp=1683000000\"}"},
        {"path-trailing-slash", "Python 12, other prefix",
         "{\"content\":null,\"path\":\"/authorizations/\",\"query\":"
         "\"userId=Zo\\u00e9 Martin&userSecret=***&clientId=PASSIVTEST&timestamp=1683000000\"}",
         "{\"content\":null,\"path\":\"/authorizations\",\"query\":"
         "\"userId=Zo\\u00e9 Martin&userSecret=***&clientId=PASSIVTEST&timestamp=1683000000\"}"},
        {"unknown", "one bit", NULL,
         "{\"content\":null,\"path\":\"/api/v1/authorizations\",\"query\":"
         "\"userId=John.doe%40snaptrade.com&userSecret=***&clientId=PASSIVTEST"
         "&timestamp=1683000000\"}"},
        {"timestamp-in-milliseconds", "now",
         "{\"content\":null,\"path\":\"/api/v1/authorizations\",\"query\":"
         "\"userId=John.doe%40snaptrade.com&userSecret=***&clientId=PASSIVTEST"
         "&timestamp=1683000000123\"}",
         NULL},
    };
    const cJSON *vector;
    size_t seen = 0;
    cJSON_ArrayForEach(vector, vectors)
    {
        for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
            struct request request;
            struct snaptrade_diagnosis diagnosis;
            const char *mistake = text(vector, "mistake");
            if (mistake == NULL || strcmp(mistake, strings[i].mistake) != 0 ||
                strcmp(text(vector, "what"), strings[i].what) != 0)
                continue;
            read_request(vector, &request);
            ck_assert(snaptrade_diagnose(&request.received, &request.known, &diagnosis));
            ck_assert_pstr_eq(diagnosis.signed_string, strings[i].given);
            ck_assert_pstr_eq(diagnosis.expected_string, strings[i].expected);
            snaptrade_diagnosis_free(&diagnosis);
            seen++;
        }
    }
    ck_assert_uint_eq(seen, sizeof strings / sizeof *strings);
    cJSON_Delete(vectors);
}
END_TEST

/* The SDKs' own vectors and those as received: a diagnosis exactly when they do not verify. */
static void check_verifies(const cJSON *vector, const char *path, const char *query, bool verifies,
                           bool strict)
{
    const struct snaptrade_header header = {"Signature", text(vector, "signature")};
    struct snaptrade_diagnosis diagnosis;
    const struct snaptrade_received received = {
        .method = text(vector, "method"),
        .path = path,
        .query = query,
        .body = text(vector, "body"),
        .headers = &header,
        .header_count = 1,
    };
    const struct snaptrade_known known = {
        .client_id = "P", .consumer_key = text(vector, "consumer_key"), .strict = strict};
    ck_assert(snaptrade_diagnose(&received, &known, &diagnosis));
    bool none = diagnosis.mistake == NULL;
    bool judged = strstr(query, "timestamp=") != NULL; /* without one nothing verifies */
    ck_assert_msg(none == (verifies && judged), "%s: %s", text(vector, "name"),
                  none ? diagnosis.rule : diagnosis.mistake->name);
    snaptrade_diagnosis_free(&diagnosis);
}

START_TEST(a_request_that_verifies_gets_no_diagnosis)
{
    cJSON *signatures = read_vectors(FIXTURES_DIR "/vectors/signatures.json");
    cJSON *received[2] = {read_vectors(FIXTURES_DIR "/vectors/received.json"),
                          read_vectors(FIXTURES_DIR "/vectors/bodies.json")};
    const cJSON *vector;
    cJSON_ArrayForEach(vector, signatures)
    {
        const char *name = text(vector, "name");
        if (strncmp(name, "post_", 5) != 0)
            check_verifies(vector, text(vector, "path"), text(vector, "query"),
                           strcmp(name, "quote_backslash_query.java") != 0, false);
    }
    for (size_t i = 0; i < 2; i++) {
        cJSON_ArrayForEach(vector, received[i])
        {
            const char *path = text(vector, "wire_path"), *query = text(vector, "wire_query");
            check_verifies(vector, path, query, text(vector, "rule") != NULL, false);
            check_verifies(vector, path, query, cJSON_IsTrue(field(vector, "strict")), true);
        }
        cJSON_Delete(received[i]);
    }
    cJSON_Delete(signatures);
}
END_TEST

/* Judges the request under a signature of no meaning. */
static void check_diagnosed(const char *method, const char *path, const char *query,
                            const char *body, const char *signature)
{
    const struct snaptrade_header header = {"Signature", signature};
    const struct snaptrade_received received = {method, path, query, body, &header, 1};
    struct snaptrade_known known = {.client_id = "P", .consumer_key = "é/key"};
    struct snaptrade_diagnosis diagnosis;
    struct snaptrade_comparison comparison;
    ck_assert(snaptrade_diagnose(&received, &known, &diagnosis));
    ck_assert_ptr_nonnull(diagnosis.mistake);
    snaptrade_diagnosis_free(&diagnosis);
    for (int strict = 0; strict <= 1; strict++) {
        known.strict = strict == 1;
        ck_assert(snaptrade_compare(&received, &known, "{}", &comparison));
        snaptrade_comparison_free(&comparison);
    }
}

START_TEST(odd_requests_are_diagnosed_too)
{
    static char query[20000] = "timestamp=1&", value[2000] = "timestamp=1&a=";
    static const char *const queries[] = {
        "",
        "&",
        "&&=&=",
        "timestamp",
        "timestamp=1&%",
        "%00=%ff",
        "timestamp=1&a=%00%ff",
        "timestamp=1&\xff\xfe",
        "timestamp=1&userId=%zz&userSecret=%",
        "timestamp=12345678901234567890123456789012345678901234567890",
        value,
        query};
    static const char *const paths[] = {
        "",        "/",        "//", "%", "/%00",
        "/api/v1", "/api/v1/", "x",  "é", "/x/2bcd7cc3-e922-4976-bce1-9858296801c3/y"};
    static const char *const signatures[] = {
        "", "=", "==", "\"", "\"\"", "%", "%zz", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
    for (size_t i = strlen(query); i + 1 < sizeof query; i++)
        query[i] = "a=%2f+&"[i % 7];
    memset(value + strlen(value), 'x', sizeof value - 1 - strlen(value));
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        for (size_t j = 0; j < sizeof paths / sizeof *paths; j++)
            for (size_t k = 0; k < sizeof signatures / sizeof *signatures; k++)
                check_diagnosed("", paths[j], queries[i], NULL, signatures[k]);
}
END_TEST

START_TEST(odd_bodies_are_diagnosed_too)
{
    enum { LONG = 64 * 1024 };
    static const char *const bodies[] = {"",
                                         "{}",
                                         "null",
                                         "[]",
                                         "\"\"",
                                         "0",
                                         "x",
                                         "\\",
                                         "{\"userSecret\":\"",
                                         "\xff",
                                         "{\"\xff\":1}",
                                         "{\"a\":1,\"a\":2}",
                                         "{\"a\":\"\\u0000\",\"userSecret\":\"\"}",
                                         "{\"userSecret\":{\"token\":[\"x\"]},\"token\":1}",
                                         "{\"userSecret\":\"\\b\\f\\n\\r\\t\\u0001\"}",
                                         "[1e400,-0,1.0,12345678901234567890]"};
    static const char *const signatures[] = {"", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
    char *longest = calloc(1, LONG + 1);
    ck_assert_ptr_nonnull(longest);
    for (size_t k = 0; k < sizeof signatures / sizeof *signatures; k++) {
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
            check_diagnosed("POST", "/x", "timestamp=1&é", bodies[i], signatures[k]);
            check_diagnosed("GET", "/x", "timestamp=1", bodies[i], signatures[k]);
        }
        memset(longest, '[', LONG);
        check_diagnosed("POST", "/x", "timestamp=1", longest, signatures[k]);
        memset(longest + DEEPEST, ']', DEEPEST);
        for (size_t i = (size_t)2 * DEEPEST; i < LONG; i++)
            longest[i] = ' ';
        check_diagnosed("POST", "/x", "timestamp=1", longest, signatures[k]);
        memset(longest, '"', LONG);
        memset(longest + 1, '/', LONG - 2);
        check_diagnosed("POST", "/x", "timestamp=1", longest, signatures[k]);
        for (size_t i = 0; i < LONG - 1; i++)
            longest[i] = ",1"[i % 2];
        longest[0] = '[';
        longest[LONG - 2] = ']';
        longest[LONG - 1] = '\0';
        check_diagnosed("POST", "/x", "timestamp=1", longest, signatures[k]);
    }
    free(longest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diagnosis");
    TCase *tests = tcase_create("diagnosis");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_client_that_makes_one_mistake_is_told_that_one);
    tcase_add_test(tests, every_row_of_the_table_is_tested_and_complete);
    tcase_add_test(tests, what_was_signed_and_what_should_have_been_differ_in_the_mistake);
    tcase_add_test(tests, a_request_that_verifies_gets_no_diagnosis);
    tcase_add_test(tests, odd_requests_are_diagnosed_too);
    tcase_add_test(tests, odd_bodies_are_diagnosed_too);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
