/* What the mock proves itself with in TLS: a certificate, those that lead to its CA, and its key.
 *
 * Read from files, or made for one run; the key of the CA that is made then is never kept. Errors
 * are one line that names option and file, and never show what a key file holds. */
#ifndef TLS_IDENTITY_H
#define TLS_IDENTITY_H

#include <stdbool.h>
#include <time.h>

struct tls_identity;

enum { TLS_ERROR_SIZE = 8192 + 256 }; /* two paths and a sentence */

/* PEM files; `now` is what the certificate must be good at. NULL: `error` says why. The caller
 * frees. */
struct tls_identity *tls_identity_load(const char *certificate, const char *key, time_t now,
                                       char error[TLS_ERROR_SIZE]);

/* Good for a year, for `names`: those of hosts, or IPv4 addresses. NULL: OpenSSL could not. The
 * caller frees. */
struct tls_identity *tls_identity_make(const char *const *names, size_t count, time_t now);

/* The certificate of the CA of one that was made, as PEM; the identity's. NULL: it was loaded. */
const char *tls_identity_ca(const struct tls_identity *identity);

void tls_identity_free(struct tls_identity *identity);

/* Makes a server's SSL_CTX one that has it, and speaks TLS 1.2 or newer. */
bool tls_identity_use(const struct tls_identity *identity, void *ssl_ctx);

/* Is `certificate`, an X509, its own? */
bool tls_identity_is(const struct tls_identity *identity, const void *certificate);

#endif
