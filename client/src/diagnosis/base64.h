/* Decodes base64, of either alphabet. Pure. */
#ifndef DIAGNOSIS_BASE64_H
#define DIAGNOSIS_BASE64_H

#include <stdbool.h>
#include <stddef.h>

/* Decodes `length` characters, which hold no padding, to `out`, which has room for as many bytes.
 * *canonical: no bits are left over that an encoder would not have written. False: there is another
 * character among them. */
bool base64_decode(const char *text, size_t length, unsigned char *out, size_t *size,
                   bool *canonical);

#endif
