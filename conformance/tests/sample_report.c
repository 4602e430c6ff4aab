/* A report of made-up verdicts, one of each kind, with texts that no format may stumble over.
 *
 * Usage: sample_report FORMAT [stopped]; `stopped`: not all of them were run. */
#include <stdlib.h>
#include <string.h>

#include "../src/report/report.h"

/* What a hostile server may send. */
#define HOSTILE                                                                                    \
    "<script>alert(1)</script> ]]> &amp; \"quoted\" 'single' # no directive \\# \x1b[31m \x01 "    \
    "\xff"                                                                                         \
    " \xe2\x80\xae reversed"

static const struct requirement sign_rows[] = {
    {"SIGN-001", MUST, SDK, "a capture", "tag", NOTHING, NULL, NULL,
     "A <signature> & its \"key\"."},
    {"SIGN-002", MUST, LIVE, "an answer # 2", "tag", NOTHING, NULL, NULL,
     "A sentence with a # in."},
    {"SIGN-003", SHOULD, ASSUMED, "our choice", "tag", NOTHING, NULL, NULL, "An assumption."},
};
static const struct requirement list_rows[] = {
    {"LIST-001", MUST, DOC, "a page", "tag", NOTHING, NULL, NULL, "It fails, as is known."},
    {"LIST-002", MUST, DOC, "a page", "tag", NOTHING, NULL, NULL, "It passes, unlike before."},
    {"LIST-003", MUST, SPEC, "a file", "tag", REMOVALS, NULL, NULL, "It cannot be judged."},
    {"LIST-004", MUST, SPEC, "a file", "tag", NOTHING, NULL, NULL, "It was withdrawn."},
};

#define EMPTY_AREA(name) const struct area name = {#name, "nothing", NULL, 0}
const struct area sign_area = AREA("SIGN", "signatures & <more>", sign_rows);
const struct area list_area = AREA("LIST", "GET /authorizations", list_rows);
EMPTY_AREA(vector_area);
EMPTY_AREA(tamper_area);
EMPTY_AREA(auth_area);
EMPTY_AREA(detail_area);
EMPTY_AREA(remove_area);
EMPTY_AREA(events_area);
EMPTY_AREA(accounts_area);
EMPTY_AREA(history_area);
EMPTY_AREA(sync_area);
EMPTY_AREA(users_area);
EMPTY_AREA(login_area);
EMPTY_AREA(body_area);
EMPTY_AREA(error_area);
EMPTY_AREA(limit_area);
EMPTY_AREA(http_area);
EMPTY_AREA(client_area);

static cJSON *answered(void)
{
    cJSON *exchange = cJSON_CreateObject();
    cJSON_AddStringToObject(exchange, "method", "GET");
    cJSON_AddStringToObject(exchange, "url", "http://127.0.0.1:1/authorizations?userSecret=***");
    cJSON_AddStringToObject(exchange, "signed", "{\"content\":null}");
    cJSON_AddStringToObject(exchange, "command",
                            "now=$(date +%s)\ncurl -i \\\n  \"http://h/?a&b\"");
    cJSON_AddNumberToObject(exchange, "status", 401);
    cJSON_AddStringToObject(exchange, "reason", "Unauthorized");
    cJSON *headers = cJSON_AddArrayToObject(exchange, "headers");
    cJSON_AddItemToArray(headers, cJSON_CreateString("X-Hostile: " HOSTILE));
    cJSON_AddStringToObject(exchange, "body",
                            "{\"a\":[],\"big\":12345678901234567890,\"b\":[1e15,{"
                            "\"t\":\"x, {y}: \\\"z\\\"\"}]}");
    cJSON_AddNumberToObject(exchange, "bodyBytes", 67);
    return exchange;
}

static cJSON *unanswered(void)
{
    cJSON *exchange = cJSON_CreateObject();
    cJSON_AddStringToObject(exchange, "method", "GET");
    cJSON_AddStringToObject(exchange, "url", "http://127.0.0.1:1/");
    cJSON_AddNullToObject(exchange, "signed");
    cJSON_AddStringToObject(exchange, "command", "curl -i \\\n  \"http://h/\"");
    cJSON_AddStringToObject(exchange, "error", "Connection reset by peer");
    return exchange;
}

static const struct sample {
    const struct area *area;
    size_t row;
    enum verdict verdict;
    const char *message, *expected, *received, *known;
    cJSON *(*exchange)(void);
    size_t runs, failures;
} samples[] = {
    {&sign_area, 0, PASSED, NULL, NULL, NULL, NULL, NULL, 1, 0},
    {&sign_area, 1, FAILED, HOSTILE, "401 {\"detail\":\"it's\",\"code\":\"1076\"}",
     "  deeper at first\n\n" HOSTILE "\nlast", NULL, answered, 3, 2},
    {&sign_area, 2, FAILED, "GET /: no answer", NULL, NULL, NULL, unanswered, 1, 1},
    {&list_area, 0, EXPECTED_FAILURE, "answered 500 instead of 200", "200", "500 ", "bug # 12",
     answered, 1, 1},
    {&list_area, 1, UNEXPECTED_PASS, NULL, NULL, NULL, "bug 13", NULL, 1, 0},
    {&list_area, 2, NOT_JUDGED, "no # leave", NULL, NULL, NULL, NULL, 0, 0},
    {&list_area, 3, WITHDRAWN, "it is gone", NULL, NULL, NULL, NULL, 1, 0},
};

static char *copy(const char *text)
{
    return text != NULL ? strdup(text) : NULL;
}

static void add(struct verdicts *verdicts, const struct sample *sample)
{
    struct result result = {.area = sample->area,
                            .row = &sample->area->rows[sample->row],
                            .verdict = sample->verdict,
                            .message = copy(sample->message),
                            .expected = copy(sample->expected),
                            .received = copy(sample->received),
                            .exchange = sample->exchange != NULL ? sample->exchange() : NULL,
                            .known_reason = sample->known,
                            .runs = sample->runs,
                            .failures = sample->failures,
                            .microseconds = 1234567};
    if (!verdicts_add(verdicts, &result))
        abort();
}

int main(int argc, char **argv)
{
    report_writer *writer = argc > 1 ? report_named(argv[1]) : NULL;
    struct verdicts verdicts = {.target = "http://127.0.0.1:1/<api>?a&b",
                                .when = "2026-01-02T03:04:05Z",
                                .assumed = true,
                                .proof = {.mutants = 9, .requirements = 8, .proven = 7},
                                .not_run = argc > 2 ? 2 : 0};
    if (writer == NULL) {
        fprintf(stderr, "usage: sample_report FORMAT [stopped], FORMAT one of %s\n",
                report_formats());
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        add(&verdicts, &samples[i]);
    writer(&verdicts, stdout);
    verdicts_free(&verdicts);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
