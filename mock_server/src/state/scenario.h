/* The accounts that a connection gets when it is made at run time: those of a scenario. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "store.h"

/* Is there one of this name? Without a name (NULL) there always is: the first, or no accounts. */
bool scenario_exists(struct store *store, const char *name);

/* Gives the connection the accounts of the scenario, with new ids and the brokerage's name, made
 * and synced `now` (microseconds since 1970 on the partner's clock). The store tells of each
 * account, and then of its first sync. False: the connection or the scenario has gone meanwhile,
 * or no memory; some of the accounts may be there. */
struct scenario_target {
    const char *client_id, *user_id;
    struct snaptrade_uuid connection;
};
bool scenario_give(struct store *store, const char *name, const struct scenario_target *target,
                   int64_t now);

#endif
