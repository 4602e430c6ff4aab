/* What it takes to answer one request: buffers, a signer, room for what is found out.
 *
 * A request takes a worker and gives it back, so there are as many as there were requests at once,
 * not as many as there are threads, most of which only wait for their connection. The last one that
 * was used on the same processor comes first: its memory is still at hand there. What was large
 * does not stay: else each would in time be as large as the largest answer. Any thread may call
 * any function, but for the first and the last. */
#ifndef EXCHANGE_WORKER_H
#define EXCHANGE_WORKER_H

#include "../request_locks.h"
#include "../sandbox.h"

struct exchange_worker {
    struct exchange_worker *next; /* the next idle one */
    struct mock_worker *mock;
    struct head_date date;
    struct http_response response;
    struct mock_report report;
    struct sandbox_visit visit;
    struct buffer body, out, line;
};

struct exchange_shelf {
    pthread_mutex_t lock;
    struct exchange_worker *idle;
};

struct exchange_workers {
    union {
        struct exchange_shelf shelf;
        char room[LOCK_PART_ROOM];
    } parts[LOCK_PARTS];
};

bool exchange_workers_start(struct exchange_workers *workers);
struct exchange_worker *
exchange_workers_take(struct exchange_workers *workers); /* NULL: no memory */
void exchange_workers_give(struct exchange_workers *workers, struct exchange_worker *worker);
void exchange_workers_end(struct exchange_workers *workers); /* frees them; all must be idle */

#endif
