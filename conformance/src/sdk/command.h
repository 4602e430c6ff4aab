/* Runs a command with our standard streams, and waits for it.
 *
 * SIGINT and SIGTERM are the command's while it runs: they are passed on to it, and do not end us.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>

struct command_options {
    char *const *command;        /* ends in NULL */
    double seconds;              /* until it is ended; 0: any time */
    void (*tick)(void *context); /* called several times a second, and once it has ended */
    void *context;
};

struct command_end {
    bool timed_out; /* it was ended, since its time was over */
    int signal;     /* that ended it; 0: none */
    int status;     /* that it exited with */
};

/* False: it cannot be started, and errno says why. */
bool command_run(const struct command_options *options, struct command_end *end);

#endif
