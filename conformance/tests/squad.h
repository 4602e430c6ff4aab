/* A mock, and threads in all the roles of mixed traffic (traffic.h) that use it. */
#ifndef SQUAD_H
#define SQUAD_H

#include "../src/target/spawn.h"
#include "traffic.h"

enum { SQUAD_MOST = 64 };

struct squad_thread {
    pthread_t id;
    struct worker worker;
    struct squad *squad;
};

struct squad {
    struct spawned mock;
    struct traffic traffic;
    struct squad_thread threads[SQUAD_MOST];
    unsigned count;
    atomic_bool over;
    void (*failed)(void *context); /* called by the thread whose role was not content */
    void *context;
};

/* Starts its mock. To be called before there are threads. False: one line on stderr says why. */
bool squad_init(struct squad *squad, const char *program, const char *const *options,
                void (*failed)(void *context), void *context);

/* Makes the partners that the roles find, and lets the threads begin. False: as above, or there
 * are fewer threads than roles want; squad_halt() is due all the same. */
bool squad_begin(struct squad *squad);

unsigned long squad_turns(const struct squad *squad); /* of all threads, so far */

/* Has the threads end their turns, and waits for them. False: a role was not content, and a line
 * on stderr says why. */
bool squad_halt(struct squad *squad);

void squad_tell(const struct squad *squad); /* a line on stdout for each thread, after its end */

/* Stops the mock and frees what there is, after squad_halt(). False: it did not end well. */
bool squad_end(struct squad *squad);

#endif
