/* The commands of snaptrade-client that call the API: list, show, remove, events. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "options.h"
#include "settings.h"

enum exit_status { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_NO_ANSWER = 3 };

/* Calls, and prints the answer to stdout or what went wrong to stderr. */
enum exit_status commands_run(const struct options *options, const struct settings *settings);

#endif
