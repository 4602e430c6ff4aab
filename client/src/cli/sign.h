/* The command `sign`: what a request signs, its signature, and how to send it. */
#ifndef CLI_SIGN_H
#define CLI_SIGN_H

#include "commands.h"

/* Prints to stdout; sends nothing. userId, userSecret, clientId and timestamp are added to the
 * query where they are missing. */
enum exit_status sign_run(const struct options *options, const struct settings *settings);

#endif
