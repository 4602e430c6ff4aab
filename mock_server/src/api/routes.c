#include "routes.h"

#include <string.h>

#include "connections.h"
#include "session_events.h"
#include "status.h"

/* A 404 here would look like a wrong base URL. */
static enum api_error not_emulated(struct context *context, struct http_response *response)
{
    (void)context;
    (void)response;
    return API_NOT_EMULATED;
}

#define NOT_EMULATED(pattern)                                                                      \
    {                                                                                              \
        HTTP_OTHER, true, pattern, ROUTE_OPEN, not_emulated, false                                 \
    }

static const struct route routes[] = {
    {HTTP_GET, false, "/authorizations", ROUTE_USER, connections_list, false},
    {HTTP_GET, false, "/authorizations/{authorizationId}", ROUTE_USER, connections_detail, false},
    {HTTP_DELETE, false, "/authorizations/{authorizationId}", ROUTE_USER, connections_remove, true},
    {HTTP_DELETE, false, "/connection/{connectionId}", ROUTE_USER, connections_delete, false},
    {HTTP_GET, false, "/sessionEvents", ROUTE_PARTNER, session_events_list, true},
    {HTTP_GET, false, "/", ROUTE_OPEN, status_api, false},
    {HTTP_GET, false, "/health", ROUTE_OPEN, status_health, false},
    {HTTP_GET, false, "/openapi.json", ROUTE_OPEN, status_openapi, false},

    NOT_EMULATED("/accounts"),
    NOT_EMULATED("/accounts/{accountId}"),
    NOT_EMULATED("/accounts/{accountId}/activities"),
    NOT_EMULATED("/accounts/{accountId}/balanceHistory"),
    NOT_EMULATED("/accounts/{accountId}/balances"),
    NOT_EMULATED("/accounts/{accountId}/holdings"),
    NOT_EMULATED("/accounts/{accountId}/orders"),
    NOT_EMULATED("/accounts/{accountId}/orders/details"),
    NOT_EMULATED("/accounts/{accountId}/orders/details/v2/{brokerageOrderId}"),
    NOT_EMULATED("/accounts/{accountId}/orders/v2"),
    NOT_EMULATED("/accounts/{accountId}/positions"),
    NOT_EMULATED("/accounts/{accountId}/positions/all"),
    NOT_EMULATED("/accounts/{accountId}/quotes"),
    NOT_EMULATED("/accounts/{accountId}/quotes/options"),
    NOT_EMULATED("/accounts/{accountId}/recentOrders"),
    NOT_EMULATED("/accounts/{accountId}/recentOrders/v2"),
    NOT_EMULATED("/accounts/{accountId}/returnRates"),
    NOT_EMULATED("/accounts/{accountId}/symbols"),
    NOT_EMULATED("/accounts/{accountId}/trading/..."),
    NOT_EMULATED("/authorizations/{authorizationId}/accounts"),
    NOT_EMULATED("/authorizations/{authorizationId}/disable"),
    NOT_EMULATED("/authorizations/{authorizationId}/refresh"),
    NOT_EMULATED("/authorizations/{authorizationId}/returnRates"),
    NOT_EMULATED("/authorizations/{authorizationId}/transactions/sync"),
    NOT_EMULATED("/brokerageAuthorizationTypes"),
    NOT_EMULATED("/brokerages"),
    NOT_EMULATED("/brokerages/{slug}/instruments"),
    NOT_EMULATED("/connections/{connectionId}/accounts"),
    NOT_EMULATED("/exchanges"),
    NOT_EMULATED("/snapTrade/deleteUser"),
    NOT_EMULATED("/snapTrade/listUsers"),
    NOT_EMULATED("/snapTrade/login"),
    NOT_EMULATED("/snapTrade/partners"),
    NOT_EMULATED("/snapTrade/registerUser"),
    NOT_EMULATED("/snapTrade/resetUserSecret"),
    NOT_EMULATED("/snapTrade/tradeDetection/subscriptions"),
    NOT_EMULATED("/snapTrade/tradeDetection/subscriptions/cancel"),
    NOT_EMULATED("/symbols"),
    NOT_EMULATED("/symbols/{query}"),
    NOT_EMULATED("/trade/impact"),
    NOT_EMULATED("/trade/place"),
    NOT_EMULATED("/trade/{tradeId}"),
};

bool routes_find(enum http_method method, const char *path, bool with_withdrawn,
                 struct route_match *match)
{
    static const struct route_table table = {routes, sizeof routes / sizeof routes[0]};
    static const char prefix[] = "/api/v1";
    size_t length = sizeof prefix - 1;
    if (strcmp(path, prefix) == 0)
        path = "/";
    else if (strncmp(path, prefix, length) == 0 && path[length] == '/')
        path += length;
    return route_find(&table, method, path, with_withdrawn, match);
}
