#include "fixture_shapes.h"

#include "store.h"

enum { REQUIRED = 0, OPTIONAL = SHAPE_OPTIONAL, NULLABLE = SHAPE_NULLABLE };

const char *const fixture_connection_types[] = {"trade", "read", NULL};
const char *const fixture_freshness_modes[] = {"realtime", "delayed", NULL};

/* Of 2023 first, then what came with 2024-05. */
static const char *const event_types[] = {"CONNECTION_FAILED",
                                          "DISCLAIMER_ACCEPTED",
                                          "BROKERAGE_CONNECTION_INITIATED",
                                          "BROKERAGE_AUTHENTICATION",
                                          "MFA_AUTHORIZATION",
                                          "CONNECTION_SUCCESSFUL",
                                          "PARTNER_REDIRECT",
                                          "OAUTH_REDIRECT",
                                          "BROKERAGE_RECONNECT_INITIATED",
                                          "OAUTH_BROKERAGE_AUTHENTICATION",
                                          "MFA_REQUESTED",
                                          "MFA_SUBMITTED",
                                          "MFA_CHOICE_REQUESTED",
                                          "MFA_CHOICE_SUBMITTED",
                                          "CONNECTION_ABORTED",
                                          "SESSION_STARTED",
                                          NULL};

static const struct shape_field partner_fields[] = {
    {"clientId", SHAPE_ID, REQUIRED, NULL, NULL},
    {"consumerKey", SHAPE_SECRET, REQUIRED, NULL, NULL},
    {"personal", SHAPE_BOOL, OPTIONAL, NULL, NULL},
    {0},
};

static const struct shape_field user_fields[] = {
    {"clientId", SHAPE_ID, REQUIRED, NULL, NULL},
    {"userId", SHAPE_ID, REQUIRED, NULL, NULL},
    {"userSecret", SHAPE_SECRET, REQUIRED, NULL, NULL},
    {0},
};

static const struct shape_field brokerage_type_fields[] = {
    {"id", SHAPE_UUID, REQUIRED, NULL, NULL},
    {"name", SHAPE_TEXT, REQUIRED, NULL, NULL},
    {0},
};
static const struct shape brokerage_type = {brokerage_type_fields};

static const struct shape_field brokerage_fields[] = {
    {"id", SHAPE_UUID, REQUIRED, NULL, NULL},
    {"slug", SHAPE_ID, REQUIRED, NULL, NULL},
    {"name", SHAPE_TEXT, REQUIRED, NULL, NULL},
    {"display_name", SHAPE_TEXT, REQUIRED, NULL, NULL},
    {"description", SHAPE_TEXT, REQUIRED, NULL, NULL},
    {"aws_s3_logo_url", SHAPE_TEXT, REQUIRED, NULL, NULL},
    {"aws_s3_square_logo_url", SHAPE_TEXT, NULLABLE, NULL, NULL},
    {"url", SHAPE_TEXT, NULLABLE, NULL, NULL},
    {"open_url", SHAPE_TEXT, NULLABLE, NULL, NULL},
    {"enabled", SHAPE_BOOL, REQUIRED, NULL, NULL},
    {"maintenance_mode", SHAPE_BOOL, REQUIRED, NULL, NULL},
    {"is_degraded", SHAPE_BOOL, OPTIONAL, NULL, NULL},
    {"allows_fractional_units", SHAPE_BOOL, NULLABLE, NULL, NULL},
    {"allows_trading", SHAPE_BOOL, NULLABLE, NULL, NULL},
    {"allows_trading_through_snaptrade_api", SHAPE_BOOL, OPTIONAL | NULLABLE, NULL, NULL},
    {"has_reporting", SHAPE_BOOL, NULLABLE, NULL, NULL},
    {"is_real_time_connection", SHAPE_BOOL, REQUIRED, NULL, NULL},
    {"is_scraping_integration", SHAPE_BOOL, OPTIONAL, NULL, NULL},
    {"default_currency", SHAPE_UUID, OPTIONAL, NULL, NULL},
    {"brokerage_type", SHAPE_OBJECT, REQUIRED, NULL, &brokerage_type},
    {"exchanges", SHAPE_UUIDS, REQUIRED, NULL, NULL},
    {0},
};

static const struct shape_field authorization_fields[] = {
    {"clientId", SHAPE_ID, REQUIRED, NULL, NULL},
    {"userId", SHAPE_ID, REQUIRED, NULL, NULL},
    {"id", SHAPE_UUID, REQUIRED, NULL, NULL},
    {"created_date", SHAPE_DATE, REQUIRED, NULL, NULL},
    {"updated_date", SHAPE_DATE, REQUIRED, NULL, NULL},
    {"brokerage", SHAPE_ID, REQUIRED, NULL, NULL},
    {"name", SHAPE_TEXT, REQUIRED, NULL, NULL},
    {"type", SHAPE_CHOICE, REQUIRED, fixture_connection_types, NULL},
    {"disabled", SHAPE_BOOL, REQUIRED, NULL, NULL},
    {"disabled_date", SHAPE_DATE, NULLABLE, NULL, NULL},
    {"meta", SHAPE_FREE, REQUIRED, NULL, NULL},
    {"is_eligible_for_payout", SHAPE_BOOL, OPTIONAL, NULL, NULL},
    {"data_freshness_mode", SHAPE_CHOICE, OPTIONAL, fixture_freshness_modes, NULL},
    {0},
};

static const struct shape_field sync_fields[] = {
    {"initial_sync_completed", SHAPE_BOOL, REQUIRED, NULL, NULL},
    {"last_successful_sync", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},
    {"first_transaction_date", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},
    {"holdings_unavailable", SHAPE_BOOL, OPTIONAL, NULL, NULL},
    {0},
};
static const struct shape sync = {sync_fields};

static const struct shape_field sync_status_fields[] = {
    {"transactions", SHAPE_OBJECT, REQUIRED, NULL, &sync},
    {"holdings", SHAPE_OBJECT, REQUIRED, NULL, &sync},
    {0},
};
static const struct shape sync_status = {sync_status_fields};

static const struct shape_field amount_fields[] = {
    {"amount", SHAPE_NUMBER, NULLABLE, NULL, NULL},
    {"currency", SHAPE_TEXT, NULLABLE, NULL, NULL},
    {0},
};
static const struct shape amount = {amount_fields};

static const struct shape_field balance_fields[] = {
    {"total", SHAPE_OBJECT, NULLABLE, NULL, &amount},
    {0},
};
static const struct shape balance = {balance_fields};

/* What an account has wherever it stands; its dates are made when its connection is. */
#define ACCOUNT_FIELDS(made)                                                                       \
    {"name", SHAPE_TEXT, NULLABLE, NULL, NULL}, {"number", SHAPE_TEXT, REQUIRED, NULL, NULL},      \
        {"institution_account_id", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},                   \
        {"institution_name", SHAPE_TEXT, made, NULL, NULL},                                        \
        {"created_date", SHAPE_DATE, made, NULL, NULL},                                            \
        {"funding_date", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},                             \
        {"opening_date", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},                             \
        {"sync_status", SHAPE_OBJECT, made, NULL, &sync_status},                                   \
        {"balance", SHAPE_OBJECT, REQUIRED, NULL, &balance},                                       \
        {"status", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},                                   \
        {"raw_type", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},                                 \
        {"account_category", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},                         \
        {"meta", SHAPE_FREE, OPTIONAL, NULL, NULL},                                                \
        {"portfolio_group", SHAPE_TEXT, OPTIONAL | NULLABLE, NULL, NULL},                          \
        {"cash_restrictions", SHAPE_ANY, OPTIONAL, NULL, NULL},                                    \
        {"is_paper", SHAPE_BOOL, OPTIONAL, NULL, NULL},                                            \
        {"balances", SHAPE_OBJECTS, REQUIRED, NULL, NULL},                                         \
        {"positions", SHAPE_OBJECTS, REQUIRED, NULL, NULL},                                        \
        {"orders", SHAPE_OBJECTS, REQUIRED, NULL, NULL},                                           \
    {                                                                                              \
        "activities", SHAPE_OBJECTS, REQUIRED, NULL, NULL                                          \
    }

const char *const fixture_account_parts[STORE_ACCOUNT_PARTS] = {[STORE_BALANCES] = "balances",
                                                                [STORE_POSITIONS] = "positions",
                                                                [STORE_ORDERS] = "orders",
                                                                [STORE_ACTIVITIES] = "activities"};

static const struct shape_field account_fields[] = {
    {"clientId", SHAPE_ID, REQUIRED, NULL, NULL},
    {"id", SHAPE_UUID, REQUIRED, NULL, NULL},
    {"brokerage_authorization", SHAPE_UUID, REQUIRED, NULL, NULL},
    ACCOUNT_FIELDS(REQUIRED),
    {0},
};

static const struct shape_field template_fields[] = {ACCOUNT_FIELDS(OPTIONAL), {0}};
static const struct shape template = {template_fields};

static const struct shape_field scenario_fields[] = {
    {"name", SHAPE_ID, REQUIRED, NULL, NULL},
    {"description", SHAPE_TEXT, OPTIONAL, NULL, NULL},
    {"accounts", SHAPE_OBJECTS, REQUIRED, NULL, &template},
    {0},
};

static const struct shape_field session_event_fields[] = {
    {"clientId", SHAPE_ID, REQUIRED, NULL, NULL},
    {"id", SHAPE_UUID, REQUIRED, NULL, NULL},
    {"session_event_type", SHAPE_CHOICE, REQUIRED, event_types, NULL},
    {"session_id", SHAPE_UUID, REQUIRED, NULL, NULL},
    {"user_id", SHAPE_ID, REQUIRED, NULL, NULL},
    {"created_date", SHAPE_DATE, REQUIRED, NULL, NULL},
    {"brokerage_status_code", SHAPE_INTEGER, NULLABLE, NULL, NULL},
    {"brokerage_authorization_id", SHAPE_UUID, OPTIONAL, NULL, NULL},
    {0},
};

const struct fixture_file fixture_files[FIXTURE_KINDS] = {
    [FIXTURE_PARTNERS] = {"partners.json", "partners", {partner_fields}, false},
    [FIXTURE_USERS] = {"users.json", "users", {user_fields}, false},
    [FIXTURE_BROKERAGES] = {"brokerages.json", "brokerages", {brokerage_fields}, false},
    [FIXTURE_SCENARIOS] = {"scenarios.json", "scenarios", {scenario_fields}, true},
    [FIXTURE_AUTHORIZATIONS] = {"authorizations.json",
                                "authorizations",
                                {authorization_fields},
                                false},
    [FIXTURE_ACCOUNTS] = {"accounts.json", "accounts", {account_fields}, true},
    [FIXTURE_SESSION_EVENTS] = {"session_events.json",
                                "sessionEvents",
                                {session_event_fields},
                                false},
};

/* It is the first of each. */
const struct shape_field *fixture_fields_without_client(enum fixture_kind kind)
{
    return fixture_files[kind].element.fields + 1;
}
