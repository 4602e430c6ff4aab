/* The connection portal and what it makes, while memory runs out. */
#include <stddef.h>

#include "torture.h"
#include "torture_world.h"

#define PAGE "/snapTrade/redeemToken"
#define FORM "application/x-www-form-urlencoded"
#define P "/_sandbox/partners/PASSIVTEST"

/* As torture_world.c has random bytes: the token of the first session that is opened. */
#define BYTES_8 "6666666666666666"
#define TOKEN BYTES_8 BYTES_8 BYTES_8 BYTES_8

#define LOGIN(body)                                                                                \
    {                                                                                              \
        "POST", "/snapTrade/login", WORLD_USER_QUERY, body, WORLD_KEY, NULL                        \
    }
#define FAILURE_URL "\"customRedirect\":\"https://app.example/back\""
#define RECONNECT "{\"reconnect\":\"" WORLD_CONNECTION "\"}"
#define SCENARIO(name, ...)                                                                        \
    {                                                                                              \
        (name), &(const struct world_act){__VA_ARGS__}, world_start, world_act, world_check,       \
            world_stop                                                                             \
    }
#define SHOW(name, login)                                                                          \
    SCENARIO(name, .before = {LOGIN(login)},                                                       \
             .request = {"GET", PAGE, "token=" TOKEN, NULL, NULL, NULL})
#define POST(name, login, form)                                                                    \
    SCENARIO(name, .before = {LOGIN(login)},                                                       \
             .request = {"POST", PAGE, NULL, "token=" TOKEN "&" form, NULL, FORM})
#define ATTEMPT(name, body)                                                                        \
    SCENARIO(name, .request = {"POST", P "/attempts", NULL, body, NULL, NULL})
#define JOHN "\"userId\":\"John.doe@snaptrade.com\""

static const struct torture scenarios[] = {
    SHOW("page", NULL),
    SHOW("page-of-broker", "{\"broker\":\"QUESTRADE\"}"),
    SHOW("page-to-reconnect", RECONNECT),
    SCENARIO("page-without-token", .request = {"GET", PAGE, NULL, NULL, NULL, NULL}),
    SCENARIO("page-of-nobody", .request = {"GET", PAGE, "token=no", NULL, NULL, NULL}),
    SCENARIO("style", .request = {"GET", PAGE "/portal.css", NULL, NULL, NULL, NULL}),
    POST("connect", NULL, "outcome=success&broker=QUESTRADE&scenario=cash-only"),
    POST("connect-and-return", "{" FAILURE_URL "}", "outcome=success&broker=QUESTRADE"),
    POST("connect-and-return-at-once", "{" FAILURE_URL ",\"immediateRedirect\":true}",
         "outcome=success&broker=QUESTRADE"),
    POST("reconnect", RECONNECT, "outcome=success"),
    POST("fail", NULL, "outcome=failure&broker=QUESTRADE"),
    POST("bad-form", NULL, "outcome=none"),
    ATTEMPT("attempt", "{" JOHN ",\"brokerage\":\"QUESTRADE\",\"outcome\":\"success\"}"),
    ATTEMPT("attempt-with-mfa", "{" JOHN ",\"brokerage\":\"QUESTRADE\",\"outcome\":\"mfa\"}"),
    ATTEMPT("attempt-that-fails", "{" JOHN ",\"brokerage\":\"QUESTRADE\",\"outcome\":\"failure\"}"),
    ATTEMPT("attempt-to-reconnect",
            "{" JOHN ",\"reconnect\":\"" WORLD_CONNECTION "\",\"outcome\":\"success\"}"),
    ATTEMPT("attempt-refused", "{" JOHN ",\"brokerage\":\"NONE\",\"outcome\":\"success\"}"),
    SCENARIO(
        "attempt-with-webhook", .has_webhook = true, .ids_vary = true,
        .before = {{"PUT", P "/webhooks", NULL, "{\"url\":\"http://127.0.0.1:1/\"}", NULL, NULL}},
        .request = {"POST", P "/attempts", NULL,
                    "{" JOHN ",\"brokerage\":\"QUESTRADE\",\"outcome\":\"success\"}", NULL, NULL}),
};

int main(void)
{
    return torture_run("torture_portal", scenarios, sizeof scenarios / sizeof *scenarios);
}
