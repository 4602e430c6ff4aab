/* Texts in XML and HTML: whatever they hold, they stay texts. Control characters and broken UTF-8
 * are made legible first, see legible.h. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include <stdio.h>

/* As the content of an element. */
void markup_text(FILE *out, const char *text);

/* As the value of an attribute in double quotes. */
void markup_attribute(FILE *out, const char *text);

#endif
