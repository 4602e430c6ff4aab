/* The client and its calls, against a real server, while memory runs out. */
#include <stdlib.h>
#include <unistd.h>

#include "base_url.h"
#include "outcome.h"
#include "scripted_server.h"
#include "settings_file.h"
#include "snaptrade/client.h"

#define ID "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define JSON_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"

static const struct scripted_answer *answer;
static struct scripted_server server;
static struct snaptrade_client_options options;
static char url[64];
static const struct snaptrade_user user = {"q&a+100%@example.com", "\xc3\xa9"};

static int64_t fixed_clock(void *context)
{
    (void)context;
    return 1700000000;
}

/* A call of the client, and what it is answered. */
struct call {
    struct scripted_answer answer;
    bool (*make)(snaptrade_client *client, struct snaptrade_response *response);
};

static void begin(const void *row)
{
    const struct call *call = row;
    outcome_begin(row);
    answer = &call->answer;
    scripted_server_start(&server, answer, 1);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/api/v1", server.port);
    options = (struct snaptrade_client_options){.base_url = url,
                                                .client_id = "A B",
                                                .consumer_key = "the key",
                                                .clock = fixed_clock,
                                                .timeout_ms = 10000};
}

static void end(const void *row)
{
    (void)row;
    scripted_server_stop(&server);
}

/* An error with a status says what the server said; any other is one that may be. */
static void add_response(const struct snaptrade_response *response)
{
    char status[32];
    snprintf(status, sizeof status, "%d, error %d", response->status, (int)response->error);
    outcome_add("status", status);
    outcome_add("body", response->body);
}

static bool may_be(enum snaptrade_error error)
{
    /* A body that cJSON has no memory for cannot be told from one that is malformed, and curl calls
     * some of what it lacks memory for a failed connection: see models.h and client.h. */
    return error == SNAPTRADE_ERROR_NO_MEMORY || error == SNAPTRADE_ERROR_PARSE ||
           error == SNAPTRADE_ERROR_TRANSPORT;
}

static void call(const void *row)
{
    const struct call *made = row;
    char message[SNAPTRADE_MESSAGE_SIZE] = "";
    struct snaptrade_response response = {0};
    snaptrade_client *client = snaptrade_client_new(&options, message);
    if (client == NULL) {
        outcome.good = strstr(message, "out of memory") == NULL;
        outcome_add("message", message);
        return;
    }
    bool good = made->make(client, &response);
    outcome.good = good || !may_be(response.error);
    add_response(&response);
    snaptrade_response_free(&response);
    snaptrade_client_free(client);
}

static void add_authorization(const struct snaptrade_authorization *authorization)
{
    outcome_add("id", authorization->id.value);
    outcome_add("brokerage", authorization->brokerage.slug.value);
    outcome_add("meta", authorization->meta.value);
    for (size_t i = 0; i < authorization->brokerage.exchanges.count; i++)
        outcome_add("exchange", authorization->brokerage.exchanges.items[i]);
}

static bool list_authorizations(snaptrade_client *client, struct snaptrade_response *response)
{
    struct snaptrade_authorization_list list;
    bool good = snaptrade_list_brokerage_authorizations(client, &user, NULL, &list, response);
    for (size_t i = 0; i < list.count; i++)
        add_authorization(&list.items[i]);
    snaptrade_authorization_list_free(&list);
    return good;
}

static bool detail_authorization(snaptrade_client *client, struct snaptrade_response *response)
{
    struct snaptrade_authorization authorization;
    bool good =
        snaptrade_detail_brokerage_authorization(client, ID, &user, NULL, &authorization, response);
    add_authorization(&authorization);
    snaptrade_authorization_free(&authorization);
    return good;
}

static bool remove_authorization(snaptrade_client *client, struct snaptrade_response *response)
{
    return snaptrade_remove_brokerage_authorization(client, ID, &user, NULL, response);
}

static bool delete_connection(snaptrade_client *client, struct snaptrade_response *response)
{
    struct snaptrade_deletion deletion;
    bool good = snaptrade_delete_connection(client, ID, &user, NULL, &deletion, response);
    outcome_add("detail", deletion.detail.value);
    snaptrade_deletion_free(&deletion);
    return good;
}

static bool list_events(snaptrade_client *client, struct snaptrade_response *response)
{
    static const struct snaptrade_session_event_query query = {NULL, "a,b", "c"};
    struct snaptrade_session_event_list list;
    bool good = snaptrade_list_session_events(client, &query, NULL, &list, response);
    for (size_t i = 0; i < list.count; i++)
        outcome_add("event", list.items[i].session_event_type.value);
    snaptrade_session_event_list_free(&list);
    return good;
}

static bool check_status(snaptrade_client *client, struct snaptrade_response *response)
{
    struct snaptrade_api_status status;
    bool good = snaptrade_check_status(client, NULL, &status, response);
    outcome_add("timestamp", status.timestamp.value);
    snaptrade_api_status_free(&status);
    return good;
}

static bool send_any(snaptrade_client *client, struct snaptrade_response *response)
{
    static const struct snaptrade_parameter parameters[] = {{"days", "3&"}};
    static const struct snaptrade_request request = {.method = "POST",
                                                     .path = "/a%20b",
                                                     .parameters = parameters,
                                                     .parameter_count = 1,
                                                     .user = &user,
                                                     .body = "{ \"b\": 1.0, \"a\": [true] }"};
    return snaptrade_send(client, &request, NULL, response);
}

#define AUTHORIZATION                                                                              \
    "{\"id\":\"" ID "\",\"name\":\"Connection-1\",\"disabled\":false,\"meta\":{\"identifier\":1}," \
    "\"brokerage\":{\"slug\":\"QUESTRADE\",\"exchanges\":[\"" ID "\",\"" ID "\"]}}"
#define ANSWER(head, body)                                                                         \
    {                                                                                              \
        .bytes = head "\r\n" body, .then = THEN_CLOSE                                              \
    }

static const struct call calls[] = {
    {ANSWER(JSON_HEAD, "[" AUTHORIZATION "," AUTHORIZATION "]"), list_authorizations},
    {ANSWER(JSON_HEAD, AUTHORIZATION), detail_authorization},
    {ANSWER("HTTP/1.1 204 No Content\r\n", ""), remove_authorization},
    {ANSWER(JSON_HEAD, "{\"detail\":\"gone\",\"connection_id\":\"" ID "\"}"), delete_connection},
    {ANSWER(JSON_HEAD, "[{\"id\":\"" ID "\",\"session_event_type\":\"PARTNER_REDIRECT\"}]"),
     list_events},
    {ANSWER(JSON_HEAD, "{\"version\":151,\"timestamp\":\"now\",\"online\":true}"), check_status},
    {{.bytes = JSON_HEAD "\r\n[1]", .reads_body = true, .then = THEN_CLOSE}, send_any},
    {ANSWER("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n",
            "{\"detail\":\"no\",\"status_code\":404,\"code\":\"1011\"}"),
     detail_authorization},
};

static void parse_url(const void *row)
{
    struct base_url base = {0};
    const char *problem = NULL;
    bool parsed = base_url_parse(row, &base, &problem);
    /* libcurl calls it a bad URL where it has no memory for a password. */
    outcome.good = parsed || (strstr(problem, "out of memory") == NULL &&
                              strstr(problem, "is not a URL") == NULL);
    outcome_add("origin", parsed ? base.origin : problem);
    outcome_add("path", base.path);
    base_url_free(&base);
}

static char settings_path[64];

static void take_setting(void *context, const char *name, const char *value)
{
    (void)context;
    outcome_add(name, value);
}

static void read_settings(const void *row)
{
    char message[SETTINGS_MESSAGE_SIZE] = "";
    (void)row;
    outcome.good = settings_file_read(settings_path, take_setting, NULL, message);
    if (!outcome.good && message[0] == '\0')
        torture_blame("fails without a word");
}

static bool make_settings(void)
{
    static const char text[] = "A=1\n# no\nexport B='2 3'\n";
    snprintf(settings_path, sizeof settings_path, "/tmp/torture-settings-XXXXXX");
    int file = mkstemp(settings_path);
    bool good = file >= 0 && write(file, text, sizeof text - 1) == (ssize_t)sizeof text - 1;
    return file >= 0 && close(file) == 0 && good;
}

#define CALL(name, number)                                                                         \
    {                                                                                              \
        name, &calls[number], begin, call, outcome_check, end                                      \
    }
#define PURE(name, row, act)                                                                       \
    {                                                                                              \
        name, row, outcome_begin, act, outcome_check, outcome_end                                  \
    }

static const struct torture scenarios[] = {
    CALL("list-authorizations", 0),
    CALL("detail-authorization", 1),
    CALL("remove-authorization", 2),
    CALL("delete-connection", 3),
    CALL("session-events", 4),
    CALL("status", 5),
    CALL("send", 6),
    CALL("api-error", 7),
    PURE("base-url", "https://api.example:8443/api/v1/", parse_url),
    PURE("base-url-with-password", "https://user:secret@api.example/", parse_url),
    PURE("base-url-with-query", "https://api.example/?a=b", parse_url),
    PURE("base-url-with-port-and-no-path", "http://127.0.0.1:80", parse_url),
    PURE("settings", NULL, read_settings),
};

int main(void)
{
    if (!make_settings())
        return EXIT_FAILURE;
    int status = torture_run("torture_client", scenarios, sizeof scenarios / sizeof *scenarios);
    unlink(settings_path);
    return status;
}
