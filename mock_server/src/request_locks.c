#include "request_locks.h"

#include <sched.h>

unsigned lock_part(void)
{
    int processor = sched_getcpu();
    return processor < 0 ? 0 : (unsigned)processor % LOCK_PARTS;
}

static bool init_part(pthread_rwlock_t *part)
{
    pthread_rwlockattr_t attributes;
    if (pthread_rwlockattr_init(&attributes) != 0)
        return false;
    bool good = pthread_rwlockattr_setkind_np(&attributes,
                                              PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) == 0 &&
                pthread_rwlock_init(part, &attributes) == 0;
    pthread_rwlockattr_destroy(&attributes);
    return good;
}

static void end_parts(struct read_lock *lock, size_t count)
{
    while (count > 0)
        pthread_rwlock_destroy(&lock->parts[--count].lock);
}

bool read_lock_init(struct read_lock *lock)
{
    for (size_t i = 0; i < LOCK_PARTS; i++)
        if (!init_part(&lock->parts[i].lock)) {
            end_parts(lock, i);
            return false;
        }
    return true;
}

void read_lock_end(struct read_lock *lock)
{
    end_parts(lock, LOCK_PARTS);
}

pthread_rwlock_t *read_lock_read(struct read_lock *lock)
{
    pthread_rwlock_t *part = &lock->parts[lock_part()].lock;
    pthread_rwlock_rdlock(part);
    return part;
}

/* Always in the same order, else two writers would wait for each other. */
void read_lock_write(struct read_lock *lock)
{
    for (size_t i = 0; i < LOCK_PARTS; i++)
        pthread_rwlock_wrlock(&lock->parts[i].lock);
}

void read_lock_written(struct read_lock *lock)
{
    for (size_t i = 0; i < LOCK_PARTS; i++)
        pthread_rwlock_unlock(&lock->parts[i].lock);
}

bool brief_lock_init(pthread_mutex_t *lock)
{
    pthread_mutexattr_t attributes;
    if (pthread_mutexattr_init(&attributes) != 0)
        return false;
    bool good = pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP) == 0 &&
                pthread_mutex_init(lock, &attributes) == 0;
    pthread_mutexattr_destroy(&attributes);
    return good;
}
