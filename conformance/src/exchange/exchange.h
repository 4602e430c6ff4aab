/* One request to the target, exactly as a test wants it, and the answer to it.
 *
 * A request that a field of `struct call` does not change is a correct one of the target's user.
 * Answers belong to this module and live until the test ends. Connections are kept open between
 * the requests of a test. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "../target/target.h"
#include "snaptrade/signing.h"
#include "text.h"

enum without {
    WITHOUT_CLIENT_ID = 1,
    WITHOUT_TIMESTAMP = 2,
    WITHOUT_USER_ID = 4,
    WITHOUT_USER_SECRET = 8,
    WITHOUT_USER = WITHOUT_USER_ID | WITHOUT_USER_SECRET,
    WITHOUT_SIGNATURE = 16
};

struct call {
    const char *path;   /* behind the base path, raw: "/authorizations" */
    const char *method; /* NULL: GET */
    const char *base_path;
    const struct credentials *as;
    const char *timestamp; /* NULL: now */
    int without;
    const char *more;  /* raw, behind the usual parameters: "userId=a%2Cb" */
    const char *query; /* raw, in place of all of that */
    /* What is signed, where it is not what is sent. */
    const char *signed_path, *signed_query, *signed_key;
    enum snaptrade_escape escape;
    const char *signature; /* in place of a computed one */
    const char *header;    /* one more: "Name: value"; "Name:" takes a usual one away */
    const char *body;
    const char *content; /* NULL: `body`, as it is, of a POST, and null of others */
    bool raw_target;     /* the path and query may hold what URLs may not */
};

struct header {
    char *name, *value;
};

struct answer {
    const char *request;       /* method and URL, for messages */
    const char *method, *path; /* the path behind the base path */
    size_t number;             /* in the evidence */
    int status;
    char *reason;
    struct header *headers;
    size_t header_count;
    char *body; /* with a NUL; "" without one */
    size_t body_length;
    bool new_connection; /* it could not go over an open one */
};

/* Sends it, and keeps it as evidence. A transport error fails the test; what must not be sent to
 * the target ends it as not judged. */
const struct answer *send_call(const struct call *call);

/* The same on a connection of its own that is then closed, and with all that stands behind the head
 * as the body, also where none may be. */
const struct answer *send_raw(const struct call *call);

/* A call of `path` with nothing special. */
const struct answer *send_get(const char *path);

/* The two ends of a call that is made by other means, see client_exchange.h. The first says that
 * the request is about to be sent, and gives an answer to fill in; the second keeps both as
 * evidence. `error` says why there was no answer; NULL: there was one. */
struct sent_request;
struct answer *answer_begin(const struct call *call, const struct sent_request *request);
void answer_end(struct answer *answer, const struct sent_request *request, const char *error);

/* The first header of that name in any case; NULL: none. */
const char *answer_header(const struct answer *answer, const char *name);

/* Frees all answers and closes all connections, at the end of a test. */
void exchange_end(void);

#endif
