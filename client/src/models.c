#include "snaptrade/models.h"

#include "model_reader.h"

#define FIELD(kind, model, name)                                                                   \
    {                                                                                              \
#name, kind, offsetof(struct snaptrade_##model, name), NULL                                \
    }
#define SHAPE(model, fields)                                                                       \
    {                                                                                              \
        sizeof(struct snaptrade_##model), sizeof(fields) / sizeof *(fields), fields                \
    }

static const struct field brokerage_type_fields[] = {
    FIELD(TEXT, brokerage_type, id),
    FIELD(TEXT, brokerage_type, name),
};
static const struct shape brokerage_type_shape = SHAPE(brokerage_type, brokerage_type_fields);

static const struct field brokerage_fields[] = {
    FIELD(TEXT, brokerage, id),
    FIELD(TEXT, brokerage, name),
    FIELD(TEXT, brokerage, display_name),
    FIELD(TEXT, brokerage, description),
    FIELD(TEXT, brokerage, aws_s3_logo_url),
    FIELD(TEXT, brokerage, aws_s3_square_logo_url),
    FIELD(TEXT, brokerage, slug),
    FIELD(TEXT, brokerage, url),
    FIELD(TEXT, brokerage, open_url),
    FIELD(BOOL, brokerage, enabled),
    FIELD(BOOL, brokerage, maintenance_mode),
    FIELD(BOOL, brokerage, is_degraded),
    FIELD(BOOL, brokerage, allows_fractional_units),
    FIELD(BOOL, brokerage, allows_trading),
    FIELD(BOOL, brokerage, allows_trading_through_snaptrade_api),
    FIELD(BOOL, brokerage, has_reporting),
    FIELD(BOOL, brokerage, is_real_time_connection),
    FIELD(BOOL, brokerage, is_scraping_integration),
    FIELD(TEXT, brokerage, default_currency),
    {"brokerage_type", OBJECT, offsetof(struct snaptrade_brokerage, brokerage_type),
     &brokerage_type_shape},
    FIELD(TEXT_LIST, brokerage, exchanges),
};
static const struct shape brokerage_shape = SHAPE(brokerage, brokerage_fields);

static const struct field authorization_fields[] = {
    FIELD(TEXT, authorization, id),
    FIELD(TEXT, authorization, created_date),
    FIELD(TEXT, authorization, updated_date),
    FIELD(TEXT, authorization, name),
    FIELD(TEXT, authorization, type),
    FIELD(BOOL, authorization, disabled),
    FIELD(TEXT, authorization, disabled_date),
    {"brokerage", OBJECT, offsetof(struct snaptrade_authorization, brokerage), &brokerage_shape},
    FIELD(RAW_OBJECT, authorization, meta),
    FIELD(BOOL, authorization, is_eligible_for_payout),
    FIELD(TEXT, authorization, data_freshness_mode),
};
static const struct shape authorization_shape = SHAPE(authorization, authorization_fields);

static const struct field session_event_fields[] = {
    FIELD(TEXT, session_event, id),
    FIELD(TEXT, session_event, session_event_type),
    FIELD(TEXT, session_event, session_id),
    FIELD(TEXT, session_event, user_id),
    FIELD(TEXT, session_event, created_date),
    FIELD(INTEGER, session_event, brokerage_status_code),
    FIELD(TEXT, session_event, brokerage_authorization_id),
};
static const struct shape session_event_shape = SHAPE(session_event, session_event_fields);

static const struct field deletion_fields[] = {
    FIELD(TEXT, deletion, detail),
    FIELD(TEXT, deletion, connection_id),
};
static const struct shape deletion_shape = SHAPE(deletion, deletion_fields);

static const struct field api_status_fields[] = {
    FIELD(INTEGER, api_status, version),
    FIELD(TEXT, api_status, timestamp),
    FIELD(BOOL, api_status, online),
};
static const struct shape api_status_shape = SHAPE(api_status, api_status_fields);

/* One model, and a list of models, as the header offers them. */
#define MODEL(kind)                                                                                \
    enum snaptrade_parse_result snaptrade_parse_##kind(const char *json, size_t length,            \
                                                       struct snaptrade_##kind *model,             \
                                                       char message[SNAPTRADE_MESSAGE_SIZE])       \
    {                                                                                              \
        return model_parse(&kind##_shape, json, length, model, message);                           \
    }                                                                                              \
    void snaptrade_##kind##_free(struct snaptrade_##kind *model)                                   \
    {                                                                                              \
        model_free(&kind##_shape, model);                                                          \
    }
#define MODEL_LIST(kind)                                                                           \
    enum snaptrade_parse_result snaptrade_parse_##kind##_list(                                     \
        const char *json, size_t length, struct snaptrade_##kind##_list *model,                    \
        char message[SNAPTRADE_MESSAGE_SIZE])                                                      \
    {                                                                                              \
        void *items;                                                                               \
        enum snaptrade_parse_result result =                                                       \
            model_parse_items(&kind##_shape, json, length, &items, &model->count, message);        \
        model->items = items;                                                                      \
        return result;                                                                             \
    }                                                                                              \
    void snaptrade_##kind##_list_free(struct snaptrade_##kind##_list *model)                       \
    {                                                                                              \
        model_free_items(&kind##_shape, model->items, model->count);                               \
        *model = (struct snaptrade_##kind##_list){0};                                              \
    }

MODEL(authorization)
MODEL_LIST(authorization)
MODEL_LIST(session_event)
MODEL(deletion)
MODEL(api_status)
