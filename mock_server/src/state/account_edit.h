/* What changes in an account as it is served when the sandbox reads it anew at its brokerage. */
#ifndef ACCOUNT_EDIT_H
#define ACCOUNT_EDIT_H

#include "rfc3339.h"
#include "store.h"

enum account_sync { ACCOUNT_SYNC_HOLDINGS, ACCOUNT_SYNC_TRANSACTIONS };

struct account_edit {
    enum account_sync what;
    char now[RFC3339_SIZE];
};

/* A store_edit, whose context is a struct account_edit: sync_status says that it was done. */
bool account_edit(const char *json, struct buffer *out, void *edit);

/* Whether its holdings were read anew between the two. */
bool account_holdings_changed(const char *before, const char *after);

#endif
