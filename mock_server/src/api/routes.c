#include "routes.h"

#include <string.h>

#include "account_lists.h"
#include "accounts.h"
#include "connection_duties.h"
#include "connections.h"
#include "login.h"
#include "reference.h"
#include "session_events.h"
#include "status.h"
#include "users.h"

/* A 404 here would look like a wrong base URL. */
static enum api_error not_emulated(struct context *context, struct http_response *response)
{
    (void)context;
    (void)response;
    return API_NOT_EMULATED;
}

#define NOT_EMULATED(pattern)                                                                      \
    {                                                                                              \
        HTTP_OTHER, true, pattern, ROUTE_OPEN, not_emulated, false, 0                              \
    }

#define USER(method, pattern, handler)                                                             \
    {                                                                                              \
        method, false, pattern, ROUTE_USER, handler, false, 0                                      \
    }
#define CLIENT(method, pattern, handler, parameters)                                               \
    {                                                                                              \
        method, false, pattern, ROUTE_CLIENT, handler, false, parameters                           \
    }
#define OPEN(pattern, handler)                                                                     \
    {                                                                                              \
        HTTP_GET, false, pattern, ROUTE_OPEN, handler, false, 0                                    \
    }
#define AUTHORIZATION "/authorizations/{authorizationId}"
#define ACCOUNT "/accounts/{accountId}"

enum {
    ORDER_PARAMETERS = QUERY_BIT(QUERY_STATE) | QUERY_BIT(QUERY_DAYS),
    ACTIVITY_PARAMETERS = QUERY_BIT(QUERY_START_DATE) | QUERY_BIT(QUERY_END_DATE) |
                          QUERY_BIT(QUERY_OFFSET) | QUERY_BIT(QUERY_LIMIT) | QUERY_BIT(QUERY_TYPE)
};

/* The first clients of 2022 POST a deletion, and write partners with a slash. */
static const struct route routes[] = {
    USER(HTTP_GET, "/authorizations", connections_list),
    USER(HTTP_GET, AUTHORIZATION, connections_detail),
    {HTTP_DELETE, false, AUTHORIZATION, ROUTE_USER, connections_remove, true, 0},
    USER(HTTP_DELETE, "/connection/{connectionId}", connections_delete),
    {HTTP_GET, false, "/sessionEvents", ROUTE_PARTNER, session_events_list, true, 0},

    CLIENT(HTTP_POST, "/snapTrade/registerUser", users_register, 0),
    CLIENT(HTTP_GET, "/snapTrade/listUsers", users_list_ids, 0),
    CLIENT(HTTP_DELETE, "/snapTrade/deleteUser", users_delete, QUERY_BIT(QUERY_USER_ID)),
    CLIENT(HTTP_POST, "/snapTrade/deleteUser", users_delete, QUERY_BIT(QUERY_USER_ID)),
    CLIENT(HTTP_POST, "/snapTrade/resetUserSecret", users_reset_secret, 0),
    USER(HTTP_POST, "/snapTrade/login", login_open),
    CLIENT(HTTP_GET, "/snapTrade/partners", reference_partner, 0),
    CLIENT(HTTP_GET, "/snapTrade/partners/", reference_partner, 0),
    CLIENT(HTTP_GET, "/brokerages", reference_brokerages, 0),

    USER(HTTP_GET, AUTHORIZATION "/accounts", accounts_list_connection),
    USER(HTTP_POST, AUTHORIZATION "/refresh", connection_refresh),
    USER(HTTP_POST, AUTHORIZATION "/disable", connection_disable),
    USER(HTTP_POST, AUTHORIZATION "/transactions/sync", connection_sync_transactions),

    USER(HTTP_GET, "/accounts", accounts_list),
    NOT_EMULATED("/accounts/all"),
    USER(HTTP_GET, ACCOUNT, accounts_detail),
    USER(HTTP_GET, ACCOUNT "/balances", accounts_balances),
    USER(HTTP_GET, ACCOUNT "/positions", accounts_positions),
    USER(HTTP_GET, ACCOUNT "/positions/all", account_positions_all),
    USER(HTTP_GET, ACCOUNT "/options", accounts_options),
    USER(HTTP_GET, ACCOUNT "/holdings", accounts_holdings),
    {HTTP_GET, false, ACCOUNT "/orders", ROUTE_USER, account_orders, false, ORDER_PARAMETERS},
    {HTTP_GET, false, ACCOUNT "/activities", ROUTE_USER, account_activities, false,
     ACTIVITY_PARAMETERS},

    OPEN("/", status_api),
    OPEN("/health", status_health),
    OPEN("/openapi.json", status_openapi),

    NOT_EMULATED("/accounts/{accountId}/details"),
    NOT_EMULATED("/accounts/{accountId}/balances/v2"),
    NOT_EMULATED("/accounts/{accountId}/balanceHistory"),
    NOT_EMULATED("/accounts/{accountId}/orders/all"),
    NOT_EMULATED("/accounts/{accountId}/orders/cancel"),
    NOT_EMULATED("/accounts/{accountId}/orders/details"),
    NOT_EMULATED("/accounts/{accountId}/orders/details/v2/{brokerageOrderId}"),
    NOT_EMULATED("/accounts/{accountId}/orders/v2"),
    NOT_EMULATED("/accounts/{accountId}/quotes"),
    NOT_EMULATED("/accounts/{accountId}/quotes/options"),
    NOT_EMULATED("/accounts/{accountId}/recentOrders"),
    NOT_EMULATED("/accounts/{accountId}/recentOrders/v2"),
    NOT_EMULATED("/accounts/{accountId}/returnRates"),
    NOT_EMULATED("/accounts/{accountId}/symbols"),
    NOT_EMULATED("/accounts/{accountId}/trading/..."),
    NOT_EMULATED("/activities"),
    NOT_EMULATED("/authorizations/{authorizationId}/returnRates"),
    NOT_EMULATED("/brokerageAuthorizationTypes"),
    NOT_EMULATED("/brokerages/{slug}/instruments"),
    NOT_EMULATED("/connections/{connectionId}/accounts"),
    NOT_EMULATED("/currencies"),
    NOT_EMULATED("/currencies/rates"),
    NOT_EMULATED("/currencies/rates/{currencyPair}"),
    NOT_EMULATED("/exchanges"),
    NOT_EMULATED("/holdings"),
    NOT_EMULATED("/institutions"),
    NOT_EMULATED("/management/stats"),
    NOT_EMULATED("/performance/custom"),
    NOT_EMULATED("/securityTypes"),
    NOT_EMULATED("/snapTrade/encryptedJWT"),
    NOT_EMULATED("/snapTrade/listUserErrors"),
    NOT_EMULATED("/snapTrade/stats"),
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
