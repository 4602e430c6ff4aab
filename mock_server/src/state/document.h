/* The state of one partner as one JSON document:
 *   {"users": [...], "authorizations": [...], "accounts": [...], "sessionEvents": [...]}
 * with the elements of the fixture files, but for "clientId". A document may do without "accounts".
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <cjson/cJSON.h>

#include "problems.h"
#include "store.h"

/* The caller deletes it. NULL: no such partner, or no memory. */
cJSON *document_write(struct store *store, const char *client_id);

/* Replaces all that the partner has by what the document says, in one step, and empties the
 * document. False: nothing has changed, and problems were added. With `as_start` it is also what
 * a reset brings back. */
bool document_restore(struct store *store, const char *client_id, cJSON *document, bool as_start,
                      struct problems *problems);

/* Gives authorizations, accounts, sessions and events new random ids; what referred to them still
 * does. False: no memory or no random bytes. */
bool document_renew_ids(cJSON *document);

#endif
