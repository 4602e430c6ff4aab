/* A mock server of our own, as a program of its own that ends with us.
 *
 * To be started before there are threads. */
#ifndef SPAWN_H
#define SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

enum { SPAWN_URL_SIZE = 128 };

struct spawned {
    pid_t process;               /* 0: none */
    int output;                  /* the read end of its stdout */
    char origin[SPAWN_URL_SIZE]; /* "http://127.0.0.1:7627" */
};

/* Starts `program` on a free port with `options`, of which the last is NULL, and waits until it
 * answers. False: one line on stderr says why not. */
bool spawn_start(const char *program, const char *const *options, struct spawned *mock);

/* The same, but it is told to have few threads, which are most of its start: for a server that few
 * connections are made to. It is told by its environment, so that a program that does not know of
 * it need not care. */
bool spawn_start_small(const char *program, const char *const *options, struct spawned *mock);

/* Asks it to stop, and waits for its end. False: it did not end in time, or not with status 0; one
 * line on stderr says so. */
bool spawn_stop(struct spawned *mock);

/* Ends it at once, if it runs. */
void spawn_kill(struct spawned *mock);

#endif
