#include "webhook_event.h"

#include <string.h>

enum { MOST_OWN = 6 };

static const enum webhook_field common[] = {WEBHOOK_ID, WEBHOOK_CLIENT_ID, WEBHOOK_TIMESTAMP,
                                            WEBHOOK_USER_ID, WEBHOOK_EVENT_TYPE};
enum { COMMON = sizeof common / sizeof common[0] };
_Static_assert(COMMON + (int)MOST_OWN == (int)WEBHOOK_FIELDS_MOST, "room for an event's fields");

static const enum webhook_field own[WEBHOOK_EVENTS][MOST_OWN] = {
#define WEBHOOK_EVENT_FIELDS(name, ...) [WEBHOOK_##name] = {__VA_ARGS__},
    WEBHOOK_EVENT_ROWS(WEBHOOK_EVENT_FIELDS)
#undef WEBHOOK_EVENT_FIELDS
};

const char *const webhook_event_names[WEBHOOK_EVENTS + 1] = {
#define WEBHOOK_EVENT_TEXT(name, ...) #name,
    WEBHOOK_EVENT_ROWS(WEBHOOK_EVENT_TEXT)
#undef WEBHOOK_EVENT_TEXT
        NULL};

const char *const webhook_result_names[] = {"SUCCESS",
                                            "AUTH_EXPIRED",
                                            "INVALID_AUTH_CODE",
                                            "AUTH_NOT_IN_PROGRESS",
                                            "DIFFERENT_ACCOUNT",
                                            "UNCAUGHT_ERROR",
                                            "INVALID_CREDENTIALS",
                                            "INVALID_MFA_CODE",
                                            "NO_DATA",
                                            NULL};

const char *const webhook_field_names[WEBHOOK_FIELDS] = {
    [WEBHOOK_FIELD_NONE] = "",
    [WEBHOOK_ID] = "webhookId",
    [WEBHOOK_CLIENT_ID] = "clientId",
    [WEBHOOK_TIMESTAMP] = "eventTimestamp",
    [WEBHOOK_USER_ID] = "userId",
    [WEBHOOK_EVENT_TYPE] = "eventType",
    [WEBHOOK_SECRET] = "webhookSecret",
    [WEBHOOK_BROKERAGE_ID] = "brokerageId",
    [WEBHOOK_CONNECTION_ID] = "brokerageAuthorizationId",
    [WEBHOOK_ACCOUNT_ID] = "accountId",
    [WEBHOOK_RESULT] = "connectionAttemptedResult",
    [WEBHOOK_DETAILS] = "details",
};

void webhook_event_fields(enum webhook_event event, enum webhook_field fields[WEBHOOK_FIELDS_MOST])
{
    memcpy(fields, common, sizeof common);
    memcpy(fields + COMMON, own[event], sizeof own[event]);
}

bool webhook_event_has(enum webhook_event event, enum webhook_field field)
{
    enum webhook_field fields[WEBHOOK_FIELDS_MOST];
    webhook_event_fields(event, fields);
    for (size_t i = 0; fields[i] != WEBHOOK_FIELD_NONE; i++)
        if (fields[i] == field)
            return true;
    return false;
}

enum webhook_event webhook_event_of(const char *name)
{
    enum webhook_event event = 0;
    while (event < WEBHOOK_EVENTS && strcmp(webhook_event_names[event], name) != 0)
        event++;
    return event;
}
