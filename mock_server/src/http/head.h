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
 * security headers are those of the real service, unless the response has others. */
void head_write(struct buffer *out, const struct http_response *response, struct head_date *date,
                bool keep_alive);

/* Headers that stand in the place of ours, as they are. */
struct head_given {
    const char *lines; /* each ends in CRLF */
    bool has_date, has_connection;
    bool has_length; /* or another header that says where the body ends */
};

/* The same with these headers, and with Date, Content-Length and Connection unless they are among
 * them. */
void head_write_given(struct buffer *out, const struct http_response *response,
                      const struct head_given *given, struct head_date *date, bool keep_alive);

#endif
