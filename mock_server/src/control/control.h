/* The control API below /_sandbox/: partners of one's own, their state, and what they have asked.
 * Ours alone; SnapTrade has nothing like it, and the API's routes do not know that it exists.
 *
 * A call is found in a table of routes, let in by access.c, given its body as JSON, and answered in
 * JSON; an error is {"detail": "...", "problems": [{"pointer": "...", "detail": "..."}]}. */
#ifndef CONTROL_H
#define CONTROL_H

#include <pthread.h>
#include <stdatomic.h>

#include "../state/problems.h"
#include "../tenant/tenants.h"
#include "access.h"

struct webhooks;
struct portal_sessions;

struct control_config {
    struct store *store;
    bool strict; /* signatures over path and query as sent only */
    struct tenants *tenants;
    struct journal_book *book;
    struct fault_book *faults;
    int64_t (*now)(void *context); /* microseconds since 1970 */
    void *now_context;
    struct access_rules access;
    const char *fixtures; /* the folder that a reload reads */
    size_t most_partners; /* beside those of the fixtures */
    unsigned most_waiting;
    struct webhooks *webhooks;
    bool visitors; /* whoever comes may make a partner */
    const char *version;
    struct portal_sessions *sessions; /* of the connection portal: they end with what resets */
};

struct control {
    struct control_config config;
    /* Held while partners come and go, and while a state is changed in several steps or as a
     * whole, so that none falls between the steps of another. */
    pthread_mutex_t changes;
    atomic_uint waiting; /* requests that wait for something to happen */
    struct limit visits; /* partners that visitors may make in a minute */
};

/* The client of a call. */
struct control_peer {
    bool (*gone)(void *context); /* it has left; NULL: nobody knows */
    void *context;
};

bool control_start(struct control *control, const struct control_config *config);
void control_end(struct control *control);

bool control_owns(const char *path);

/* Fills the response that mock_start() has started. */
void control_handle(struct control *control, const struct http_request *request,
                    const struct control_peer *peer, struct http_response *response);

/* The same for a request that was not read, because its body is longer than it may be. */
void control_refuse_body(struct http_response *response);
/* A place among the requests that may wait, which the caller gives back; false: none is left. */
bool control_take_place(struct control *control);
void control_leave_place(struct control *control);

/* Removes the partners that have lived unused for too long. */
void control_expire(struct control *control);

/* Brings all partners of the fixtures back to them. */
void control_reset(struct control *control);

/* Takes over the fixtures as they are now. False: nothing has changed, and `problems` says why. */
bool control_reload(struct control *control, struct problems *problems);

#endif
