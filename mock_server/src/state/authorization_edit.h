/* Changes to a brokerage authorization as it is served: some of its fields, and the dates that
 * follow from them. */
#ifndef AUTHORIZATION_EDIT_H
#define AUTHORIZATION_EDIT_H

#include <cjson/cJSON.h>

#include "rfc3339.h"
#include "shape.h"
#include "store.h"

/* What may be changed: any of the fixture's fields but whose it is and its id. null takes away the
 * two that are optional. */
extern const struct shape authorization_changes;

struct authorization_edit {
    const cJSON *changes; /* has the shape above */
    const char
        *brokerage; /* the JSON of the brokerage that the changes name; NULL: they name none */
    char now[RFC3339_SIZE]; /* becomes updated_date, and disabled_date of what becomes disabled */
};

bool authorization_is_disabled(const char *json);

/* A store_edit, whose context is a struct authorization_edit. */
bool authorization_edit(const char *json, struct buffer *out, void *edit);

#endif
