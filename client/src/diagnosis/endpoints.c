#include "endpoints.h"

#include <stdbool.h>
#include <string.h>

#include "snaptrade/uuid.h"

/* Source: SnapTrade's API files of 2023 to 2026. Those that are called most come first. */
const char *const endpoints[] = {
    "/authorizations",
    "/authorizations/{authorizationId}",
    "/sessionEvents",
    "/connection/{connectionId}",
    "/accounts",
    "/accounts/{accountId}",
    "/snapTrade/registerUser",
    "/snapTrade/listUsers",
    "/snapTrade/deleteUser",
    "/snapTrade/resetUserSecret",
    "/snapTrade/login",
    "/snapTrade/partners",
    "/authorizations/{authorizationId}/accounts",
    "/authorizations/{authorizationId}/refresh",
    "/authorizations/{authorizationId}/disable",
    "/authorizations/{authorizationId}/transactions/sync",
    "/authorizations/{authorizationId}/returnRates",
    "/accounts/{accountId}/balances",
    "/accounts/{accountId}/positions",
    "/accounts/{accountId}/positions/all",
    "/accounts/{accountId}/holdings",
    "/accounts/{accountId}/orders",
    "/accounts/{accountId}/orders/v2",
    "/accounts/{accountId}/orders/details",
    "/accounts/{accountId}/activities",
    "/accounts/{accountId}/balanceHistory",
    "/accounts/{accountId}/recentOrders",
    "/accounts/{accountId}/recentOrders/v2",
    "/accounts/{accountId}/returnRates",
    "/accounts/{accountId}/quotes",
    "/accounts/{accountId}/quotes/options",
    "/accounts/{accountId}/symbols",
    "/connections/{connectionId}/accounts",
    "/brokerages",
    "/brokerages/{slug}/instruments",
    "/brokerageAuthorizationTypes",
    "/exchanges",
    "/symbols",
    "/symbols/{query}",
    "/trade/place",
    "/trade/impact",
    "/trade/{tradeId}",
    "/snapTrade/tradeDetection/subscriptions",
    "/snapTrade/tradeDetection/subscriptions/cancel",
    "/",
};
const size_t endpoints_count = sizeof endpoints / sizeof *endpoints;

struct segment endpoint_match(const char *template, const char *path)
{
    const struct segment none = {NULL, 0};
    size_t before = strcspn(template, "{");
    if (template[before] == '\0' || strncmp(template, path, before) != 0)
        return none;
    struct segment name = {path + before, strcspn(path + before, "/")};
    const char *behind = template + strcspn(template, "}") + 1;
    return strcmp(name.text + name.length, behind) == 0 ? name : none;
}

struct segment endpoint_id(const char *path)
{
    struct segment id = {NULL, 0};
    struct snaptrade_uuid uuid;
    for (size_t i = 0; i < endpoints_count && id.length == 0; i++)
        id = endpoint_match(endpoints[i], path);
    for (const char *text = path; id.length == 0 && *text != '\0';) {
        size_t length = strcspn(++text, "/");
        if (snaptrade_uuid_parse(text, length, &uuid))
            id = (struct segment){text, length};
        text += length;
    }
    return id;
}
