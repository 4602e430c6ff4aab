/* Every call of the control API, while memory runs out. */
#include <stddef.h>

#include "torture.h"
#include "torture_world.h"

#define SCENARIO(name, ...)                                                                        \
    {                                                                                              \
        (name), &(const struct world_act){__VA_ARGS__}, world_start, world_act, world_check,       \
            world_stop                                                                             \
    }
#define GET(name, path) SCENARIO(name, .request = {"GET", path, NULL, NULL, NULL, NULL})
#define DELETE(name, path) SCENARIO(name, .request = {"DELETE", path, NULL, NULL, NULL, NULL})
#define SEND(name, method, path, body)                                                             \
    SCENARIO(name, .request = {method, path, NULL, body, NULL, NULL})

#define P "/_sandbox/partners/PASSIVTEST"
#define ALL "/_sandbox"
#define CONNECTION P "/connections/" WORLD_CONNECTION
#define RULE                                                                                       \
    "{\"name\":\"slow\",\"match\":{\"method\":\"GET\"},\"action\":{\"type\":\"status\","           \
    "\"status\":503}}"
#define MAKE_RULE                                                                                  \
    {                                                                                              \
        "POST", P "/faults", NULL, RULE, NULL, NULL                                                \
    }
#define CALL_API                                                                                   \
    {                                                                                              \
        "GET", "/authorizations", WORLD_USER_QUERY, NULL, "another key", NULL                      \
    }
#define MAKE_PARTNER                                                                               \
    {                                                                                              \
        "POST", ALL "/partners", NULL, "{\"clientId\":\"NEW\"}", NULL, NULL                        \
    }
#define MAKE_WEBHOOK                                                                               \
    {                                                                                              \
        "PUT", P "/webhooks", NULL, "{\"url\":\"http://127.0.0.1:1/\"}", NULL, NULL                \
    }
#define TARGET                                                                                     \
    "{\"method\":\"GET\",\"target\":\"/authorizations?" WORLD_USER_QUERY                           \
    "\",\"signature\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}"
#define ADDED                                                                                      \
    "{\"userId\":\"John.doe@snaptrade.com\",\"brokerage\":\"QUESTRADE\","                          \
    "\"id\":\"11111111-1111-4111-8111-111111111111\"}"

static const struct torture scenarios[] = {
    GET("openapi", ALL "/openapi.json"),
    GET("about", ALL "/about"),
    SCENARIO("visitor", .request = {"POST", ALL "/visitors", NULL, NULL, NULL, NULL}),
    GET("partners", ALL "/partners"),
    SEND("partner-make", "POST", ALL "/partners", "{\"clientId\":\"NEW\",\"ttlSeconds\":60}"),
    SEND("partner-make-new-ids", "POST", ALL "/partners", "{\"clientId\":\"NEW\",\"newIds\":true}"),
    GET("partner", P),
    SCENARIO("partner-delete", .before = {MAKE_PARTNER},
             .request = {"DELETE", ALL "/partners/NEW", NULL, NULL, NULL, NULL}),
    SCENARIO("reload", .before = {MAKE_PARTNER},
             .request = {"POST", ALL "/reload", NULL, NULL, NULL, NULL}),
    SCENARIO("reload-of-changed",
             .before = {{"DELETE", CONNECTION, NULL, NULL, NULL, NULL},
                        {"POST", P "/users", NULL, "{\"userId\":\"one\"}", NULL, NULL},
                        MAKE_RULE},
             .request = {"POST", ALL "/reload", NULL, NULL, NULL, NULL}),
    SCENARIO("reset", .request = {"POST", ALL "/reset", NULL, NULL, NULL, NULL}),
    SCENARIO("journal", .before = {CALL_API},
             .request = {"GET", ALL "/journal", "method=GET&limit=5", NULL, NULL, NULL}),
    GET("changes", ALL "/changes"),
    SCENARIO("explanation", .before = {CALL_API},
             .request = {"GET", ALL "/journal/1/explanation", NULL, NULL, NULL, NULL}),
    SEND("explain", "POST", ALL "/explain", TARGET),
    SCENARIO("journal-delete", .before = {CALL_API},
             .request = {"DELETE", ALL "/journal", NULL, NULL, NULL, NULL}),
    SCENARIO("last-failure", .before = {CALL_API},
             .request = {"GET", ALL "/journal/last-failure", NULL, NULL, NULL, NULL}),
    SCENARIO("verify", .before = {CALL_API},
             .request = {"POST", ALL "/verify", NULL,
                         "{\"pattern\":{\"method\":\"GET\",\"status\":204},\"exactly\":1}", NULL,
                         NULL}),
    SCENARIO("faults", .before = {MAKE_RULE},
             .request = {"GET", P "/faults", NULL, NULL, NULL, NULL}),
    SEND("faults-put", "PUT", P "/faults", "{\"seed\":7,\"rules\":[" RULE "]}"),
    SEND("fault-add", "POST", P "/faults", RULE),
    SCENARIO("faults-delete", .before = {MAKE_RULE},
             .request = {"DELETE", P "/faults", NULL, NULL, NULL, NULL}),
    SCENARIO("fault-delete", .before = {MAKE_RULE},
             .request = {"DELETE", P "/faults/slow", NULL, NULL, NULL, NULL}),
    GET("credentials", P "/credentials"),
    SEND("sign", "POST", P "/sign",
         "{\"method\":\"POST\",\"path\":\"/accounts\",\"userId\":\"John.doe@snaptrade.com\","
         "\"parameters\":{\"a\":\"b c\"},\"body\":{\"z\":1,\"a\":[true]}}"),
    SCENARIO("partner-reset", .request = {"POST", P "/reset", NULL, NULL, NULL, NULL}),
    GET("state", P "/state"),
    SEND("state-put", "PUT", P "/state",
         "{\"users\":[{\"userId\":\"one\",\"userSecret\":\"s\"}],\"authorizations\":[{\"userId\":"
         "\"one\",\"id\":\"11111111-1111-4111-8111-111111111111\",\"created_date\":"
         "\"2024-08-20T21:56:19Z\",\"updated_date\":\"2024-08-20T21:56:19Z\",\"brokerage\":"
         "\"QUESTRADE\",\"name\":\"n\",\"type\":\"read\",\"disabled\":false,\"disabled_date\":null,"
         "\"meta\":{}}],\"session_events\":[]}"),
    GET("users", P "/users"),
    SEND("user-add", "POST", P "/users", "{\"userId\":\"one more\"}"),
    GET("connections", P "/connections"),
    SEND("connection-add", "POST", P "/connections", ADDED),
    SEND("connection-add-refused", "POST", P "/connections",
         "{\"userId\":\"nobody\",\"brokerage\":\"QUESTRADE\",\"scenario\":\"none\"}"),
    GET("connection", CONNECTION),
    SEND("connection-change", "PATCH", CONNECTION,
         "{\"name\":\"another\",\"brokerage\":\"WEALTHSIMPLE\",\"meta\":{\"a\":[1]}}"),
    DELETE("connection-delete", CONNECTION),
    SCENARIO("connection-disable",
             .request = {"POST", CONNECTION "/disable", NULL, NULL, NULL, NULL}),
    SCENARIO("connection-enable",
             .request = {"POST", CONNECTION "/enable", NULL, NULL, NULL, NULL}),
    GET("events", P "/events"),
    SEND("event-add", "POST", P "/events",
         "{\"user_id\":\"John.doe@snaptrade.com\",\"session_event_type\":\"PARTNER_REDIRECT\"}"),
    GET("clock", P "/clock"),
    SEND("clock-advance", "POST", P "/clock", "{\"action\":\"advance\",\"seconds\":60}"),
    DELETE("clock-delete", P "/clock"),
    GET("limit", P "/rateLimit"),
    SEND("limit-put", "PUT", P "/rateLimit", "{\"requests\":5}"),
    DELETE("limit-delete", P "/rateLimit"),
    GET("webhooks", P "/webhooks"),
    SCENARIO("webhooks-put", .has_webhook = true, .request = MAKE_WEBHOOK),
    SCENARIO("webhook-fire", .has_webhook = true, .before = {MAKE_WEBHOOK},
             .request = {"POST", P "/webhooks/fire", NULL, "{\"eventType\":\"CONNECTION_ADDED\"}",
                         NULL, NULL}),
    SCENARIO("webhook-of-user", .has_webhook = true, .before = {MAKE_WEBHOOK},
             .request = {"POST", P "/users", NULL, "{\"userId\":\"one more\"}", NULL, NULL}),
    SEND("bad-body", "POST", P "/clock", "{\"action\":\"stop\",\"x\":1}"),
    SEND("no-json", "POST", P "/clock", "{"),
    GET("no-path", ALL "/nowhere"),
    GET("page", ALL "/"),
    GET("page-file", ALL "/page/style.css"),
};

int main(void)
{
    return torture_run("torture_control", scenarios, sizeof scenarios / sizeof *scenarios);
}
