/* Which reports somebody wants, and where: the option --report FORMAT=FILE. */
#ifndef REPORT_CHOICES_H
#define REPORT_CHOICES_H

#include "report.h"

enum { MOST_REPORTS = 8 };

struct report_choices {
    struct {
        report_writer *writer;
        const char *file; /* "-": standard output */
    } rows[MOST_REPORTS];
    size_t count;
};

/* Adds one; keeps `text`, and cuts it in two. NULL: it is good; otherwise what is wrong. */
const char *report_choices_add(struct report_choices *choices, char *text);

/* Whether one takes the place of the usual text. */
bool report_choices_take_stdout(const struct report_choices *choices);

/* Writes all. False: one line on stderr for each that could not be written. */
bool report_choices_write(const struct report_choices *choices, const struct verdicts *verdicts);

#endif
