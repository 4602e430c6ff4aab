/* What the options say of TLS. */
#ifndef TLS_OPTIONS_H
#define TLS_OPTIONS_H

#include "options.h"
#include "tls/identity.h"

/* Settles which --listen speak TLS. False: options do not go together, and one line on stderr says
 * which. */
bool tls_options_settle(struct options *options);

/* Reads or makes what the mock shows its clients, and tries whether the linked civetweb can do TLS
 * with it. *identity, which the caller frees, is NULL without TLS. False: one line on stderr says
 * why. To be called while there is one thread. */
bool tls_options_apply(const struct options *options, struct tls_identity **identity);

/* Writes the file of --tls-ca, if there is to be one: once the mock listens, since the file may be
 * that of another one that runs. False: one line on stderr says why. */
bool tls_options_tell(const struct options *options, const struct tls_identity *identity);

#endif
