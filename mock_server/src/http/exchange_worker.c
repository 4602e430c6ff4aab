#include "exchange_worker.h"

#include <stdlib.h>

#include "../request_locks.h"

enum { KEPT_BYTES = 65536 }; /* of each buffer */

static void free_buffers(struct exchange_worker *worker, size_t most_kept)
{
    struct buffer *const buffers[] = {&worker->response.body, &worker->response.header_room,
                                      &worker->body,          &worker->out,
                                      &worker->line,          NULL};
    for (size_t i = 0; buffers[i] != NULL; i++)
        if (buffers[i]->capacity > most_kept)
            buffer_free(buffers[i]);
}

static void free_worker(struct exchange_worker *worker)
{
    mock_worker_free(worker->mock);
    free_buffers(worker, 0);
    free(worker);
}

static struct exchange_worker *new_worker(void)
{
    struct exchange_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        return NULL;
    worker->mock = mock_worker_new();
    if (worker->mock == NULL) {
        free(worker);
        return NULL;
    }
    return worker;
}

bool exchange_workers_start(struct exchange_workers *workers)
{
    workers->idle = NULL;
    return brief_lock_init(&workers->lock);
}

struct exchange_worker *exchange_workers_take(struct exchange_workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    struct exchange_worker *worker = workers->idle;
    if (worker != NULL)
        workers->idle = worker->next;
    pthread_mutex_unlock(&workers->lock);
    return worker != NULL ? worker : new_worker();
}

void exchange_workers_give(struct exchange_workers *workers, struct exchange_worker *worker)
{
    free_buffers(worker, KEPT_BYTES);
    pthread_mutex_lock(&workers->lock);
    worker->next = workers->idle;
    workers->idle = worker;
    pthread_mutex_unlock(&workers->lock);
}

void exchange_workers_end(struct exchange_workers *workers)
{
    while (workers->idle != NULL) {
        struct exchange_worker *worker = workers->idle;
        workers->idle = worker->next;
        free_worker(worker);
    }
    pthread_mutex_destroy(&workers->lock);
}
