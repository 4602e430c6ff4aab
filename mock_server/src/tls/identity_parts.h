/* Of what an identity consists; for identity.c and self_signed.c alone. */
#ifndef TLS_IDENTITY_PARTS_H
#define TLS_IDENTITY_PARTS_H

#include <openssl/x509.h>

#include "../buffer.h"
#include "identity.h"

struct tls_identity {
    X509 *certificate;
    STACK_OF(X509) * chain; /* NULL: none */
    EVP_PKEY *key;
    struct buffer ca; /* of one that was made: the certificate of its CA, as PEM */
};

#endif
