/* Where a webhook may be posted to. Pure. */
#ifndef WEBHOOK_URL_H
#define WEBHOOK_URL_H

#include <stdbool.h>

struct sockaddr;

enum { WEBHOOK_URL_SIZE = 2048 };

/* NULL: it is a good http or https URL; else what it must be, as a sentence begins. */
const char *webhook_url_problem(const char *url);

/* Whether an address is one of the public internet: neither this machine, nor a private network,
 * nor link-local, where clouds keep their secrets. */
bool webhook_address_is_public(const struct sockaddr *address);

#endif
