#include "account_model.h"

#include <string.h>

#include "part.h"

static const struct field transactions_fields[] = {
    {"initial_sync_completed", FIELD_BOOLEAN, 0, NULL},
    {"last_successful_sync", FIELD_DAY, NULLABLE, NULL},
    {"first_transaction_date", FIELD_DAY, NULLABLE, NULL},
};
static const struct model transactions_model =
    MODEL("sync_status.transactions", transactions_fields);

static const struct field holdings_status_fields[] = {
    {"initial_sync_completed", FIELD_BOOLEAN, 0, NULL},
    {"last_successful_sync", FIELD_DATE, NULLABLE, NULL},
    {"holdings_unavailable", FIELD_BOOLEAN, 0, NULL},
};
static const struct model holdings_status_model =
    MODEL("sync_status.holdings", holdings_status_fields);

static const struct field sync_status_fields[] = {
    {"transactions", FIELD_OBJECT, 0, &transactions_model},
    {"holdings", FIELD_OBJECT, 0, &holdings_status_model},
};
static const struct model sync_status_model = MODEL("Account.sync_status", sync_status_fields);

static const struct field total_fields[] = {
    {"amount", FIELD_NUMBER, 0, NULL},
    {"currency", FIELD_TEXT, 0, NULL},
};
static const struct model total_model = MODEL("balance.total", total_fields);

static const struct field account_balance_fields[] = {
    {"total", FIELD_OBJECT, REQUIRED | NULLABLE, &total_model},
};
static const struct model account_balance_model = MODEL("Account.balance", account_balance_fields);

static const struct field account_fields[] = {
    {"id", FIELD_UUID, REQUIRED, NULL},
    {"brokerage_authorization", FIELD_UUID, REQUIRED, NULL},
    {"name", FIELD_TEXT, REQUIRED | NULLABLE, NULL},
    {"number", FIELD_TEXT, REQUIRED, NULL},
    {"institution_account_id", FIELD_TEXT, NULLABLE, NULL},
    {"institution_name", FIELD_TEXT, REQUIRED, NULL},
    {"created_date", FIELD_DATE, REQUIRED, NULL},
    {"funding_date", FIELD_DATE, NULLABLE, NULL},
    {"opening_date", FIELD_DATE, NULLABLE, NULL},
    {"sync_status", FIELD_OBJECT, REQUIRED, &sync_status_model},
    {"balance", FIELD_OBJECT, REQUIRED, &account_balance_model},
    {"status", FIELD_TEXT, NULLABLE, NULL},
    {"raw_type", FIELD_TEXT, NULLABLE, NULL},
    {"account_category", FIELD_TEXT, NULLABLE, NULL},
    {"meta", FIELD_OBJECT, NULLABLE, NULL},
    {"portfolio_group", FIELD_UUID, 0, NULL},
    {"cash_restrictions", FIELD_ARRAY, 0, NULL},
    {"is_paper", FIELD_BOOLEAN, REQUIRED, NULL},
};
static const struct model account_model = MODEL("Account", account_fields);

static const struct field currency_fields[] = {
    {"id", FIELD_UUID, 0, NULL},
    {"code", FIELD_TEXT, 0, NULL},
    {"name", FIELD_TEXT, 0, NULL},
};
static const struct model currency_model = MODEL("Currency", currency_fields);

static const struct field balance_fields[] = {
    {"currency", FIELD_OBJECT, REQUIRED, &currency_model},
    {"cash", FIELD_NUMBER, REQUIRED | NULLABLE, NULL},
    {"buying_power", FIELD_NUMBER, NULLABLE, NULL},
};
const struct model balance_model = MODEL("Balance", balance_fields);

static const struct field symbol_type_fields[] = {
    {"id", FIELD_UUID, 0, NULL},
    {"code", FIELD_TEXT, 0, NULL},
    {"description", FIELD_TEXT, 0, NULL},
    {"is_supported", FIELD_BOOLEAN, 0, NULL},
};
static const struct model symbol_type_model = MODEL("SecurityType", symbol_type_fields);

static const struct field exchange_fields[] = {
    {"id", FIELD_UUID, 0, NULL},
    {"code", FIELD_TEXT, 0, NULL},
    {"mic_code", FIELD_TEXT, NULLABLE, NULL},
    {"name", FIELD_TEXT, 0, NULL},
    {"timezone", FIELD_TEXT, 0, NULL},
    {"start_time", FIELD_TEXT, 0, NULL},
    {"close_time", FIELD_TEXT, 0, NULL},
    {"suffix", FIELD_TEXT, NULLABLE, NULL},
};
static const struct model exchange_model = MODEL("Exchange", exchange_fields);

/* Activities have it without currencies. */
static const struct field symbol_fields[] = {
    {"id", FIELD_UUID, REQUIRED, NULL},
    {"symbol", FIELD_TEXT, REQUIRED, NULL},
    {"raw_symbol", FIELD_TEXT, REQUIRED, NULL},
    {"description", FIELD_TEXT, NULLABLE, NULL},
    {"currency", FIELD_OBJECT, REQUIRED, &currency_model},
    {"exchange", FIELD_OBJECT, NULLABLE, &exchange_model},
    {"type", FIELD_OBJECT, REQUIRED, &symbol_type_model},
    {"figi_code", FIELD_TEXT, NULLABLE, NULL},
    {"figi_instrument", FIELD_OBJECT, NULLABLE, NULL},
    {"currencies", FIELD_ARRAY, 0, &currency_model},
};
static const struct model symbol_model = MODEL("UniversalSymbol", symbol_fields);

static const struct field position_symbol_fields[] = {
    {"id", FIELD_UUID, 0, NULL},
    {"description", FIELD_TEXT, 0, NULL},
    {"symbol", FIELD_OBJECT, REQUIRED, &symbol_model},
    {"local_id", FIELD_TEXT, NULLABLE, NULL},
    {"is_quotable", FIELD_BOOLEAN, 0, NULL},
    {"is_tradable", FIELD_BOOLEAN, 0, NULL},
};
static const struct model position_symbol_model = MODEL("PositionSymbol", position_symbol_fields);

static const struct field position_fields[] = {
    {"symbol", FIELD_OBJECT, REQUIRED, &position_symbol_model},
    {"units", FIELD_NUMBER, REQUIRED | NULLABLE, NULL},
    {"price", FIELD_NUMBER, NULLABLE, NULL},
    {"open_pnl", FIELD_NUMBER, NULLABLE, NULL},
    {"average_purchase_price", FIELD_NUMBER, NULLABLE, NULL},
    {"fractional_units", FIELD_NUMBER, NULLABLE, NULL},
    {"currency", FIELD_OBJECT, 0, &currency_model},
    {"cash_equivalent", FIELD_BOOLEAN, NULLABLE, NULL},
};
const struct model position_model = MODEL("Position", position_fields);

static const struct field instrument_fields[] = {
    {"kind", FIELD_TEXT, REQUIRED, NULL},        {"id", FIELD_UUID, REQUIRED, NULL},
    {"symbol", FIELD_TEXT, REQUIRED, NULL},      {"raw_symbol", FIELD_TEXT, 0, NULL},
    {"description", FIELD_TEXT, NULLABLE, NULL}, {"currency", FIELD_TEXT, 0, NULL},
    {"exchange", FIELD_TEXT, NULLABLE, NULL},    {"figi_instrument", FIELD_OBJECT, NULLABLE, NULL},
};
static const struct model instrument_model = MODEL("Instrument", instrument_fields);

static const struct field result_fields[] = {
    {"instrument", FIELD_OBJECT, REQUIRED, &instrument_model},
    {"units", FIELD_DECIMAL, REQUIRED, NULL},
    {"price", FIELD_DECIMAL, NULLABLE, NULL},
    {"cost_basis", FIELD_DECIMAL, NULLABLE, NULL},
    {"currency", FIELD_TEXT, REQUIRED, NULL},
    {"cash_equivalent", FIELD_BOOLEAN, 0, NULL},
};
static const struct model result_model = MODEL("result", result_fields);

static const struct field freshness_fields[] = {{"as_of", FIELD_DATE, REQUIRED | NULLABLE, NULL}};
static const struct model freshness_model = MODEL("data_freshness", freshness_fields);

static const struct field positions_fields[] = {
    {"results", FIELD_ARRAY, REQUIRED, &result_model},
    {"data_freshness", FIELD_OBJECT, REQUIRED, &freshness_model},
};
static const struct model positions_model = MODEL("positions", positions_fields);

static const struct field order_fields[] = {
    {"brokerage_order_id", FIELD_TEXT, 0, NULL},
    {"status", FIELD_TEXT, 0, NULL},
    {"universal_symbol", FIELD_OBJECT, NULLABLE, &symbol_model},
    {"option_symbol", FIELD_OBJECT, NULLABLE, NULL},
    {"action", FIELD_TEXT, 0, NULL},
    {"total_quantity", FIELD_AMOUNT, NULLABLE, NULL},
    {"open_quantity", FIELD_AMOUNT, NULLABLE, NULL},
    {"canceled_quantity", FIELD_AMOUNT, NULLABLE, NULL},
    {"filled_quantity", FIELD_AMOUNT, NULLABLE, NULL},
    {"execution_price", FIELD_AMOUNT, NULLABLE, NULL},
    {"limit_price", FIELD_AMOUNT, NULLABLE, NULL},
    {"stop_price", FIELD_AMOUNT, NULLABLE, NULL},
    {"order_type", FIELD_TEXT, NULLABLE, NULL},
    {"time_in_force", FIELD_TEXT, NULLABLE, NULL},
    {"time_placed", FIELD_DATE, NULLABLE, NULL},
    {"time_updated", FIELD_DATE, NULLABLE, NULL},
    {"time_executed", FIELD_DATE, NULLABLE, NULL},
    {"expiry_date", FIELD_DATE, NULLABLE, NULL},
    {"symbol", FIELD_UUID, NULLABLE, NULL},
};
static const struct model order_model = MODEL("AccountOrderRecord", order_fields);

static const struct field value_fields[] = {
    {"value", FIELD_NUMBER, NULLABLE, NULL},
    {"currency", FIELD_TEXT, NULLABLE, NULL},
};
static const struct model value_model = MODEL("total_value", value_fields);

static const struct field holdings_fields[] = {
    {"account", FIELD_OBJECT, REQUIRED, &account_model},
    {"balances", FIELD_ARRAY, REQUIRED | NULLABLE, &balance_model},
    {"positions", FIELD_ARRAY, REQUIRED | NULLABLE, &position_model},
    {"option_positions", FIELD_ARRAY, NULLABLE, NULL},
    {"orders", FIELD_ARRAY, NULLABLE, &order_model},
    {"total_value", FIELD_OBJECT, REQUIRED, &value_model},
};
const struct model holdings_model = MODEL("AccountHoldingsAccount", holdings_fields);

static const struct field activity_fields[] = {
    {"id", FIELD_TEXT, 0, NULL},
    {"symbol", FIELD_OBJECT, NULLABLE, &symbol_model},
    {"option_symbol", FIELD_OBJECT, NULLABLE, NULL},
    {"price", FIELD_NUMBER, 0, NULL},
    {"units", FIELD_NUMBER, 0, NULL},
    {"amount", FIELD_NUMBER, NULLABLE, NULL},
    {"currency", FIELD_OBJECT, 0, &currency_model},
    {"type", FIELD_TEXT, 0, NULL},
    {"option_type", FIELD_TEXT, 0, NULL},
    {"description", FIELD_TEXT, 0, NULL},
    {"trade_date", FIELD_DATE, NULLABLE, NULL},
    {"settlement_date", FIELD_DATE, 0, NULL},
    {"fee", FIELD_NUMBER, 0, NULL},
    {"fx_rate", FIELD_NUMBER, NULLABLE, NULL},
    {"institution", FIELD_TEXT, 0, NULL},
    {"external_reference_id", FIELD_TEXT, NULLABLE, NULL},
};
static const struct model activity_model = MODEL("AccountUniversalActivity", activity_fields);

static const struct field pagination_fields[] = {
    {"offset", FIELD_INTEGER, REQUIRED, NULL},
    {"limit", FIELD_INTEGER, REQUIRED, NULL},
    {"total", FIELD_INTEGER, REQUIRED, NULL},
};
static const struct model pagination_model = MODEL("pagination", pagination_fields);

static const struct field activities_fields[] = {
    {"data", FIELD_ARRAY, REQUIRED, &activity_model},
    {"pagination", FIELD_OBJECT, REQUIRED, &pagination_model},
};
const struct model activities_model = MODEL("PaginatedUniversalActivity", activities_fields);

static void expect_word(const cJSON *object, const char *name, const char *const *words)
{
    const char *value = member_text(object, name), *all = *words;
    bool known = value == NULL;
    for (size_t i = 0; words[i] != NULL; i++) {
        known = known || strcmp(value, words[i]) == 0;
        all = i > 0 ? text("%s, %s", all, words[i]) : all;
    }
    expect_that(known, name, text("one of %s", all), value);
}

void expect_account(const cJSON *object)
{
    static const char *const states[] = {"open", "closed", "archived", "unavailable", NULL};
    static const char *const categories[] = {"INVESTMENT", "DEPOSIT", "LOC", "ANNUITY", NULL};
    expect_model(object, &account_model);
    expect_word(object, "status", states);
    expect_word(object, "account_category", categories);
}

void expect_order(const cJSON *object)
{
    static const char *const states[] = {"NONE",
                                         "PENDING",
                                         "ACCEPTED",
                                         "FAILED",
                                         "REJECTED",
                                         "CANCELED",
                                         "PARTIAL_CANCELED",
                                         "CANCEL_PENDING",
                                         "EXECUTED",
                                         "PARTIAL",
                                         "REPLACE_PENDING",
                                         "REPLACED",
                                         "STOPPED",
                                         "SUSPENDED",
                                         "EXPIRED",
                                         "QUEUED",
                                         "TRIGGERED",
                                         "ACTIVATED",
                                         "PENDING_RISK_REVIEW",
                                         "CONTINGENT_ORDER",
                                         NULL};
    expect_model(object, &order_model);
    expect_word(object, "status", states);
}

void expect_positions(const cJSON *object)
{
    static const char *const kinds[] = {"stock",  "etf",    "adr",    "cef",   "mutualfund",
                                        "crypto", "option", "future", "other", NULL};
    const cJSON *result, *results = cJSON_GetObjectItemCaseSensitive(object, "results");
    expect_model(object, &positions_model);
    cJSON_ArrayForEach(result, results)
        expect_word(cJSON_GetObjectItemCaseSensitive(result, "instrument"), "kind", kinds);
}
