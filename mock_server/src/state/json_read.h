/* Reads a JSON text that somebody else has written: strictly, and saying what is wrong with it. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "problems.h"

/* The caller deletes it. NULL: a problem was added. The text ends in a NUL behind `length`. */
cJSON *json_read(const char *text, size_t length, struct problems *problems);

#endif
