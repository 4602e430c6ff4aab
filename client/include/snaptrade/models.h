/* What SnapTrade's Connections API answers, as C structs parsed from JSON.
 *
 * Every field of the API is optional. Each one here starts with a `presence` that tells the three
 * cases apart: the field was not there, it was there and null, or it has a value. Where it is not
 * SNAPTRADE_PRESENT the value is NULL, false or 0, so `text.value != NULL` is a short way to ask.
 * Unknown fields are ignored. A value of a wrong type refuses the whole body.
 *
 * A model owns all its memory and is plain data: any thread, one at a time. A zero-initialised
 * model is an empty one, and freeing an empty one is fine.
 *
 * Source of fields and types: SnapTrade's OpenAPI file of 2023-05-01; later additions are dated. */
#ifndef SNAPTRADE_MODELS_H
#define SNAPTRADE_MODELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum snaptrade_presence {
    SNAPTRADE_ABSENT, /* 0: what zero-initialising gives */
    SNAPTRADE_NULL,
    SNAPTRADE_PRESENT
};

struct snaptrade_text {
    enum snaptrade_presence presence;
    char *value; /* UTF-8 with a NUL at its end */
};

struct snaptrade_bool {
    enum snaptrade_presence presence;
    bool value;
};

struct snaptrade_integer {
    enum snaptrade_presence presence;
    int64_t value;
};

struct snaptrade_text_list {
    enum snaptrade_presence presence;
    size_t count;
    char **items;
};

struct snaptrade_brokerage_type {
    enum snaptrade_presence presence; /* of the object itself */
    struct snaptrade_text id;         /* UUID */
    struct snaptrade_text name;       /* "Traditional Brokerage" */
};

struct snaptrade_brokerage {
    enum snaptrade_presence presence; /* of the object itself */
    struct snaptrade_text id;         /* UUID */
    struct snaptrade_text name;
    struct snaptrade_text display_name;
    struct snaptrade_text description;
    struct snaptrade_text aws_s3_logo_url;
    struct snaptrade_text aws_s3_square_logo_url; /* later than 2023 */
    struct snaptrade_text slug;                   /* "QUESTRADE" */
    struct snaptrade_text url;
    struct snaptrade_text open_url; /* 2024-02 */
    struct snaptrade_bool enabled;
    struct snaptrade_bool maintenance_mode;
    struct snaptrade_bool is_degraded; /* 2026-03 */
    struct snaptrade_bool allows_fractional_units;
    struct snaptrade_bool allows_trading;
    struct snaptrade_bool allows_trading_through_snaptrade_api; /* 2023 only */
    struct snaptrade_bool has_reporting;
    struct snaptrade_bool is_real_time_connection;
    struct snaptrade_bool is_scraping_integration; /* 2023 only */
    struct snaptrade_text default_currency;        /* UUID; 2023 only */
    struct snaptrade_brokerage_type brokerage_type;
    struct snaptrade_text_list exchanges; /* UUIDs */
};

/* A brokerage authorization: one connection of a user to a brokerage. */
struct snaptrade_authorization {
    struct snaptrade_text id;           /* UUID */
    struct snaptrade_text created_date; /* RFC 3339, as received */
    struct snaptrade_text updated_date;
    struct snaptrade_text name; /* "Connection-1" */
    struct snaptrade_text type; /* "trade" or "read" */
    struct snaptrade_bool disabled;
    struct snaptrade_text disabled_date;
    struct snaptrade_brokerage brokerage;
    /* The object as compact JSON. Its numbers have gone through a double; the body as received
     * has them exactly. */
    struct snaptrade_text meta;
    struct snaptrade_bool is_eligible_for_payout; /* 2025-05 */
    struct snaptrade_text data_freshness_mode;    /* "realtime" or "delayed"; 2026-06 */
};

struct snaptrade_authorization_list {
    size_t count;
    struct snaptrade_authorization *items;
};

struct snaptrade_session_event {
    struct snaptrade_text id; /* UUID */
    /* As received, known or not: SnapTrade adds types and takes some away. "CONNECTION_FAILED",
     * "DISCLAIMER_ACCEPTED", "CONNECTION_SUCCESSFUL", "PARTNER_REDIRECT", ... */
    struct snaptrade_text session_event_type;
    struct snaptrade_text session_id;
    struct snaptrade_text user_id;
    struct snaptrade_text created_date; /* RFC 3339, as received */
    struct snaptrade_integer brokerage_status_code;
    struct snaptrade_text brokerage_authorization_id; /* UUID */
};

struct snaptrade_session_event_list {
    size_t count;
    struct snaptrade_session_event *items;
};

/* The answer to DELETE /connection/{connectionId} (2026-03). */
struct snaptrade_deletion {
    struct snaptrade_text detail;
    struct snaptrade_text connection_id; /* UUID */
};

struct snaptrade_api_status {
    struct snaptrade_integer version;
    struct snaptrade_text timestamp; /* RFC 3339, as received */
    struct snaptrade_bool online;
};

/* Room for any message of this library with its NUL. */
#define SNAPTRADE_MESSAGE_SIZE 256

enum snaptrade_parse_result {
    SNAPTRADE_PARSE_OK,
    SNAPTRADE_PARSE_MALFORMED, /* not UTF-8, not JSON, or a value of a wrong type */
    SNAPTRADE_PARSE_NO_MEMORY  /* where cJSON itself ran out, it cannot be told from malformed */
};

/* Each fills *model, whose old content is not freed. Otherwise *model is empty and `message` says
 * what is wrong and where, as a JSON pointer: "/0/brokerage/enabled: not a boolean". `json` is
 * `length` bytes and needs no NUL after them. */
enum snaptrade_parse_result snaptrade_parse_authorization(const char *json, size_t length,
                                                          struct snaptrade_authorization *model,
                                                          char message[SNAPTRADE_MESSAGE_SIZE]);
enum snaptrade_parse_result
snaptrade_parse_authorization_list(const char *json, size_t length,
                                   struct snaptrade_authorization_list *model,
                                   char message[SNAPTRADE_MESSAGE_SIZE]);
enum snaptrade_parse_result
snaptrade_parse_session_event_list(const char *json, size_t length,
                                   struct snaptrade_session_event_list *model,
                                   char message[SNAPTRADE_MESSAGE_SIZE]);
enum snaptrade_parse_result snaptrade_parse_deletion(const char *json, size_t length,
                                                     struct snaptrade_deletion *model,
                                                     char message[SNAPTRADE_MESSAGE_SIZE]);
enum snaptrade_parse_result snaptrade_parse_api_status(const char *json, size_t length,
                                                       struct snaptrade_api_status *model,
                                                       char message[SNAPTRADE_MESSAGE_SIZE]);

/* Free what the model owns and leave it empty; the struct itself is the caller's. */
void snaptrade_authorization_free(struct snaptrade_authorization *model);
void snaptrade_authorization_list_free(struct snaptrade_authorization_list *model);
void snaptrade_session_event_list_free(struct snaptrade_session_event_list *model);
void snaptrade_deletion_free(struct snaptrade_deletion *model);
void snaptrade_api_status_free(struct snaptrade_api_status *model);

#ifdef __cplusplus
}
#endif
#endif
