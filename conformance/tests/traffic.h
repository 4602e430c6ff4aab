/* Mixed traffic: threads in roles that all use one mock at once, each in turns of its own.
 *
 * A role judges what it is answered: statuses that its race with the others cannot explain fail it,
 * and so do those of 500 and above. */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../src/target/control_client.h"
#include "ledger.h"
#include "snaptrade/client.h"

enum { TRAFFIC_TEXT_SIZE = 128, TRAFFIC_PATH_SIZE = 256, TRAFFIC_WHY_SIZE = 512 };

/* A partner with its first user, and that one's first connections. */
struct party {
    char client_id[TRAFFIC_TEXT_SIZE], consumer_key[TRAFFIC_TEXT_SIZE];
    char user_id[TRAFFIC_TEXT_SIZE], user_secret[TRAFFIC_TEXT_SIZE];
    char ids[LEDGER_CONNECTIONS][TRAFFIC_TEXT_SIZE];
};

/* What all share. */
struct traffic {
    const char *origin;
    pid_t mock;
    struct party shared;  /* of whom a ledger is kept; only the racer removes its connections */
    struct party fixture; /* of the fixtures, which resets and reloads of all bring back */
    char *snapshot;       /* the state that `shared` begins with */
    struct ledger ledger;
    pthread_mutex_t lock; /* of what follows */
    struct party passing; /* soon to be deleted; "" while there is none */
};

struct role;
struct worker {
    struct traffic *traffic;
    const struct role *role;
    unsigned number;    /* in its role */
    atomic_ulong turns; /* so far */
    struct control_client *control;
    snaptrade_client *api; /* of the shared partner */
    uint64_t last;         /* id in the journal that it reads, or revision of what it watches */
    char why[TRAFFIC_WHY_SIZE];
};

/* One turn; false: `why` says what was wrong. */
typedef bool role_turn(struct worker *worker);
struct role {
    const char *name;
    unsigned threads;
    role_turn *turn;
};
extern const struct role traffic_roles[]; /* the last has no name */

/* Those about faults. */
role_turn role_meet_faults, role_delay_passing, role_change_faults_of_all;

/* Users on the way in, and who looks on. */
role_turn role_come_and_go, role_watch;

__attribute__((format(printf, 2, 3))) bool worker_fail(struct worker *worker, const char *format,
                                                       ...);

/* Statuses that are right; the last is 0. */
#define STATUSES(...) ((const int[]){__VA_ARGS__, 0})

/* A control call below `party`, or of all when it is NULL; *json as in control_client_call(). */
bool worker_control(struct worker *worker, const char *method, const struct party *party,
                    const char *tail, const char *body, const int *statuses, cJSON **json);

/* Judges the answer of an API call, and frees it. */
bool worker_answered(struct worker *worker, const char *what, const int *statuses,
                     struct snaptrade_response *response);

/* Makes a partner; false: it failed. */
bool worker_make_party(struct worker *worker, struct party *party);

/* NULL: it failed. */
snaptrade_client *worker_api_of(struct worker *worker, const struct party *party);

/* Before a mock is started: a report of ThreadSanitizer will be seen in its exit status. */
void traffic_make_sanitizer_strict(void);

#endif
