/* Percent-encoding, byte by byte. Pure. */
#ifndef PERCENT_H
#define PERCENT_H

#include <stdbool.h>
#include <stddef.h>

/* Reads the two hexadecimal digits after a '%'; -1: they are not. */
int percent_byte(const char *digits);

/* Writes the bytes of `text` with every %XX decoded, and a NUL, to `out`, which has room for
 * strlen(text) + 1 and may be `text` itself. False: an escape is broken. */
bool percent_decode(const char *text, char *out, size_t *length);

/* Appends one byte as upper-case %XX and returns the end. */
char *percent_append(char *out, unsigned char byte);

#endif
