#include "model.h"

#include <string.h>

#include "part.h"

static const struct field type_fields[] = {{"id", FIELD_UUID, 0, NULL},
                                           {"name", FIELD_TEXT, 0, NULL}};
static const struct model type_model = MODEL("BrokerageType", type_fields);

static const struct field brokerage_fields[] = {
    {"id", FIELD_UUID, 0, NULL},
    {"name", FIELD_TEXT, 0, NULL},
    {"display_name", FIELD_TEXT, 0, NULL},
    {"description", FIELD_TEXT, 0, NULL},
    {"aws_s3_logo_url", FIELD_TEXT, NULLABLE, NULL},
    {"aws_s3_square_logo_url", FIELD_TEXT, NULLABLE, NULL},
    {"slug", FIELD_TEXT, 0, NULL},
    {"url", FIELD_TEXT, NULLABLE, NULL},
    {"open_url", FIELD_TEXT, NULLABLE, NULL},
    {"enabled", FIELD_BOOLEAN, 0, NULL},
    {"maintenance_mode", FIELD_BOOLEAN, 0, NULL},
    {"is_degraded", FIELD_BOOLEAN, 0, NULL},
    {"allows_fractional_units", FIELD_BOOLEAN, NULLABLE, NULL},
    {"allows_trading", FIELD_BOOLEAN, NULLABLE, NULL},
    {"allows_trading_through_snaptrade_api", FIELD_BOOLEAN, NULLABLE, NULL},
    {"has_reporting", FIELD_BOOLEAN, NULLABLE, NULL},
    {"is_real_time_connection", FIELD_BOOLEAN, 0, NULL},
    {"is_scraping_integration", FIELD_BOOLEAN, 0, NULL},
    {"default_currency", FIELD_UUID, 0, NULL},
    {"brokerage_type", FIELD_OBJECT, 0, &type_model},
    {"exchanges", FIELD_UUIDS, 0, NULL},
};
const struct model brokerage_model = MODEL("Brokerage", brokerage_fields);

static const struct field authorization_fields[] = {
    {"id", FIELD_UUID, 0, NULL},
    {"created_date", FIELD_DATE, 0, NULL},
    {"updated_date", FIELD_DATE, 0, NULL},
    {"name", FIELD_TEXT, 0, NULL},
    {"type", FIELD_TEXT, 0, NULL},
    {"disabled", FIELD_BOOLEAN, 0, NULL},
    {"disabled_date", FIELD_DATE, NULLABLE, NULL},
    {"brokerage", FIELD_OBJECT, 0, &brokerage_model},
    {"meta", FIELD_OBJECT, 0, NULL},
    {"is_eligible_for_payout", FIELD_BOOLEAN, 0, NULL},
    {"data_freshness_mode", FIELD_TEXT, 0, NULL},
};
static const struct model authorization_model =
    MODEL("BrokerageAuthorization", authorization_fields);

static const struct field event_fields[] = {
    {"id", FIELD_UUID, 0, NULL},
    {"session_event_type", FIELD_TEXT, 0, NULL},
    {"session_id", FIELD_UUID, 0, NULL},
    {"user_id", FIELD_TEXT, 0, NULL},
    {"created_date", FIELD_DATE, 0, NULL},
    {"brokerage_status_code", FIELD_INTEGER, NULLABLE, NULL},
    {"brokerage_authorization_id", FIELD_UUID, 0, NULL},
};
static const struct model event_model = MODEL("SessionEvent", event_fields);

static const struct field partner_fields[] = {
    {"slug", FIELD_TEXT, REQUIRED, NULL},
    {"name", FIELD_TEXT, REQUIRED, NULL},
    {"logo_url", FIELD_TEXT, NULLABLE, NULL},
    {"allowed_brokerages", FIELD_ARRAY, REQUIRED, &brokerage_model},
    {"can_access_trades", FIELD_BOOLEAN, REQUIRED, NULL},
    {"can_access_holdings", FIELD_BOOLEAN, REQUIRED, NULL},
    {"can_access_account_history", FIELD_BOOLEAN, REQUIRED, NULL},
    {"can_access_reference_data", FIELD_BOOLEAN, REQUIRED, NULL},
    {"can_access_portfolio_management", FIELD_BOOLEAN, REQUIRED, NULL},
    {"can_access_orders", FIELD_BOOLEAN, REQUIRED, NULL},
    {"redirect_uri", FIELD_TEXT, NULLABLE, NULL},
    {"pin_required", FIELD_BOOLEAN, REQUIRED, NULL},
};
static const struct model partner_model = MODEL("PartnerData", partner_fields);

void expect_authorization(const cJSON *object)
{
    expect_model(object, &authorization_model);
    const char *type = member_text(object, "type");
    expect_that(type == NULL || strcmp(type, "trade") == 0 || strcmp(type, "read") == 0,
                "BrokerageAuthorization.type", "trade or read", type);
}

void expect_partner(const cJSON *object)
{
    expect_model(object, &partner_model);
}

void expect_session_event(const cJSON *object)
{
    expect_model(object, &event_model);
}
