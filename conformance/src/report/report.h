/* Verdicts as people and programs read them. Each writer writes to `out`, whose errors the caller
 * looks for; what it is given has no secrets left. */
#ifndef REPORT_H
#define REPORT_H

#include <stdio.h>

#include "../run/verdict.h"

typedef void report_writer(const struct verdicts *verdicts, FILE *out);

/* "text", "tap", "junit", "json", "html"; NULL: there is no such format. */
report_writer *report_named(const char *format);

/* "text, tap, junit, json, html" */
const char *report_formats(void);

report_writer report_text, report_tap, report_junit, report_json, report_html;

#endif
