/* The query parameters that the API reads, taken out of a raw query string. Pure.
 *
 * '+' is a space, '%XX' a byte, '&' the only separator (';' is data). Parameters of other names
 * are left alone, whatever they look like. */
#ifndef QUERY_H
#define QUERY_H

#include <stdbool.h>
#include <stddef.h>

enum query_name {
    QUERY_CLIENT_ID,
    QUERY_TIMESTAMP,
    QUERY_USER_ID,
    QUERY_USER_SECRET,
    QUERY_PARTNER_CLIENT_ID,
    QUERY_SESSION_ID,
    QUERY_STATE,
    QUERY_DAYS,
    QUERY_START_DATE,
    QUERY_END_DATE,
    QUERY_OFFSET,
    QUERY_LIMIT,
    QUERY_TYPE,
    QUERY_NAMES
};

/* A set of names: QUERY_BIT(QUERY_CLIENT_ID) | ... */
#define QUERY_BIT(name) (1U << (name))

struct query {
    const char *values[QUERY_NAMES]; /* decoded; NULL: absent; "": present and empty */
};

const char *query_name_text(enum query_name name);

/* Reads the names of the set `wanted`. Decodes in place: `text` is overwritten, and *query points
 * into it. Returns NULL, or the name of the first parameter that occurs twice, has a broken
 * escape, or decodes to NUL or to something that is not UTF-8. */
const char *query_parse(char *text, unsigned wanted, struct query *query);

/* The value of the first parameter of this name, decoded, whatever else the query is. False: there
 * is none, it cannot be decoded, or it has `size` bytes or more before it is. */
bool query_first(const char *query, enum query_name name, char *value, size_t size);

/* The same for any name of at most 30 bytes, and for the fields of a form that was posted. */
bool query_named(const char *query, const char *name, char *value, size_t size);

#endif
