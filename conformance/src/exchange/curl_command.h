/* A request as shell commands that anybody can run: they sign it afresh, with openssl, and send it
 * with curl. Secrets are left to the variables SNAPTRADE_CONSUMER_KEY and SNAPTRADE_USER_SECRET. */
#ifndef CURL_COMMAND_H
#define CURL_COMMAND_H

#include <stddef.h>

#include "../target/target.h"

struct sent_request {
    const char *method;
    const char *url;            /* without the query */
    const char *query;          /* raw; "": none */
    const char *body;           /* NULL: none */
    const char *const *headers; /* "Name: value", as curl takes them */
    size_t header_count;
    const struct credentials *as;
    const char *canonical; /* what was signed, and with what; NULL: no signature was made for it */
    const char *key;
};

/* The caller frees it. NULL: no memory. */
char *curl_command(const struct sent_request *request);

#endif
