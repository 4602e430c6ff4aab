/* The five fixture files: their names and what the objects in them look like. */
#ifndef FIXTURE_SHAPES_H
#define FIXTURE_SHAPES_H

#include "shape.h"

enum fixture_kind {
    FIXTURE_PARTNERS,
    FIXTURE_USERS,
    FIXTURE_BROKERAGES,
    FIXTURE_AUTHORIZATIONS,
    FIXTURE_SESSION_EVENTS,
    FIXTURE_KINDS
};

/* A file is an object with one array (and "$schema", for editors). */
struct fixture_file {
    const char *name;
    const char *array;
    struct shape element;
};

/* In the order in which they are loaded: what refers stands behind what it refers to. */
extern const struct fixture_file fixture_files[FIXTURE_KINDS];

/* What type and data_freshness_mode of a brokerage authorization can be; each ends with NULL. */
extern const char *const fixture_connection_types[];
extern const char *const fixture_freshness_modes[];

/* The fields of an element of users, authorizations or session events but for "clientId", as they
 * stand in the state of one partner. */
const struct shape_field *fixture_fields_without_client(enum fixture_kind kind);

#endif
