/* SDK-ACCOUNTS: the accounts of a user, and what keeps them fresh. */
#include <stdio.h>
#include <string.h>

#include "judge.h"
#include "looks.h"

#define LIST "list_user_accounts"
#define DETAIL "get_user_account_details"
#define BALANCES "get_user_account_balance"
#define REFRESH "refresh_brokerage_authorization"
#define DISABLE "disable_brokerage_authorization"
#define FILE_OF_2026 "OpenAPI file, 2026-08: "
#define TOLERANT "OpenAPI files have changed several times a year; a client of last year meets them"
#define UNKNOWN_ID "00000000-0000-4000-8000-000000000000"
#define GONE "The requested resource does not exist."

/* One whose accounts have names; the first user of the fixtures has one without. */
#define USER "somebody"
#define ID "917c8734-8470-4a3e-a18f-57c3f2ee6631"
#define OF "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define DATE "2024-08-20T21:56:24.480217Z"
#define NOTHING_SYNCED                                                                             \
    "\"sync_status\":{\"transactions\":{\"initial_sync_completed\":false,"                         \
    "\"last_successful_sync\":null,\"first_transaction_date\":null},\"holdings\":{"                \
    "\"initial_sync_completed\":false,\"last_successful_sync\":null,"                              \
    "\"holdings_unavailable\":false}},\"balance\":{\"total\":null}"
#define SYNCED                                                                                     \
    "\"sync_status\":{\"transactions\":{\"initial_sync_completed\":true,"                          \
    "\"last_successful_sync\":\"2026-08-03\",\"first_transaction_date\":\"2024-08-23\"},"          \
    "\"holdings\":{\"initial_sync_completed\":true,\"last_successful_sync\":\"" DATE "\","         \
    "\"holdings_unavailable\":false}},\"balance\":{\"total\":{\"amount\":15363.23,"                \
    "\"currency\":\"USD\"}}"
#define ACCOUNT(name, synced, status, category, more)                                              \
    "{\"id\":\"" ID "\",\"brokerage_authorization\":\"" OF "\",\"name\":" name                     \
    ",\"number\":\"26598145\",\"institution_account_id\":\"7e1d04c9b2\","                          \
    "\"institution_name\":\"Questrade\",\"created_date\":\"" DATE "\",\"funding_date\":null,"      \
    "\"opening_date\":null," synced ",\"status\":\"" status "\",\"raw_type\":\"TFSA\","            \
    "\"account_category\":\"" category "\",\"meta\":{\"type\":\"TFSA\",\"status\":\"ACTIVE\"},"    \
    "\"portfolio_group\":\"704540b7-6a01-44ad-ba29-c5c1268ca41b\",\"cash_restrictions\":[],"       \
    "\"is_paper\":false" more "}"
#define USUAL ACCOUNT("\"TFSA\"", SYNCED, "open", "INVESTMENT", "")
#define FEW_FIELDS                                                                                 \
    "{\"id\":\"" ID "\",\"brokerage_authorization\":\"" OF "\",\"name\":\"TFSA\","                 \
    "\"number\":\"26598145\",\"institution_name\":\"Questrade\",\"created_date\":\"" DATE          \
    "\"," SYNCED ",\"is_paper\":false}"
#define BALANCE(cash, power)                                                                       \
    "[{\"currency\":{\"id\":\"d5a1b6f2-8a3e-4c2d-9b50-6f1a7e3c4d10\",\"code\":\"CAD\","            \
    "\"name\":\"Canadian Dollar\"},\"cash\":" cash ",\"buying_power\":" power "}]"

static bool disable_first(struct play *play)
{
    char path[128];
    snprintf(path, sizeof path, "/connections/%s/disable", play->authorization_id);
    return play_control(play, "POST", path, NULL);
}

/* Those of the user's connections, each with its id. */
static bool judge_all(struct play *play)
{
    const cJSON *given;
    if (!play_ask(play) || !expect_success(play))
        return false;
    int count = cJSON_GetArraySize(play_body(play)), odd = 0;
    cJSON_ArrayForEach(given, play_body(play))
    {
        odd += !cJSON_IsString(cJSON_GetObjectItemCaseSensitive(given, "id"));
    }
    return (count == play->sdk_case->status && odd == 0) ||
           play_fail(play, "the caller was given %d accounts, %d of them without an id, of %d",
                     count, odd, play->sdk_case->status);
}

static bool judge_detail(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(play_body(play), "id"));
    return (id != NULL && strcmp(id, play->account_id) == 0) ||
           play_differs(play, "the account", play->account_id, id != NULL ? id : "nothing");
}

/* The caller is given the API's words, with the case's `text` in them. */
static bool judge_words(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    const char *words =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(play_body(play), "detail"));
    bool good = words != NULL && strstr(words, play->sdk_case->text) != NULL &&
                strstr(words, play->authorization_id) != NULL;
    return good || play_differs(play, "the detail that the caller was given", play->sdk_case->text,
                                words != NULL ? words : "nothing");
}

static bool judge_second(struct play *play)
{
    if (!play_ask(play) || !expect_success(play))
        return false;
    return judge_api_error(play);
}

static const struct sdk_row rows[] = {
    {{"SDK-ACCOUNTS-001", MUST, SPEC, FILE_OF_2026 "listUserAccounts", "request", 0, NULL, NULL,
      "list accounts is one GET /accounts."},
     {.call = LIST,
      .user_id = USER,
      .judge = judge_line,
      .look = look_line,
      .text = "GET",
      .other = "/accounts"}},
    {{"SDK-ACCOUNTS-002", MUST, SPEC, FILE_OF_2026 "getUserAccountDetails", "request", 0, NULL,
      NULL, "account detail is one GET /accounts/{accountId}."},
     {.call = DETAIL,
      .judge = judge_line,
      .look = look_line,
      .text = "GET",
      .other = "/accounts/{accountId}"}},
    {{"SDK-ACCOUNTS-003", MUST, SPEC, FILE_OF_2026 "getUserAccountBalance", "request", 0, NULL,
      NULL, "balances are one GET /accounts/{accountId}/balances."},
     {.call = BALANCES,
      .judge = judge_line,
      .look = look_line,
      .text = "GET",
      .other = "/accounts/{accountId}/balances"}},
    {{"SDK-ACCOUNTS-004", MUST, SPEC, FILE_OF_2026 "listUserAccounts", "query", 0, NULL, NULL,
      "list accounts sends userId and userSecret in the query, once each."},
     {.call = LIST, .user_id = USER, .judge = judge_look, .look = look_user}},
    {{"SDK-ACCOUNTS-005", MUST, SPEC, FILE_OF_2026 "listUserAccounts", "list", 0, NULL, NULL,
      "list accounts gives the caller all accounts of the user."},
     {.call = LIST, .user_id = USER, .judge = judge_all, .status = 2}},
    {{"SDK-ACCOUNTS-006", MUST, SPEC, FILE_OF_2026 "listUserAccounts", "list", 0, NULL, NULL,
      "A user without accounts is an empty list, and no error."},
     ANSWERED(LIST, "[]", "[]")},
    {{"SDK-ACCOUNTS-007", MUST, SPEC, FILE_OF_2026 "getUserAccountDetails", "detail", 0, NULL, NULL,
      "account detail gives the caller the account."},
     {.call = DETAIL, .judge = judge_detail}},
    {{"SDK-ACCOUNTS-008", MUST, SPEC, FILE_OF_2026 "Account", "list", 0, NULL, NULL,
      "Every field of an account reaches the caller."},
     ANSWERED(LIST, "[" USUAL "]", "[" USUAL "]")},
    {{"SDK-ACCOUNTS-009", MUST, SPEC, FILE_OF_2026 "Account: name is nullable", "tolerance", 0,
      NULL, NULL, "An account without a name makes no error."},
     ANSWERED(LIST, "[" ACCOUNT("null", SYNCED, "open", "INVESTMENT", "") "]",
              "[{\"id\":\"" ID "\",\"number\":\"26598145\",\"name\":null}]")},
    {{"SDK-ACCOUNTS-010", MUST, SPEC, FILE_OF_2026 "AccountSyncStatus: nullable until the sync",
      "tolerance", 0, NULL, NULL, "An account that was never synced makes no error."},
     ANSWERED(LIST, "[" ACCOUNT("\"TFSA\"", NOTHING_SYNCED, "open", "INVESTMENT", "") "]",
              "[{\"id\":\"" ID "\",\"sync_status\":{\"holdings\":{\"initial_sync_completed\":"
              "false}},\"balance\":{\"total\":null}}]")},
    {{"SDK-ACCOUNTS-011", MUST, SPEC, TOLERANT, "tolerance", 0, NULL, NULL,
      "A field of an account that the SDK does not know makes no error."},
     ANSWERED(
         LIST,
         "[" ACCOUNT("\"TFSA\"", SYNCED, "open", "INVESTMENT", ",\"a_new_field\":{\"x\":[1]}") "]",
         "[{\"id\":\"" ID "\",\"number\":\"26598145\"}]")},
    {{"SDK-ACCOUNTS-012", SHOULD, ASSUMED, TOLERANT, "tolerance", 0, NULL, NULL,
      "A status and an account_category that nobody knows make no error."},
     ANSWERED(LIST, "[" ACCOUNT("\"TFSA\"", SYNCED, "frozen", "PENSION", "") "]",
              "[{\"id\":\"" ID "\",\"number\":\"26598145\"}]")},
    {{"SDK-ACCOUNTS-013", MUST, SPEC, FILE_OF_2026 "Balance", "balance", 0, NULL, NULL,
      "Amounts reach the caller to the cent, also negative and large ones."},
     ANSWERED(BALANCES, BALANCE("-342.15", "123456789.12"), BALANCE("-342.15", "123456789.12"))},
    {{"SDK-ACCOUNTS-014", MUST, SPEC, FILE_OF_2026 "Balance: both are nullable", "balance", 0, NULL,
      NULL, "A balance whose amounts are null makes no error."},
     ANSWERED(BALANCES, BALANCE("null", "null"),
              "[{\"currency\":{\"code\":\"CAD\"},\"cash\":null,\"buying_power\":null}]")},
    {{"SDK-ACCOUNTS-015", MUST, SPEC, "OpenAPI file, 2026-05: the example of a 404", "error", 0,
      NULL, NULL, "An account that is not there is an error with 404, and no empty success."},
     {.call = DETAIL,
      .account_id = UNKNOWN_ID,
      .judge = judge_api_error,
      .status = 404,
      .text = GONE}},
    {{"SDK-ACCOUNTS-016", MUST, SPEC, "OpenAPI file, 2026-05: the example of a 404", "error", 0,
      NULL, NULL, "Balances of an account that is not there are an error with 404."},
     {.call = BALANCES,
      .account_id = UNKNOWN_ID,
      .judge = judge_api_error,
      .status = 404,
      .text = GONE}},
    {{"SDK-ACCOUNTS-017", MUST, SPEC, "OpenAPI file, 2024-06: refreshBrokerageAuthorization",
      "request refresh", 0, NULL, NULL,
      "refresh is one POST /authorizations/{authorizationId}/refresh."},
     {.call = REFRESH,
      .judge = judge_line,
      .look = look_line,
      .text = "POST",
      .other = "/authorizations/{authorizationId}/refresh"}},
    {{"SDK-ACCOUNTS-018", MUST, SPEC, "OpenAPI file, 2024-06: refreshBrokerageAuthorization",
      "refresh", 0, NULL, NULL, "The caller of refresh is given what the server said."},
     {.call = REFRESH, .judge = judge_words, .text = "scheduled for refresh"}},
    {{"SDK-ACCOUNTS-019", MUST, SPEC, "OpenAPI file, 2026-08: refreshBrokerageAuthorization, 402",
      "refresh error", 0, NULL, NULL,
      "Refreshing a disabled connection is an error with 402 and the API's words."},
     {.call = REFRESH,
      .prepare = disable_first,
      .judge = judge_api_error,
      .status = 402,
      .text = "Unable to sync with brokerage account because the connection is disabled."}},
    {{"SDK-ACCOUNTS-020", MUST, SPEC, "OpenAPI file, 2026-08: refreshBrokerageAuthorization, 429",
      "refresh error", 0, NULL, NULL,
      "Refreshing again at once is an error with 429 and the API's words."},
     {.call = REFRESH,
      .timeout_seconds = 60,
      .judge = judge_second,
      .status = 429,
      .text = "Connection refreshed too recently."}},
    {{"SDK-ACCOUNTS-021", MUST, SPEC, "OpenAPI file, 2024-06: disableBrokerageAuthorization",
      "request disable", 0, NULL, NULL,
      "disable is one POST /authorizations/{authorizationId}/disable."},
     {.call = DISABLE,
      .judge = judge_line,
      .look = look_line,
      .text = "POST",
      .other = "/authorizations/{authorizationId}/disable"}},
    {{"SDK-ACCOUNTS-022", MUST, SPEC, "OpenAPI file, 2024-06: disableBrokerageAuthorization",
      "disable", 0, NULL, NULL, "The caller of disable is given what the server said."},
     {.call = DISABLE, .judge = judge_words, .text = "has been disabled"}},
    {{"SDK-ACCOUNTS-023", MUST, SPEC, "OpenAPI file, 2026-08: disableBrokerageAuthorization, 402",
      "disable error", 0, NULL, NULL,
      "Disabling a second time is an error with 402 and the API's words."},
     {.call = DISABLE,
      .judge = judge_second,
      .status = 402,
      .text = "This connection is already disabled."}},
    {{"SDK-ACCOUNTS-024", MUST, SPEC, FILE_OF_2026 "Account: what is required", "tolerance", 0,
      NULL, NULL, "An account with the required fields alone makes no error."},
     ANSWERED(LIST, "[" FEW_FIELDS "]", "[" FEW_FIELDS "]")},
};
const struct sdk_area sdk_accounts_area =
    SDK_AREA("SDK-ACCOUNTS", "accounts, balances and refreshing", rows);
