/* Writes the head of a response. Pure. */
#ifndef HEAD_H
#define HEAD_H

#include <stdbool.h>
#include <time.h>

#include "../buffer.h"
#include "http.h"

/* The Date header, formatted once a second. Zero-initialise it. */
struct head_date {
    time_t second;
    char text[sizeof "Sun, 06 Nov 1994 08:49:37 GMT"];
};

/* Appends status line and headers, with the body's length, and the empty line behind them. The
 * security headers are those that the real service sends (seen live). */
void head_write(struct buffer *out, const struct http_response *response, struct head_date *date,
                bool keep_alive);

#endif
