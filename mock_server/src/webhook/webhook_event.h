/* Every event that a webhook tells of, and which fields each has: tables. */
#ifndef WEBHOOK_EVENT_H
#define WEBHOOK_EVENT_H

#include <stdbool.h>

enum webhook_field {
    WEBHOOK_FIELD_NONE,
    WEBHOOK_ID,
    WEBHOOK_CLIENT_ID,
    WEBHOOK_TIMESTAMP,
    WEBHOOK_USER_ID,
    WEBHOOK_EVENT_TYPE,
    WEBHOOK_SECRET,
    WEBHOOK_BROKERAGE_ID,
    WEBHOOK_CONNECTION_ID,
    WEBHOOK_ACCOUNT_ID,
    WEBHOOK_RESULT,
    WEBHOOK_DETAILS,
    WEBHOOK_FIELDS
};

/* Names and order are SnapTrade's. All begin with webhookId, clientId, eventTimestamp, userId and
 * eventType; a row has what follows. The place of ACCOUNT_HOLDINGS_UPDATED's fields is assumed. */
/* clang-format off */
#define WEBHOOK_EVENT_ROWS(ROW) \
    ROW(USER_REGISTERED,          WEBHOOK_SECRET) \
    ROW(USER_DELETED,             WEBHOOK_SECRET) \
    ROW(CONNECTION_ATTEMPTED,     WEBHOOK_RESULT, WEBHOOK_BROKERAGE_ID, WEBHOOK_SECRET) \
    ROW(CONNECTION_ADDED,         WEBHOOK_BROKERAGE_ID, WEBHOOK_CONNECTION_ID, WEBHOOK_SECRET) \
    ROW(CONNECTION_DELETED,       WEBHOOK_BROKERAGE_ID, WEBHOOK_CONNECTION_ID, WEBHOOK_SECRET) \
    ROW(CONNECTION_BROKEN,        WEBHOOK_SECRET, WEBHOOK_CONNECTION_ID) \
    ROW(CONNECTION_FIXED,         WEBHOOK_SECRET, WEBHOOK_CONNECTION_ID) \
    ROW(CONNECTION_UPDATED,       WEBHOOK_SECRET, WEBHOOK_CONNECTION_ID) \
    ROW(CONNECTION_FAILED,        WEBHOOK_SECRET) \
    ROW(NEW_ACCOUNT_AVAILABLE,    WEBHOOK_SECRET, WEBHOOK_ACCOUNT_ID, WEBHOOK_CONNECTION_ID) \
    ROW(ACCOUNT_REMOVED,          WEBHOOK_SECRET, WEBHOOK_ACCOUNT_ID, WEBHOOK_CONNECTION_ID) \
    ROW(ACCOUNT_HOLDINGS_UPDATED, WEBHOOK_SECRET, WEBHOOK_ACCOUNT_ID, WEBHOOK_BROKERAGE_ID, \
                                  WEBHOOK_CONNECTION_ID, WEBHOOK_DETAILS)
/* clang-format on */

enum webhook_event {
#define WEBHOOK_EVENT_NAME(name, ...) WEBHOOK_##name,
    WEBHOOK_EVENT_ROWS(WEBHOOK_EVENT_NAME)
#undef WEBHOOK_EVENT_NAME
        WEBHOOK_EVENTS
};

/* Their bits. */
enum { WEBHOOK_ALL_EVENTS = (1 << WEBHOOK_EVENTS) - 1 };

/* Each ends with a NULL. */
extern const char *const webhook_event_names[WEBHOOK_EVENTS + 1];
extern const char *const webhook_result_names[]; /* of connectionAttemptedResult */

extern const char *const webhook_field_names[WEBHOOK_FIELDS];

/* The fields of an event in their order; ends with WEBHOOK_FIELD_NONE. */
enum { WEBHOOK_FIELDS_MOST = 11 };
void webhook_event_fields(enum webhook_event event, enum webhook_field fields[WEBHOOK_FIELDS_MOST]);
bool webhook_event_has(enum webhook_event event, enum webhook_field field);

/* WEBHOOK_EVENTS: there is none of this name. */
enum webhook_event webhook_event_of(const char *name);

#endif
