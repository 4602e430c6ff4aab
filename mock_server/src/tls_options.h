/* What the options say of TLS. */
#ifndef TLS_OPTIONS_H
#define TLS_OPTIONS_H

#include "options.h"
#include "tls/identity.h"

/* Settles which --listen speak TLS. False: options do not go together, and one line on stderr says
 * which. */
bool tls_options_settle(struct options *options);

/* Reads or makes what the mock shows its clients, tries whether the linked civetweb can do TLS with
 * it, and writes the CA's file. *identity, which the caller frees, is NULL without TLS. False: one
 * line on stderr says why. To be called while there is one thread. */
bool tls_options_apply(const struct options *options, struct tls_identity **identity);

#endif
