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

#endif
