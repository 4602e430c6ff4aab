/* Every route of the API, while memory runs out. */
#include <stddef.h>

#include "torture.h"
#include "torture_world.h"

#define CALL(name, method_, path_, query_)                                                         \
    {                                                                                              \
        (name),                                                                                    \
            &(const struct world_act){.request = {.method = (method_),                             \
                                                  .path = (path_),                                 \
                                                  .query = (query_),                               \
                                                  .key = WORLD_KEY}},                              \
            world_start, world_act, world_check, world_stop                                        \
    }
#define POST(name, path_, query_, body_)                                                           \
    {                                                                                              \
        (name),                                                                                    \
            &(const struct world_act){.request = {.method = "POST",                                \
                                                  .path = (path_),                                 \
                                                  .query = (query_),                               \
                                                  .body = (body_),                                 \
                                                  .key = WORLD_KEY}},                              \
            world_start, world_act, world_check, world_stop                                        \
    }
#define REFUSED(name, path_, query_, key_)                                                         \
    {                                                                                              \
        (name),                                                                                    \
            &(const struct world_act){                                                             \
                .request = {.method = "GET", .path = (path_), .query = (query_), .key = (key_)}},  \
            world_start, world_act, world_check, world_stop                                        \
    }
#define RECORDED(name, ...)                                                                        \
    {                                                                                              \
        (name), &(const struct world_act){.request = {__VA_ARGS__}, .is_recorded = true},          \
            world_start, world_act, world_check, world_stop                                        \
    }
#define FAULT(action)                                                                              \
    "{\"name\":\"case\",\"match\":{\"method\":\"GET\"},\"action\":{\"type\":" action "}}"
/* Its answer as the sandbox makes it; that it then comes late or is cut is the server's. */
#define FAULTY(name, action)                                                                       \
    {                                                                                              \
        (name),                                                                                    \
            &(const struct world_act){.before = {{.method = "POST",                                \
                                                  .path = "/_sandbox/partners/PASSIVTEST/faults",  \
                                                  .body = FAULT(action)}},                         \
                                      .request = {.method = "GET",                                 \
                                                  .path = "/authorizations",                       \
                                                  .query = JOHN,                                   \
                                                  .key = WORLD_KEY},                               \
                                      .is_recorded = true,                                         \
                                      .has_fault = true},                                          \
            world_start, world_act, world_check, world_stop                                        \
    }
#define AUTHORIZATION "/authorizations/" WORLD_CONNECTION
#define ACCOUNT "/accounts/" WORLD_ACCOUNT
#define JOHN WORLD_USER_QUERY
#define PARTNER WORLD_PARTNER_QUERY

static const struct torture scenarios[] = {
    CALL("authorizations", "GET", "/authorizations", JOHN),
    CALL("authorization", "GET", AUTHORIZATION, JOHN),
    CALL("authorization-delete", "DELETE", AUTHORIZATION, JOHN),
    CALL("connection-delete", "DELETE", "/connection/" WORLD_CONNECTION, JOHN),
    CALL("session-events", "GET", "/sessionEvents", PARTNER "&PartnerClientId=PASSIVTEST"),
    POST("register-user", "/snapTrade/registerUser", PARTNER, "{\"userId\":\"new \\u00e9\"}"),
    CALL("list-users", "GET", "/snapTrade/listUsers", PARTNER),
    CALL("delete-user", "DELETE", "/snapTrade/deleteUser",
         PARTNER "&userId=John.doe%40snaptrade.com"),
    POST("reset-secret", "/snapTrade/resetUserSecret", PARTNER,
         "{\"userId\":\"John.doe@snaptrade.com\",\"userSecret\":\"USERSECRET123\"}"),
    POST("login", "/snapTrade/login", JOHN, NULL),
    POST("login-with-wishes", "/snapTrade/login", JOHN,
         "{\"broker\":\"QUESTRADE\",\"customRedirect\":\"https://app.example/back\","
         "\"connectionType\":\"trade\",\"darkMode\":true}"),
    POST("login-to-reconnect", "/snapTrade/login", JOHN,
         "{\"reconnect\":\"" WORLD_CONNECTION "\"}"),
    CALL("partner", "GET", "/snapTrade/partners", PARTNER),
    CALL("brokerages", "GET", "/brokerages", PARTNER),
    CALL("accounts-of-connection", "GET", AUTHORIZATION "/accounts", JOHN),
    CALL("refresh", "POST", AUTHORIZATION "/refresh", JOHN),
    CALL("disable", "POST", AUTHORIZATION "/disable", JOHN),
    CALL("sync-transactions", "POST", AUTHORIZATION "/transactions/sync", JOHN),
    CALL("accounts", "GET", "/accounts", JOHN),
    CALL("account", "GET", ACCOUNT, JOHN),
    CALL("balances", "GET", ACCOUNT "/balances", JOHN),
    CALL("positions", "GET", ACCOUNT "/positions", JOHN),
    CALL("positions-all", "GET", ACCOUNT "/positions/all", JOHN),
    CALL("options", "GET", ACCOUNT "/options", JOHN),
    CALL("holdings", "GET", ACCOUNT "/holdings", JOHN),
    CALL("orders", "GET", ACCOUNT "/orders", JOHN "&state=all"),
    CALL("activities", "GET", ACCOUNT "/activities", JOHN),
    CALL("status", "GET", "/", NULL),
    CALL("health", "GET", "/health", NULL),
    CALL("openapi", "GET", "/openapi.json", NULL),
    CALL("not-emulated", "GET", "/currencies", NULL),
    CALL("unknown-path", "GET", "/nowhere", NULL),
    CALL("method", "PUT", "/authorizations", JOHN),
    REFUSED("no-signature", "/authorizations", JOHN, NULL),
    REFUSED("wrong-key", "/authorizations", JOHN, "another key"),
    REFUSED("no-credentials", "/authorizations", "", NULL),
    REFUSED("unknown-partner", "/authorizations", "clientId=nobody&timestamp=1700000000",
            WORLD_KEY),
    REFUSED("no-uuid", "/authorizations/nope", JOHN, WORLD_KEY),
    RECORDED("recorded", "GET", "/authorizations", JOHN, NULL, WORLD_KEY, NULL),
    RECORDED("recorded-body", "POST", "/snapTrade/login", JOHN, "{\"broker\":\"QUESTRADE\"}",
             WORLD_KEY, NULL),
    RECORDED("recorded-refusal", "GET", "/authorizations", JOHN, NULL, "another key", NULL),
    RECORDED("recorded-stray-key", "GET", "/authorizations", "clientId=x&key=" WORLD_KEY, NULL,
             WORLD_KEY, NULL),
    FAULTY("fault-status", "\"status\",\"status\":503"),
    FAULTY("fault-respond", "\"respond\",\"status\":200,\"headers\":{\"X-A\":\"b\"},"
                            "\"body\":\"text\""),
    FAULTY("fault-delay", "\"delay\",\"delayMs\":1"),
    FAULTY("fault-slow-body", "\"slowBody\",\"bytesPerSecond\":1000"),
    FAULTY("fault-truncate", "\"truncate\",\"bytes\":10"),
    FAULTY("fault-empty-body", "\"emptyBody\""),
    FAULTY("fault-reset", "\"reset\",\"when\":\"before\""),
    FAULTY("fault-no-answer", "\"noAnswer\""),
};

int main(void)
{
    return torture_run("torture_api", scenarios, sizeof scenarios / sizeof *scenarios);
}
