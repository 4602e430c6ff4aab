#include "fixture_shapes.h"

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
    [FIXTURE_PARTNERS] = {"partners.json", "partners", {partner_fields}},
    [FIXTURE_USERS] = {"users.json", "users", {user_fields}},
    [FIXTURE_BROKERAGES] = {"brokerages.json", "brokerages", {brokerage_fields}},
    [FIXTURE_AUTHORIZATIONS] = {"authorizations.json", "authorizations", {authorization_fields}},
    [FIXTURE_SESSION_EVENTS] = {"session_events.json", "sessionEvents", {session_event_fields}},
};

/* It is the first of each. */
const struct shape_field *fixture_fields_without_client(enum fixture_kind kind)
{
    return fixture_files[kind].element.fields + 1;
}
