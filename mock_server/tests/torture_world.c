#include "torture_world.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "control/control_error.h"
#include "sandbox.h"
#include "state/fixtures.h"
#include "torture.h"

enum {
    NOW = 1700000000,
    PATH_SIZE = 256,
    MOST_HEADERS = 4,
    SERVER_ERROR = 500,
    BUSY = 503,
    MOST_LOOKS = 3
};

int __wrap_RAND_bytes(unsigned char *bytes, int count);

static struct sandbox *sandbox;
static struct store *store;
static struct mock_worker *looker; /* the one on trial has a worker that nobody has used before */
static unsigned char draws;        /* the random bytes drawn: the same again with each asking */

/* One request on its way, and its answer. */
struct asking {
    struct mock_worker *worker;
    struct http_header headers[MOST_HEADERS];
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    struct http_request request;
    struct http_response response;
    struct mock_report report;
};
static struct asking asking;

/* What was seen in the first run, without a failure. */
static struct {
    struct buffer before, after, body;
    int status;
} expected;

int __wrap_RAND_bytes(unsigned char *bytes, int count)
{
    memset(bytes, ++draws, (size_t)count);
    return 1;
}

static int64_t wall_clock(void *context)
{
    (void)context;
    return INT64_C(1000000) * NOW;
}

static bool never(void *context)
{
    (void)context;
    return false;
}

static void demand(bool good, const char *what)
{
    if (good)
        return;
    torture_blame("cannot begin: %s", what);
    fprintf(stderr, "torture_world: cannot begin: %s\n", what);
    exit(EXIT_FAILURE);
}

static void begin(const struct world_request *asked, struct mock_worker *worker)
{
    size_t count = 0;
    asking = (struct asking){.worker = worker};
    demand(worker != NULL, "no worker");
    asking.headers[count++] = (struct http_header){"Host", "127.0.0.1"};
    if (asked->body != NULL)
        asking.headers[count++] = (struct http_header){
            "Content-Type", asked->type != NULL ? asked->type : "application/json"};
    const struct snaptrade_signed_request what = {asked->path, asked->query, asked->body};
    if (asked->key != NULL) {
        demand(snaptrade_sign(asked->key, &what, asking.signature), "not signed");
        asking.headers[count++] = (struct http_header){"Signature", asking.signature};
    }
    asking.request = (struct http_request){
        .method = http_method_of(asked->method),
        .method_name = asked->method,
        .path = asked->path,
        .query = asked->query != NULL ? asked->query : "",
        .version = "1.1",
        .headers = asking.headers,
        .header_count = count,
        .body = asked->body,
        .body_bytes = asked->body != NULL ? strlen(asked->body) : 0,
    };
    draws = 100;
}

static void ask(bool is_recorded)
{
    static const struct control_peer peer = {never, NULL};
    struct sandbox_visit visit = {0};
    sandbox_handle(sandbox, asking.worker, &asking.request, &peer, &asking.response, &asking.report,
                   &visit);
    if (is_recorded)
        sandbox_record(sandbox, &asking.request, &asking.response, &asking.report, &visit, 1);
    sandbox_end(sandbox, &visit);
}

static void end(void)
{
    if (asking.worker != looker)
        mock_worker_free(asking.worker);
    buffer_free(&asking.response.body);
    buffer_free(&asking.response.header_room);
    asking = (struct asking){0};
}

static const char *body(void)
{
    return asking.response.body.length > 0 ? asking.response.body.data : "";
}

static void see(const char *path, struct buffer *out)
{
    const struct asking asked = asking;
    begin(&(struct world_request){.method = "GET", .path = path}, looker);
    ask(false);
    buffer_append_format(out, "%s %d %s\n", path, asking.response.status, body());
    end();
    asking = asked;
}

/* The journal tells how often the state has changed: that is no part of it. */
static void see_journal(struct buffer *out)
{
    size_t length = out->length;
    see("/_sandbox/journal", out);
    char *state = strstr(out->data + length, ",\"state\":");
    if (state == NULL)
        return;
    out->length = (size_t)(state - out->data);
    *state = '\0';
}

/* All that can be seen of the sandbox. */
static struct buffer look(const struct world_act *act)
{
    static const char *const partners[] = {"PASSIVTEST", "PERSONAL", "NEW"};
    static const char *const parts[] = {
        "",       "/state",     "/users",  "/connections", "/events",
        "/clock", "/rateLimit", "/faults", "/credentials"};
    char path[PATH_SIZE];
    struct buffer seen = {0};
    see("/_sandbox/partners", &seen);
    see("/_sandbox/faults", &seen);
    for (size_t i = 0; i < sizeof partners / sizeof *partners; i++) {
        for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
            if (act->has_fault && strcmp(parts[part], "/faults") == 0)
                continue;
            snprintf(path, sizeof path, "/_sandbox/partners/%s%s", partners[i], parts[part]);
            see(path, &seen);
        }
        if (!act->has_webhook) {
            snprintf(path, sizeof path, "/_sandbox/partners/%s/webhooks", partners[i]);
            see(path, &seen);
        }
    }
    if (!act->has_webhook && !act->is_recorded)
        see_journal(&seen);
    return seen;
}

static void ask_before(const struct world_act *act)
{
    for (size_t i = 0; i < WORLD_MOST_BEFORE && act->before[i].method != NULL; i++) {
        begin(&act->before[i], looker);
        ask(true);
        if (asking.response.status >= SERVER_ERROR)
            demand(false, act->before[i].path);
        end();
    }
}

/* It is the same each time, which the first times must show. */
static void look_before(const struct world_act *act)
{
    static unsigned times;
    if (times == MOST_LOOKS)
        return;
    struct buffer before = look(act);
    if (times++ == 0)
        buffer_append(&expected.before, before.data, before.length);
    demand(strcmp(before.data, expected.before.data) == 0, "the world differs");
    buffer_free(&before);
}

void world_start(const void *row)
{
    struct buffer problems = {0};
    store = store_new();
    demand(store != NULL && fixtures_load(TORTURE_FIXTURES, store, &problems), "no fixtures");
    const struct sandbox_config config = {
        .mock = {.store = store, .clock_skew = 300},
        .now = wall_clock,
        .journal = {.entries = 10, .bytes = 1 << 16},
        .has_control = true,
        .hints = true,
        .access = {.open = true, .address = "127.0.0.1"},
        .fixtures = TORTURE_FIXTURES,
        .most_partners = 10,
        .most_waiting = 1,
        .most_body = 1 << 20,
        .webhook_retry_delay = 3600000,
        .visitors = true,
        .version = "0",
    };
    sandbox = sandbox_new(&config);
    looker = mock_worker_new();
    demand(sandbox != NULL && looker != NULL, "no sandbox");
    const struct world_act *act = row;
    ask_before(act);
    look_before(act);
    begin(&act->request, mock_worker_new());
}

void world_act(const void *row)
{
    ask(((const struct world_act *)row)->is_recorded);
}

static bool is_html(void)
{
    const char *type = asking.response.content_type;
    return type != NULL && strncmp(type, "text/html", 9) == 0;
}

/* A body may be missing where there is no memory for it. */
static bool is_well_formed(void)
{
    static const char html_end[] = "</html>";
    if (body()[0] == '\0')
        return true;
    if (is_html())
        return strstr(body(), html_end) != NULL;
    cJSON *json = cJSON_ParseWithOpts(body(), NULL, true);
    cJSON_Delete(json);
    return json != NULL;
}

static bool is_id(const char *text)
{
    struct snaptrade_uuid id;
    return strlen(text) >= SNAPTRADE_UUID_LENGTH &&
           snaptrade_uuid_parse(text, SNAPTRADE_UUID_LENGTH, &id);
}

static bool is_same(const char *left, const char *right, bool ids_vary)
{
    while (*left != '\0' && *right != '\0') {
        bool passes = ids_vary && is_id(left) && is_id(right);
        if (!passes && *left != *right)
            return false;
        left += passes ? SNAPTRADE_UUID_LENGTH : 1;
        right += passes ? SNAPTRADE_UUID_LENGTH : 1;
    }
    return *left == *right;
}

static bool is_as_expected(const struct world_act *act)
{
    return asking.response.status == expected.status &&
           is_same(body(), expected.body.data, act->ids_vary);
}

/* Where two texts differ, for people. */
static void blame_difference(const char *what, const char *seen, const char *wanted)
{
    size_t at = 0;
    while (seen[at] != '\0' && seen[at] == wanted[at])
        at++;
    size_t from = at > 60 ? at - 60 : 0;
    torture_blame("%s: ...%.160s\n      not ...%.160s", what, seen + from, wanted + from);
}

static bool sees(const struct buffer *wanted, const struct world_act *act, const char *blame)
{
    struct buffer seen = look(act);
    const char *text = wanted->data != NULL ? wanted->data : "";
    bool same = wanted->data != NULL && is_same(seen.data, text, act->ids_vary);
    if (!same && blame != NULL)
        blame_difference(blame, seen.data, text);
    buffer_free(&seen);
    return same;
}

static void judge_answer(void)
{
    if (asking.response.status != SERVER_ERROR && asking.response.status != BUSY)
        torture_blame("answers %d %.300s", asking.response.status, body());
    else if (!is_well_formed())
        torture_blame("answers what is broken: %d %.300s", asking.response.status, body());
}

/* The API's answers are the service's, which have no words for it, and some answers have no body.
 */
static bool tells_what_is_done(const struct world_act *act)
{
    return strncmp(act->request.path, "/_sandbox/", 10) == 0 && *body() != '\0';
}

static void judge(const struct world_act *act)
{
    if (is_as_expected(act)) {
        sees(&expected.after, act, "succeeds, but not all is done");
        return;
    }
    judge_answer();
    if (strstr(body(), control_error_text(CONTROL_UNTOLD)) != NULL)
        sees(&expected.after, act, "says that it is done, and is not");
    else if (!sees(&expected.before, act, NULL) && sees(&expected.after, act, "is half done") &&
             tells_what_is_done(act))
        torture_blame("is done, and says that it failed");
    end();
    begin(&act->request, mock_worker_new());
    ask(false);
    if (!is_as_expected(act))
        torture_blame("does not succeed afterwards: %d %.200s", asking.response.status, body());
    sees(&expected.after, act, "is different afterwards");
}

void world_check(const void *row, bool failure)
{
    const struct world_act *act = row;
    if (failure) {
        judge(act);
        return;
    }
    if (expected.after.data == NULL) {
        expected.status = asking.response.status;
        buffer_append_text(&expected.body, body());
        expected.after = look(act);
        if (expected.status >= SERVER_ERROR || !is_well_formed())
            torture_blame("answers %d with all the memory it wants", expected.status);
    } else if (!is_as_expected(act)) {
        torture_blame("answers something else each time: %s not %s", body(), expected.body.data);
    }
}

void world_stop(const void *row)
{
    (void)row;
    end();
    mock_worker_free(looker);
    looker = NULL;
    sandbox_free(sandbox);
    store_free(store);
}
