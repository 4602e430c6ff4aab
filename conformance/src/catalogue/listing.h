/* The catalogue as people and programs read it. */
#ifndef LISTING_H
#define LISTING_H

#include <stdio.h>

#include "requirement.h"

typedef void listing_writer(const struct selection *selection, FILE *out);

/* "text": a line each. "json": an array. "md": the matrix of requirements, where they are from and
 * the test of each, as conformance/REQUIREMENTS.md has it. NULL: there is no such format. */
listing_writer *listing_named(const char *format);

#endif
