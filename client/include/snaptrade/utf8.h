/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. Pure. */
#ifndef SNAPTRADE_UTF8_H
#define SNAPTRADE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the code point at *text, which ends before `end`, and moves *text past it. On false
 * (malformed, or *text == end) both are unchanged. */
bool snaptrade_utf8_next(const char **text, const char *end, uint32_t *code_point);

/* Whether all `length` bytes are UTF-8; NUL is a character like any other. */
bool snaptrade_utf8_valid(const char *text, size_t length);

#ifdef __cplusplus
}
#endif
#endif
