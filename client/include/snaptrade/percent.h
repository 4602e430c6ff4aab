/* Percent-encoding, byte by byte. Pure. */
#ifndef SNAPTRADE_PERCENT_H
#define SNAPTRADE_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the two hexadecimal digits after a '%'; -1: they are not. */
int snaptrade_percent_byte(const char *digits);

/* Writes the bytes of `text` with every %XX decoded, and a NUL, to `out`, which has room for
 * strlen(text) + 1 and may be `text` itself. False: an escape is broken. */
bool snaptrade_percent_decode(const char *text, char *out, size_t *length);

/* Appends one byte as upper-case %XX and returns the end. */
char *snaptrade_percent_append(char *out, unsigned char byte);

#ifdef __cplusplus
}
#endif
#endif
