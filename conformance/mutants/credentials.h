/* The partners and users of the fixtures that the mock has: what a mutant must know to sign in the
 * place of a client. */
#ifndef CREDENTIALS_H
#define CREDENTIALS_H

#include "message.h"
#include "scratch.h"
#include "snaptrade/verify.h"

struct credentials;

struct user {
    const char *client_id, *id, *secret;
};

/* Reads partners.json and users.json. NULL: one line on stderr says why not. */
struct credentials *credentials_read(const char *folder);
void credentials_free(struct credentials *credentials);

/* False: there is none of that name; *user is then all NULL. */
bool credentials_user(const struct credentials *credentials, const char *client_id,
                      const char *user_id, struct user *user);

/* The key that verifies a request: that of its clientId, and of the first partner when it has no
 * clientId. NULL: an unknown partner's. */
const char *key_of(const struct credentials *credentials, struct scratch *scratch,
                   const struct request *request);

/* Under which rule of snaptrade/verify.h its one Signature fits; "": it has none, several, or a
 * wrong one. */
void signature_rule(const struct credentials *credentials, struct scratch *scratch,
                    const struct request *request, char rule[SNAPTRADE_RULE_SIZE]);

/* Signs it as it stands. Nothing happens to an unknown partner's. */
void sign_request(const struct credentials *credentials, struct scratch *scratch,
                  struct request *request);

#endif
