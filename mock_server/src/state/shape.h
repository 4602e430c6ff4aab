/* What a JSON object must look like, as a table, and the check against it.
 *
 * The document has passed json_check() before. */
#ifndef SHAPE_H
#define SHAPE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "problems.h"

enum shape_kind {
    SHAPE_TEXT,    /* any */
    SHAPE_ID,      /* 1 to 255 bytes */
    SHAPE_SECRET,  /* the same, and never quoted */
    SHAPE_UUID,    /* RFC 4122 text form */
    SHAPE_DATE,    /* RFC 3339 with a zone */
    SHAPE_BOOL,    /* true, false */
    SHAPE_INTEGER, /* 32 bits */
    SHAPE_NUMBER,  /* any */
    SHAPE_CHOICE,  /* one of `choices` */
    SHAPE_CHOICES, /* an array of them */
    SHAPE_UUIDS,   /* an array of UUIDs */
    SHAPE_OBJECT,  /* of the shape `nested` */
    SHAPE_OBJECTS, /* an array of them; of objects with anything in them where it is NULL */
    SHAPE_FREE,    /* an object with anything in it */
    SHAPE_ANY,     /* what the table's owner checks */
    SHAPE_KINDS
};

enum { SHAPE_OPTIONAL = 1, SHAPE_NULLABLE = 2 };

struct shape;

struct shape_field {
    const char *name;
    enum shape_kind kind;
    unsigned flags;
    const char *const *choices; /* ends with NULL */
    const struct shape *nested;
};

/* A table has at most 32 fields. */
struct shape {
    const struct shape_field *fields; /* ends with a NULL name */
};

/* Adds a problem for everything wrong with `value`, at the pointer as it stands; true: nothing. */
bool shape_check(const struct shape *shape, const cJSON *value, struct problems *problems);

#endif
