#include "query.h"

#include <string.h>

#include "snaptrade/percent.h"
#include "snaptrade/utf8.h"

static const char *const names[QUERY_NAMES] = {
    [QUERY_CLIENT_ID] = "clientId",
    [QUERY_TIMESTAMP] = "timestamp",
    [QUERY_USER_ID] = "userId",
    [QUERY_USER_SECRET] = "userSecret",
    [QUERY_PARTNER_CLIENT_ID] = "PartnerClientId",
    [QUERY_SESSION_ID] = "sessionId",
    [QUERY_STATE] = "state",
    [QUERY_DAYS] = "days",
    [QUERY_START_DATE] = "startDate",
    [QUERY_END_DATE] = "endDate",
    [QUERY_OFFSET] = "offset",
    [QUERY_LIMIT] = "limit",
    [QUERY_TYPE] = "type",
};

const char *query_name_text(enum query_name name)
{
    return names[name];
}

/* Decodes in place; false when that fails or the result cannot be a C string of UTF-8. */
static bool decode(char *text)
{
    char *special = text + strcspn(text, "+%");
    size_t length = (size_t)(special - text);
    if (*special == '\0') /* most are as they will be */
        return snaptrade_utf8_valid(text, length);
    for (char *p = special; *p != '\0'; p++)
        if (*p == '+')
            *p = ' ';
    return snaptrade_percent_decode(text, text, &length) && strlen(text) == length &&
           snaptrade_utf8_valid(text, length);
}

static bool find_name(char *text, unsigned wanted, enum query_name *name)
{
    if (!decode(text))
        return false;
    for (unsigned i = 0; i < QUERY_NAMES; i++) {
        if ((wanted & QUERY_BIT(i)) != 0 && strcmp(text, names[i]) == 0) {
            *name = (enum query_name)i;
            return true;
        }
    }
    return false;
}

const char *query_parse(char *text, unsigned wanted, struct query *query)
{
    static char nothing[] = "";
    *query = (struct query){{NULL}};
    while (text != NULL && *text != '\0') {
        char *parameter = text;
        text = strchr(parameter, '&');
        if (text != NULL)
            *text++ = '\0';
        char *value = strchr(parameter, '=');
        if (value != NULL)
            *value++ = '\0';
        else
            value = nothing;
        enum query_name name;
        if (!find_name(parameter, wanted, &name))
            continue;
        if (query->values[name] != NULL || !decode(value))
            return names[name];
        query->values[name] = value;
    }
    return NULL;
}

static bool decode_piece(const char *piece, size_t length, char *out, size_t size)
{
    if (length >= size)
        return false;
    memcpy(out, piece, length);
    out[length] = '\0';
    return decode(out);
}

bool query_named(const char *query, const char *name, char *value, size_t size)
{
    char found[32];
    while (*query != '\0') {
        size_t length = strcspn(query, "&");
        size_t name_length = strcspn(query, "=&");
        size_t start = name_length < length ? name_length + 1 : length;
        if (decode_piece(query, name_length, found, sizeof found) && strcmp(found, name) == 0)
            return decode_piece(query + start, length - start, value, size);
        query += length + (query[length] == '&' ? 1 : 0);
    }
    return false;
}

bool query_first(const char *query, enum query_name name, char *value, size_t size)
{
    return query_named(query, names[name], value, size);
}
