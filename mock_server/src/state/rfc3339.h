/* Dates as in RFC 3339, with their zone: 2024-08-20T21:56:19.123935Z. Pure. */
#ifndef RFC3339_H
#define RFC3339_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads a date of the calendar (years 1970 to 9999) as microseconds since 1970; digits behind the
 * sixth of a fraction are dropped, and a leap second counts as the next minute's first. False: the
 * text is no such date, and *time is unchanged. */
bool rfc3339_parse(const char *text, size_t length, int64_t *time);

enum { RFC3339_SIZE = 64 };

/* Writes a time from 1970 on in UTC, with six digits of fraction and Z. */
void rfc3339_format(int64_t time, char text[RFC3339_SIZE]);

#endif
