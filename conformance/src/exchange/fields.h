/* Objects of the API as tables: which members they have, and of which type. */
#ifndef FIELDS_H
#define FIELDS_H

#include <cjson/cJSON.h>
#include <stddef.h>

enum field_type {
    FIELD_UUID,
    FIELD_TEXT,
    FIELD_DATE, /* RFC 3339, with a zone */
    FIELD_DAY,  /* "2024-08-20" */
    FIELD_BOOLEAN,
    FIELD_INTEGER,
    FIELD_NUMBER,
    FIELD_DECIMAL, /* a number as a string: "12.34" */
    FIELD_AMOUNT,  /* either of the two */
    FIELD_OBJECT,
    FIELD_ARRAY, /* of `of`, unless that is NULL */
    FIELD_UUIDS
};

enum { NULLABLE = 1, REQUIRED = 2 };

struct model;

struct field {
    const char *name;
    enum field_type type;
    unsigned flags;
    const struct model *of; /* of an object or the items of an array; NULL: any */
};

struct model {
    const char *name;
    const struct field *fields;
    size_t count;
};

#define MODEL(name, fields)                                                                        \
    {                                                                                              \
        name, fields, sizeof(fields) / sizeof *(fields)                                            \
    }

/* An object with every required member, and each that is there of its type; members unheard of are
 * fine. */
void expect_model(const cJSON *object, const struct model *model);

/* `text` is an RFC 3339 date with a zone; `what` names it in the failure. */
void expect_date(const char *text, const char *what);

#endif
