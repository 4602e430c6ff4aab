/* One HTTP exchange after another over libcurl, the connection kept in between.
 *
 * Knows nothing of SnapTrade: it gets a URL and headers, and fills a response. One transport
 * serves one thread at a time. Redirects are never followed. */
#ifndef SNAPTRADE_TRANSPORT_H
#define SNAPTRADE_TRANSPORT_H

#include "snaptrade/client.h"

/* All borrowed for the exchange. */
struct transport_request {
    const char *method;    /* "GET", "DELETE", "POST" */
    const char *url;       /* sent as it is, dot segments and all */
    const char *signature; /* the Signature header; NULL: none */
    const char *body;      /* JSON; NULL: none, which a POST says with Content-Length: 0 */
    const char *ca_file;   /* NULL: the system's */
    long connect_timeout_ms;
    long timeout_ms;
    size_t max_body;          /* bytes that are kept */
    snaptrade_stream *stream; /* gets a 2xx body instead; NULL: it is kept */
    void *stream_context;
};

/* NULL: no memory, or libcurl cannot start. */
struct transport *transport_new(void);
void transport_free(struct transport *transport);

/* True: a whole answer of any status arrived. Otherwise response->error and message say why. */
bool transport_perform(struct transport *transport, const struct transport_request *request,
                       struct snaptrade_response *response);

#endif
