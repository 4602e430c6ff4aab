/* The report for people at a terminal: failures as they come, and the figures at the end. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stdbool.h>

#include "../run/runner.h"
#include "report.h"

struct text_report {
    FILE *out;
    bool colour;
    bool progress; /* a line that tells what is judged now, and is overwritten */
    bool verbose;  /* what passed, too */
};

/* For struct runner_options; the context is a struct text_report. */
void text_report_begins(void *context, const struct requirement *row, size_t number, size_t total);
void text_report_ended(void *context, const struct result *result);

/* What stands at the end. */
void text_report_summary(const struct text_report *report, const struct verdicts *verdicts);

#endif
