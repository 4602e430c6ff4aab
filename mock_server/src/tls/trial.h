/* Does the TLS of the linked civetweb work? Debian 12's crashes on the first connection. */
#ifndef TLS_TRIAL_H
#define TLS_TRIAL_H

#include "identity.h"

/* Has a child process serve one request by TLS on a free port of 127.0.0.1, and ask it. False:
 * `error` says what happened, and what to do. To be called while there is one thread. */
bool tls_trial(const struct tls_identity *identity, char error[TLS_ERROR_SIZE]);

#endif
