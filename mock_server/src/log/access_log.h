/* One line per request: method, path, status, microseconds, partner, and which signature rule
 * matched or why the request was refused. Never a query, a header, a secret or a signature. */
#ifndef ACCESS_LOG_H
#define ACCESS_LOG_H

#include <stdint.h>

#include "../api/mock.h"

enum access_log_format { ACCESS_LOG_NONE, ACCESS_LOG_TEXT, ACCESS_LOG_JSON };

struct access_log_entry {
    int64_t time; /* microseconds since 1970, when the answer was ready */
    const char *method;
    const char *path;
    int status;
    int64_t microseconds; /* from the head's arrival to the answer's */
    const char *fault;    /* the name of the rule whose fault it had; NULL or "": none */
    const struct mock_report *report;
};

/* Appends the line with its newline; control characters of the wire are escaped. Nothing for
 * ACCESS_LOG_NONE. */
void access_log_format(enum access_log_format format, const struct access_log_entry *entry,
                       struct buffer *line);

#endif
