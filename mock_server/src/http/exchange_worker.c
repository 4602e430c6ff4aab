#include "exchange_worker.h"

#include <stdlib.h>

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
    bool good = true;
    for (size_t i = 0; i < LOCK_PARTS && good; i++) {
        workers->parts[i].shelf.idle = NULL;
        good = brief_lock_init(&workers->parts[i].shelf.lock);
    }
    return good;
}

static struct exchange_worker *take_from(struct exchange_shelf *shelf)
{
    pthread_mutex_lock(&shelf->lock);
    struct exchange_worker *worker = shelf->idle;
    if (worker != NULL)
        shelf->idle = worker->next;
    pthread_mutex_unlock(&shelf->lock);
    return worker;
}

struct exchange_worker *exchange_workers_take(struct exchange_workers *workers)
{
    const size_t own = lock_part();
    struct exchange_worker *worker = NULL;
    for (size_t i = 0; i < LOCK_PARTS && worker == NULL; i++)
        worker = take_from(&workers->parts[(own + i) % LOCK_PARTS].shelf);
    return worker != NULL ? worker : new_worker();
}

void exchange_workers_give(struct exchange_workers *workers, struct exchange_worker *worker)
{
    struct exchange_shelf *shelf = &workers->parts[lock_part()].shelf;
    free_buffers(worker, KEPT_BYTES);
    pthread_mutex_lock(&shelf->lock);
    worker->next = shelf->idle;
    shelf->idle = worker;
    pthread_mutex_unlock(&shelf->lock);
}

void exchange_workers_end(struct exchange_workers *workers)
{
    for (size_t i = 0; i < LOCK_PARTS; i++) {
        struct exchange_shelf *shelf = &workers->parts[i].shelf;
        while (shelf->idle != NULL)
            free_worker(take_from(shelf));
        pthread_mutex_destroy(&shelf->lock);
    }
}
