/* Loads a folder of JSON fixtures into a store: partners.json, users.json, brokerages.json,
 * authorizations.json, session_events.json, and where they are there scenarios.json and
 * accounts.json. fixtures/README.md has their fields, and
 * fixtures/schema/ a JSON Schema for each. */
#ifndef FIXTURES_H
#define FIXTURES_H

#include <stdbool.h>

#include "../buffer.h"
#include "problems.h"
#include "store.h"

/* Fills `store`, which must be empty. On false something was wrong: `problems` holds every problem
 * found, one line each, "FILE: JSON POINTER: what is wrong" ("FILE:LINE:COLUMN: ..." where the file
 * is no JSON), never a consumerKey or a userSecret, and the store is fit only to be freed. */
bool fixtures_load(const char *directory, struct store *store, struct buffer *problems);

/* The same, with problems that go where the caller wants them. */
bool fixtures_read(const char *directory, struct store *store, struct problems *problems);

#endif
