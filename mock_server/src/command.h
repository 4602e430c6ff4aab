/* Runs somebody's COMMAND against the mock: `snaptrade-mock -- COMMAND...`. */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <sys/types.h>

#include "state/store.h"

/* What COMMAND finds in its environment, under the names that all our programs share. */
struct command_credentials {
    const char *base_url;
    const struct store_partner *partner;
    const struct store_user *user;
    const char *ca_file; /* of a mock that made its CA; NULL: as it is in our environment */
};

/* Starts it with our environment and the SNAPTRADE_* names. False: one line on stderr says why
 * not. Signals that the caller blocks are open to it again. */
bool command_start(char *const command[], const struct command_credentials *credentials,
                   pid_t *child);

/* Its exit status as a shell would tell it: 128 + N when signal N ended it. */
int command_status(int wait_status);

#endif
