/* A request as it was received and the response to it, independent of who carries them.
 *
 * A request borrows everything: nothing in it is decoded, and it is valid for one mock_handle(). */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../buffer.h"

enum http_method {
    HTTP_GET,
    HTTP_DELETE,
    HTTP_HEAD,
    HTTP_OPTIONS,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_OTHER
};

struct http_header {
    const char *name;
    const char *value;
};

struct http_request {
    enum http_method method;
    const char *method_name; /* as sent; for HTTP_OTHER the only name there is */
    const char *path;        /* raw, without the query */
    const char *query;       /* raw, without '?'; "" when there is none */
    const char *version;     /* "1.0" or "1.1" */
    const struct http_header *headers;
    size_t header_count;
    const char *body;    /* NULL: there is none, or no memory for it; ends in a NUL */
    size_t body_bytes;   /* how long it is */
    uint64_t connection; /* a number per TCP connection; 0: none */
    bool tls;            /* it came by TLS */
};

enum { HTTP_REQUEST_ID_SIZE = 33, HTTP_ALLOW_SIZE = 64 };

/* The X-RateLimit-* headers. */
struct http_rate_limit {
    bool on;
    unsigned most, remaining, reset_seconds;
};

struct http_response {
    int status;
    struct buffer body;               /* empty: no body and no Content-Type */
    const char *content_type;         /* NULL: JSON */
    const char *allow;                /* "": no Allow header */
    char allow_room[HTTP_ALLOW_SIZE]; /* for an `allow` that is not static */
    struct http_rate_limit rate_limit;
    const char *diagnosis;                 /* static; "": no X-Sandbox-Diagnosis header */
    const char *more_headers;              /* lines that end in CRLF; NULL: none */
    const char *security_headers;          /* the same; NULL: those of the real service */
    struct buffer header_room;             /* for lines that are not static; the caller frees it */
    char request_id[HTTP_REQUEST_ID_SIZE]; /* 32 lower-case hex digits */
};

enum http_method http_method_of(const char *name);

/* "Not Found" for 404; SDKs show it to their callers. */
const char *http_reason(int status);

/* Whether an answer of this status never has a body. */
bool http_is_bodiless(int status);

/* Counts the headers of this name, ignoring case, and sets *value to the first one's. */
size_t http_find_header(const struct http_request *request, const char *name, const char **value);

/* Whether a comma-separated header value has this token, ignoring case. */
bool http_has_token(const char *value, const char *token);

#endif
