/* The partners and users of the default fixtures: what a mutant must know to sign in the place of
 * a client. Pure, but for the signer. */
#ifndef CREDENTIALS_H
#define CREDENTIALS_H

#include "message.h"
#include "scratch.h"
#include "snaptrade/verify.h"

struct user {
    const char *client_id, *id, *secret;
};

/* NULL: there is none. */
const struct user *user_of(const char *client_id, const char *user_id);

/* The key that verifies a request: that of its clientId, and of the first partner when it has no
 * clientId. NULL: an unknown partner's. */
const char *key_of(struct scratch *scratch, const struct request *request);

/* Under which rule of snaptrade/verify.h its one Signature fits; "": it has none, several, or a
 * wrong one. */
void signature_rule(struct scratch *scratch, const struct request *request,
                    char rule[SNAPTRADE_RULE_SIZE]);

/* Signs it as it stands. Nothing happens to an unknown partner's. */
void sign_request(struct scratch *scratch, struct request *request);

#endif
