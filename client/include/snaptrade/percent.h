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

/* Writes `text` with every byte that is not in `kept` as upper-case %XX, and a NUL, to `out`, which
 * has room for three times the text and the NUL. Returns the end. */
char *snaptrade_percent_encode(char *out, const char *text, const char *kept);

#ifdef __cplusplus
}
#endif
#endif
