/* One request on its way through a mutant, and the answer to it on the way back. */
#ifndef VISIT_H
#define VISIT_H

#include "credentials.h"
#include "message.h"
#include "scratch.h"
#include "snaptrade/verify.h"
#include "upstream.h"

enum route {
    ROUTE_LIST = 1,       /* /authorizations */
    ROUTE_ONE = 2,        /* /authorizations/{authorizationId} */
    ROUTE_CONNECTION = 4, /* /connection/{connectionId} */
    ROUTE_EVENTS = 8,     /* /sessionEvents */
    ROUTE_STATUS = 16,    /* the root */
    ROUTE_UNKNOWN = 32,
    ROUTE_ACCOUNTS = 64,     /* /accounts */
    ROUTE_ACCOUNT = 128,     /* /accounts/{accountId} */
    ROUTE_ACCOUNTS_OF = 256, /* /authorizations/{authorizationId}/accounts */
    ROUTE_BALANCES = 512,    /* /accounts/{accountId}/balances, and so on */
    ROUTE_POSITIONS = 1024,
    ROUTE_ALL_POSITIONS = 2048, /* .../positions/all */
    ROUTE_HOLDINGS = 4096,
    ROUTE_ORDERS = 8192,
    ROUTE_ACTIVITIES = 16384,
    ROUTE_REFRESH = 32768, /* /authorizations/{authorizationId}/refresh, and so on */
    ROUTE_DISABLE = 65536,
    ROUTE_SYNC = 131072,      /* .../transactions/sync */
    ROUTE_REGISTER = 1 << 18, /* /snapTrade/registerUser, and so on */
    ROUTE_USERS = 1 << 19,    /* .../listUsers */
    ROUTE_DELETE_USER = 1 << 20,
    ROUTE_RESET = 1 << 21, /* .../resetUserSecret */
    ROUTE_PARTNERS = 1 << 22,
    ROUTE_LOGIN = 1 << 23,
    ROUTE_PORTAL = 1 << 24, /* .../redeemToken */
    ROUTE_BROKERAGES = 1 << 25
};

struct mutant;

struct visit {
    struct scratch scratch; /* of all that is in it */
    struct upstream *upstream;
    const struct credentials *credentials;
    struct request received;        /* as it came */
    enum route route;               /* of that */
    const char *id;                 /* in its path, as it stands there; "": none */
    char rule[SNAPTRADE_RULE_SIZE]; /* under which its signature is right; "": wrong or missing */
    unsigned number;                /* of the request in this process, from 0 */
    struct request request;         /* as it goes on */
    bool sign;                      /* it goes on rightly signed, though it came otherwise */
    struct answer answer;
    bool keeps_body; /* also behind the answer to HEAD */
};

/* Fills what there is to know about `received`. */
void visit_begin(struct visit *visit);

/* Fetches the answer, changed by the mutant; NULL: by none. False: there is none. */
bool visit_answer(struct visit *visit, const struct mutant *mutant);

/* Who asks, taken for a user of `client_id`, or of its own partner when that is NULL. False: nobody
 * known. */
bool visit_user(struct visit *visit, const char *client_id, struct user *user);

/* A request of one's own, as that user. False: no answer came. */
bool visit_ask(struct visit *visit, const char *method, const char *path, const struct user *user,
               struct answer *answer);

/* The body of the answer, and the headers that describe it. */
void visit_set_body(struct visit *visit, const char *body);

void visit_end(struct visit *visit);

#endif
