/* Reads one fixture file: from the disk to the array of checked objects in it. */
#ifndef FIXTURE_READ_H
#define FIXTURE_READ_H

#include <cjson/cJSON.h>

#include "fixture_shapes.h"
#include "problems.h"

enum { FIXTURE_MAX_MIB = 256 };

/* Returns the whole document (the caller deletes it) with *array in it; NULL when there is none to
 * go on with. Elements are not checked yet. problems->file is set by the caller. */
cJSON *fixture_read(const struct fixture_file *file, struct problems *problems, cJSON **array);

#endif
