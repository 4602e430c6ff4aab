/* The locks that every request takes. */
#ifndef REQUEST_LOCKS_H
#define REQUEST_LOCKS_H

#include <pthread.h>
#include <stdbool.h>

/* For what many read and few write. Readers do not wait for each other, and a writer not for
 * readers that came after it: every request reads, and a writer could otherwise wait for as long as
 * there is traffic. False: no memory. */
bool read_lock_init(pthread_rwlock_t *lock);

/* For what is done in less time than it takes to be put to sleep and woken: whoever finds the lock
 * taken looks a few times more before it sleeps. False: no memory. */
bool brief_lock_init(pthread_mutex_t *lock);

#endif
