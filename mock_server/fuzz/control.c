/* A call of the control API: METHOD, PATH below /_sandbox, QUERY on a line each, then the body. */
#include <cjson/cJSON.h>

#include "client/fuzz/input.h"
#include "sandbox.h"
#include "state/fixtures.h"

enum { NOW = 1700000000, PATH_SIZE = 4096, LEAST_STATUS = 200 };

static struct sandbox *sandbox;
static struct mock_worker *worker;
static struct http_response response;

static int64_t wall_clock(void *context)
{
    (void)context;
    return INT64_C(1000000) * NOW;
}

/* Nobody waits for what never comes. */
static bool gone(void *context)
{
    (void)context;
    return true;
}

static void start(void)
{
    static struct store *store;
    struct buffer problems = {0};
    store = store_new();
    fuzz_demand(store != NULL && fixtures_load(FIXTURES_DIR "/default", store, &problems));
    store_settle(store);
    const struct sandbox_config config = {
        .mock = {.store = store},
        .now = wall_clock,
        .journal = {.entries = 10, .bytes = 1 << 16},
        .has_control = true,
        .access = {.open = true, .address = "127.0.0.1"},
        .fixtures = FIXTURES_DIR "/default",
        .most_partners = 10,
        .most_waiting = 1,
        .most_body = 1 << 20,
    };
    sandbox = sandbox_new(&config);
    worker = mock_worker_new();
    fuzz_demand(sandbox != NULL && worker != NULL);
}

static void ask(const struct http_request *request)
{
    static const struct control_peer peer = {gone, NULL};
    struct mock_report report;
    struct sandbox_visit visit = {0};
    sandbox_handle(sandbox, worker, request, &peer, &response, &report, &visit);
    sandbox_end(sandbox, &visit);
    fuzz_demand(response.status >= LEAST_STATUS);
    if (response.body.length == 0)
        return;
    cJSON *body = cJSON_Parse(response.body.data);
    fuzz_demand(body != NULL || response.status < 300);
    cJSON_Delete(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct http_header headers[] = {{"Host", "127.0.0.1"},
                                                 {"Content-Type", "application/json"}};
    char path[PATH_SIZE];
    char *text = fuzz_text(data, size), *rest = text;
    struct http_request request = {.method_name = fuzz_line(&rest),
                                   .path = path,
                                   .version = "1.1",
                                   .headers = headers,
                                   .header_count = 2};
    snprintf(path, sizeof path, "/_sandbox%s", fuzz_line(&rest));
    request.method = http_method_of(request.method_name);
    request.query = fuzz_line(&rest);
    request.body = *rest != '\0' ? rest : NULL;
    request.body_bytes = request.body != NULL ? (size_t)(text + size - rest) : 0;
    if (sandbox == NULL)
        start();
    if (strstr(path, "/webhooks") == NULL) /* they go out to hosts that the input names */
        ask(&request);
    control_reset(&sandbox->control);
    free(text);
    return 0;
}
