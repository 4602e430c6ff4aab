/* The fixture files: their names and what the objects in them look like. */
#ifndef FIXTURE_SHAPES_H
#define FIXTURE_SHAPES_H

#include "shape.h"

enum fixture_kind {
    FIXTURE_PARTNERS,
    FIXTURE_USERS,
    FIXTURE_BROKERAGES,
    FIXTURE_SCENARIOS,
    FIXTURE_AUTHORIZATIONS,
    FIXTURE_ACCOUNTS,
    FIXTURE_SESSION_EVENTS,
    FIXTURE_KINDS
};

/* A file is an object with one array (and "$schema", for editors). */
struct fixture_file {
    const char *name;
    const char *array;
    struct shape element;
    bool optional; /* a folder may do without */
};

/* In the order in which they are loaded: what refers stands behind what it refers to. */
extern const struct fixture_file fixture_files[FIXTURE_KINDS];

/* What type and data_freshness_mode of a brokerage authorization can be; each ends with NULL. */
extern const char *const fixture_connection_types[];
extern const char *const fixture_freshness_modes[];

/* The parts of an account that are not served with it, by enum store_account_part; NULL: the
 * account itself. */
extern const char *const fixture_account_parts[];

/* The fields of an element of users, authorizations, accounts or session events but for "clientId",
 * as they stand in the state of one partner. */
const struct shape_field *fixture_fields_without_client(enum fixture_kind kind);

#endif
