/* Is the head of a request one that can be trusted to say where the request ends? Pure.
 *
 * civetweb reads more into a head than is good (RFC 9112 section 6, request smuggling): a server
 * answers such a request with an error and closes the connection. */
#ifndef FRAMING_H
#define FRAMING_H

#include "../api/api_error.h"
#include "http.h"

enum { FRAMING_MAX_HEADERS = 64 };

struct framing {
    enum api_error error;  /* API_OK, or why the request is refused; close the connection then */
    bool chunked;          /* the body's length is not known beforehand */
    size_t content_length; /* bytes of the body; 0 with `chunked` */
    size_t most_body;      /* what was given */
    bool wants_continue;   /* "100 Continue" must be written before the body is read */
};

/* A body of more than `most_body` bytes is refused, when its length is known. */
struct framing framing_check(const struct http_request *request, size_t most_body);

#endif
