/* A sandbox without a socket, with fixtures of its own, that is asked while memory runs out. */
#ifndef TORTURE_WORLD_H
#define TORTURE_WORLD_H

#include <stdbool.h>
#include <stddef.h>

struct world_request {
    const char *method, *path, *query, *body;
    const char *key;  /* signs it, as of the partner PASSIVTEST; NULL: not signed */
    const char *type; /* of the body; NULL: JSON */
};

enum { WORLD_MOST_BEFORE = 3 };

/* One act: what is asked first, and what is asked while memory runs out. */
struct world_act {
    struct world_request before[WORLD_MOST_BEFORE];
    struct world_request request;
    /* Its deliveries change at any time what there is to see of webhooks and the journal. */
    bool has_webhook;
    bool is_recorded; /* in the journal, which then differs by what could be recorded */
    bool has_fault;   /* which counts its requests, each time one more */
    /* A webhook that is not told for want of memory draws no random id: later ones then differ. */
    bool ids_vary;
};

/* What a torture consists of; `row` is a struct world_act. All that can be seen of the sandbox must
 * afterwards be as before or as after success, and then the same request must succeed. */
void world_start(const void *row);
void world_act(const void *row);
void world_check(const void *row, bool failure);
void world_stop(const void *row);

#define WORLD_KEY "sandbox-consumer-key"
#define WORLD_CONNECTION "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define WORLD_ACCOUNT "46d1d9af-3dd4-40f3-951b-c8cc9eddb5e7"
#define WORLD_PARTNER_QUERY "clientId=PASSIVTEST&timestamp=1700000000"
#define WORLD_USER_QUERY                                                                           \
    WORLD_PARTNER_QUERY "&userId=John.doe%40snaptrade.com&userSecret=USERSECRET123"

#endif
