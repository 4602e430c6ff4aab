/* Whether a path or a query is what a pattern wants. Pure. */
#ifndef JOURNAL_MATCH_H
#define JOURNAL_MATCH_H

#include <stdbool.h>
#include <stddef.h>

enum { JOURNAL_PATH_MAX = 255 };

/* '*' in `wanted`, which has at most JOURNAL_PATH_MAX bytes, is any run of bytes but '/', and "**"
 * any run. A path below /api/v1 is also compared without that. Takes time in proportion to both
 * lengths multiplied, whatever stands in them. */
bool journal_match_path(const char *wanted, const char *path, size_t length);

/* Whether the raw query has `name`, and with this value when that is decoded. */
bool journal_match_parameter(const char *query, const char *name, const char *wanted);

#endif
