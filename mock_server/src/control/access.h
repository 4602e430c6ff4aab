/* Who may use the control API? By where the request comes from, and by its token. Pure.
 *
 * Without a token it is open to programs on this machine only, when the mock listens on loopback
 * and no front stands before it: neither a page of another origin in a browser (Origin,
 * Sec-Fetch-Site, Content-Type), nor one whose name was bound to 127.0.0.1 (Host), nor what a
 * proxy passes on (Forwarded, Via, X-Forwarded-*) comes in. */
#ifndef ACCESS_H
#define ACCESS_H

#include "../http/http.h"
#include "control_error.h"

struct access_rules {
    bool open;              /* no token is needed */
    const char *token;      /* opens everything; "": none does */
    const char *address;    /* that the mock listens on */
    const char *public_url; /* "https://host[:port]" of the front; NULL: there is none */
};

/* `tenant_token` is that of the partner that the path names, NULL or "" where there is none. */
enum control_error access_check(const struct access_rules *rules,
                                const struct http_request *request, const char *tenant_token);

/* The same for what needs no token: pages of other origins stay outside, and where no other call
 * needs one either, those whose name was bound to this machine. */
enum control_error access_check_open(const struct access_rules *rules,
                                     const struct http_request *request);

/* Of a request that passed the check where a token is needed: whether it came in by that of its
 * partner only. */
bool access_is_tenant(const struct access_rules *rules, const struct http_request *request);

#endif
