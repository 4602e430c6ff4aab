/* Parameters of a raw query: of several with one name, the first. Values are as they stand there,
 * not decoded. A query that is NULL has none. */
#ifndef PARAMETER_H
#define PARAMETER_H

#include "scratch.h"

/* NULL: it is not there. */
const char *parameter_get(struct scratch *scratch, const char *query, const char *name);

/* The value decoded, '+' too; NULL: it is not there, or has a broken escape or a NUL. */
const char *parameter_text(struct scratch *scratch, const char *query, const char *name);

/* The query with that value, in the place of the old one or behind all others. */
const char *parameter_set(struct scratch *scratch, const char *query, const char *name,
                          const char *value);

const char *parameter_drop(struct scratch *scratch, const char *query, const char *name);

/* `text` as a value. */
const char *parameter_encode(struct scratch *scratch, const char *text);

#endif
