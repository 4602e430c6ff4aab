/* What a partner has, in short: its users with the ids of their connections, and its sessions. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <cjson/cJSON.h>

#include "../state/store.h"

/* Adds {"users": [{"userId", "userSecret", "authorizationIds"}], "sessionIds"} to `answer`, the
 * secrets `with_secrets` only. STORE_NO_MEMORY: some of it is missing. */
enum store_result summary_add(struct store *store, const char *client_id, bool with_secrets,
                              cJSON *answer);

#endif
