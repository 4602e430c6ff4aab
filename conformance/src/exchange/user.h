/* Users that a test makes. */
#ifndef USER_H
#define USER_H

#include "exchange.h"

/* An id that nobody has, with `ending` behind it, which is as JSON has it. */
const char *new_user_id(const char *ending);

/* POST /snapTrade/registerUser with that id, for a partner; NULL: the target's. */
const struct answer *register_user(const char *id, const struct credentials *partner);

/* The credentials of a user of the target's partner who has just been registered. */
struct credentials registered_user(const char *id);

/* DELETE /snapTrade/deleteUser, likewise. */
const struct answer *delete_user(const char *id, const struct credentials *partner);

#endif
