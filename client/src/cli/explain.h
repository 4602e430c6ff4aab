/* The command `explain`: why a signature is wrong, without a server. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include <stdbool.h>

#include "commands.h"

/* Prints to stdout. EXIT_DONE: the signature is right; EXIT_REFUSED: it is not. */
enum exit_status explain_run(const struct options *options, const struct settings *settings);

/* Prints the name and sentence of every mistake that explain_run() can name. False: no memory. */
bool explain_list(void);

#endif
