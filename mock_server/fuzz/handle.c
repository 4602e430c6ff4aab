/* A request of the API, from its raw parts to the answer: METHOD, PATH and QUERY on a line each,
 * then headers, an empty line and the body. With '!' before the method it is signed as it is sent.
 */
#include "api/login.h"

#include <cjson/cJSON.h>

#include "client/fuzz/input.h"
#include "http/framing.h"
#include "state/fixtures.h"

enum { NOW = 1700000000, LEAST_STATUS = 200, MOST_STATUS = 505 };

static struct store *store;
static struct mock_worker *worker;
static struct http_response response;

static int64_t clock_of(void *context, const char *client_id)
{
    (void)context;
    (void)client_id;
    return INT64_C(1000000) * NOW;
}

static bool open_portal(void *context, const struct login_wish *wish, struct login_link *link)
{
    (void)context;
    fuzz_demand(wish->client_id != NULL && wish->user_id != NULL);
    *link = (struct login_link){"token", "2bcd7cc3-e922-4976-bce1-9858296801c3"};
    return true;
}

static void start(void)
{
    struct buffer problems = {0};
    store = store_new();
    worker = mock_worker_new();
    fuzz_demand(store != NULL && worker != NULL);
    fuzz_demand(fixtures_load(FIXTURES_DIR "/default", store, &problems));
    store_settle(store);
}

static size_t read_headers(char **rest, struct http_header headers[FRAMING_MAX_HEADERS])
{
    size_t count = 0;
    for (char *line; *(line = fuzz_line(rest)) != '\0' && count < FRAMING_MAX_HEADERS - 1;) {
        char *colon = line + strcspn(line, ":");
        headers[count].name = line;
        headers[count++].value = *colon != '\0' ? colon + 1 : colon;
        *colon = '\0';
    }
    return count;
}

static struct http_header sign(const struct http_request *request, char *signature)
{
    const struct snaptrade_signed_request signed_request = {
        request->path, request->query, request->body_bytes > 0 ? request->body : NULL};
    fuzz_demand(snaptrade_sign("sandbox-consumer-key", &signed_request, signature));
    return (struct http_header){"Signature", signature};
}

/* Every answer is a status with a body of JSON, or with none. */
static void check_answer(const struct mock_report *report)
{
    fuzz_demand(response.status >= LEAST_STATUS && response.status <= MOST_STATUS);
    fuzz_demand((report->error == API_OK) == (response.status < 300));
    if (response.body.length == 0)
        return;
    cJSON *body = cJSON_Parse(response.body.data);
    fuzz_demand(body != NULL);
    cJSON_Delete(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http_header headers[FRAMING_MAX_HEADERS];
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    struct mock_report report;
    char *text = fuzz_text(data, size), *rest = text, *method = fuzz_line(&rest);
    bool is_signed = method[0] == '!';
    if (store == NULL)
        start();
    struct http_request request = {.method_name = method + is_signed, .version = "1.1"};
    request.method = http_method_of(request.method_name);
    request.path = fuzz_line(&rest);
    request.query = fuzz_line(&rest);
    request.headers = headers;
    request.header_count = read_headers(&rest, headers);
    request.body = rest;
    request.body_bytes = (size_t)(text + size - rest);
    if (is_signed)
        headers[request.header_count++] = sign(&request, signature);
    const struct mock_config config = {.store = store, .now = clock_of, .open_portal = open_portal};
    framing_check(&request, 1 << 16);
    mock_handle(&config, worker, &request, &response, &report);
    check_answer(&report);
    store_reset(store);
    free(text);
    return 0;
}
