/* Locks that many read and few write. */
#ifndef READ_LOCK_H
#define READ_LOCK_H

#include <pthread.h>
#include <stdbool.h>

/* Readers do not wait for each other, and a writer not for readers that came after it: every
 * request reads, and a writer could otherwise wait for as long as there is traffic. False: no
 * memory. */
bool read_lock_init(pthread_rwlock_t *lock);

#endif
