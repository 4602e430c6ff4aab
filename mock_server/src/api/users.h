/* The calls that register, list and delete a partner's users, and give them new secrets.
 *
 * They are the partner's own: none asks for a user's credentials, and a personal partner, who has
 * one user for good, may use none of them (assumed: SnapTrade's pages say that they are for
 * commercial keys, not what another key gets). */
#ifndef USERS_H
#define USERS_H

#include "context.h"

enum api_error users_register(struct context *context, struct http_response *response);
enum api_error users_list_ids(struct context *context, struct http_response *response);
/* Its id is free at once, though the answer speaks of a queue: SnapTrade's own command-line client
 * registers it again at once. */
enum api_error users_delete(struct context *context, struct http_response *response);
enum api_error users_reset_secret(struct context *context, struct http_response *response);

#endif
