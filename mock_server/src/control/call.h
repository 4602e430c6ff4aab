/* One call of the control API on its way: what has been found out, and what it answers. */
#ifndef CALL_H
#define CALL_H

#include <cjson/cJSON.h>

#include "../http/route.h"
#include "../state/fixture_shapes.h"
#include "../tenant/tenants.h"
#include "control.h"
#include "control_error.h"

struct control_call {
    struct control *control;
    const struct http_request *request;
    const struct control_peer *peer;
    int64_t now;           /* microseconds since 1970, on the partner's clock where there is one */
    int64_t real_time;     /* on the real one */
    struct tenant *tenant; /* of {clientId}; NULL: the path has none */
    char id[STORE_TEXT_SIZE]; /* the path's {name} that is no clientId; "": it has none */
    cJSON *body;              /* NULL: there is none */
    cJSON *query;             /* an object of strings */

    int status;    /* of a good answer; 200 unless set */
    cJSON *answer; /* NULL: what is in response->body, or nothing (204) */
    struct http_response *response;
    struct problems problems; /* the first of them are collected in problem_list */
    cJSON *problem_list;
    size_t problem_count;
};

/* Whether something of what the call has read or made is missing for want of memory. */
bool call_lacks_memory(const struct control_call *call);

/* Makes the body of the answer now, when the call then does what cannot be undone; call->answer
 * stays NULL. False: no memory. */
bool call_print(const struct control_call *call, const cJSON *answer);

typedef enum control_error control_handler(struct control_call *call);

/* Adds a problem with a member of the body. */
void call_problem(struct control_call *call, const char *member, const char *what);

/* Checks the body; false: a problem was added. */
bool call_check(struct control_call *call, const struct shape *shape);

/* The members of a body that has passed its check. */
const char *call_text(const struct control_call *call, const char *member); /* NULL: absent */
bool call_flag(const struct control_call *call, const char *member);        /* false: absent */

/* A whole number from `least` to `most` as *value, which stays as it is when it is absent; false:
 * a problem was added. */
bool call_number(struct control_call *call, const char *member, int64_t least, int64_t most,
                 int64_t *value);

/* Adds an element to the partner's state, see loading_add_one(); false: problems were added. */
bool call_load(struct control_call *call, enum fixture_kind kind, cJSON *element);

/* The partner's clientId, where the path has one. */
static inline const char *call_client_id(const struct control_call *call)
{
    return call->tenant->client_id;
}

#endif
