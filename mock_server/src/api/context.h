/* One request on its way through the mock: what the steps before have found out. */
#ifndef CONTEXT_H
#define CONTEXT_H

#include "../http/query.h"
#include "../http/route.h"
#include "mock.h"

struct context {
    const struct mock_config *config;
    snaptrade_signer *signer;
    const struct http_request *request;
    struct route_match match;
    struct query query;
    struct store_partner partner; /* known once the partner is authenticated */
    struct store_user user;       /* known once the user is */
    const char *argument;         /* what the error's text names: a method, a parameter */
    char room[16];                /* for an argument that is made */
    struct mock_report *report;
};

#endif
