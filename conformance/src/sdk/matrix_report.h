/* A JSON report of the command `sdk`, read from a file. */
#ifndef MATRIX_REPORT_H
#define MATRIX_REPORT_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* The caller deletes it. NULL: it cannot be read or is no JSON, and stderr says where. */
cJSON *matrix_report(const char *file);

/* Says on stderr what is wrong in `file` at `place`; `what` and `value` (NULL: none) may be
 * anything that stands there. Returns false. */
bool matrix_complain(const char *file, const char *place, const char *what, const char *value);

#endif
