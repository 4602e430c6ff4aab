/* What the main thread does while others answer: signals, and what is due from time to time. */
#ifndef DUTY_H
#define DUTY_H

#include <signal.h>
#include <time.h>

#include "options.h"
#include "sandbox.h"

struct duty {
    const struct options *options;
    struct sandbox *sandbox;
    sigset_t signals;
    bool had_terminal;
    struct timespec next_reset;
};

/* Blocks the signals, for all threads that start later. */
void duty_begin(struct duty *duty, const struct options *options, struct sandbox *sandbox);

/* Both return the exit status of the program: after SIGTERM or SIGINT, or that of COMMAND. */
int duty_wait_for_stop(struct duty *duty);
int duty_run_command(struct duty *duty, const char *base_url);

#endif
