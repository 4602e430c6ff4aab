/* A requirement and what became of it, as a part of the page. */
#ifndef REPORT_HTML_ROW_H
#define REPORT_HTML_ROW_H

#include <stdio.h>

#include "../run/verdict.h"

/* A <details> whose summary is the verdict; in a failure all that is needed to understand it. */
void html_row(FILE *out, const struct result *result);

#endif
