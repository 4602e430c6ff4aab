/* Decodes base64 (RFC 4648 section 4), strictly. Pure. */
#ifndef BASE64_H
#define BASE64_H

#include <stdbool.h>

#include "../buffer.h"

/* Appends what `text` stands for. False: a character that does not belong there, padding that is
 * missing or too much, or bits left over. */
bool base64_read(const char *text, struct buffer *out);

#endif
