/* The locks that every request takes, on as many processors as there are.
 *
 * What several processors write to wanders from the one to the other, and each waits for it longer
 * than most of what is done under such a lock takes. So a lock has parts, and every processor its
 * own, as long as there are no more of them. */
#ifndef REQUEST_LOCKS_H
#define REQUEST_LOCKS_H

#include <pthread.h>
#include <stdbool.h>

/* The room of a part, in bytes: two cache lines, so that none has a line in common with the next
 * wherever the first begins. */
enum { LOCK_PARTS = 16, LOCK_PART_ROOM = 128 };

/* The part for the processor that this runs on. Any other is as right, and slower. */
unsigned lock_part(void);

/* For what many read and few write. Readers do not wait for each other, and a writer not for
 * readers that came after it: every request reads, and a writer could otherwise wait for as long as
 * there is traffic. Nobody reads twice at once. */
struct read_lock {
    union {
        pthread_rwlock_t lock;
        char room[LOCK_PART_ROOM];
    } parts[LOCK_PARTS];
};

bool read_lock_init(struct read_lock *lock); /* false: no memory */
void read_lock_end(struct read_lock *lock);
/* Returns what is to be unlocked, by pthread_rwlock_unlock(). */
pthread_rwlock_t *read_lock_read(struct read_lock *lock);
void read_lock_write(struct read_lock *lock);
void read_lock_written(struct read_lock *lock);

/* For what is done in less time than it takes to be put to sleep and woken: whoever finds the lock
 * taken looks a few times more before it sleeps. False: no memory. */
bool brief_lock_init(pthread_mutex_t *lock);

#endif
