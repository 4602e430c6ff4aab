/* Texts as a report may show them, whatever a server sent: valid UTF-8, and besides tab and newline
 * no control characters, which would drive a terminal, reorder what is read, or cannot stand in XML
 * at all. What is none of that is shown by a character in its place. Pure. */
#ifndef REPORT_LEGIBLE_H
#define REPORT_LEGIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A character in UTF-8, with a NUL behind it. */
enum { LEGIBLE_SIZE = 5 };

/* The character that *text starts with, as it is shown; *text moves past it. False: at `end`. */
bool legible_next(const char **text, const char *end, char shown[LEGIBLE_SIZE]);

/* The first `length` bytes of `text`; all of it. */
void legible_write_bytes(FILE *out, const char *text, size_t length);
void legible_write(FILE *out, const char *text);

#endif
