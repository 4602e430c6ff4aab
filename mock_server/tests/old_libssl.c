/* A libssl.so for tests: OpenSSL 3's, with one name that it has dropped.
 *
 * Debian's civetweb loads libssl.so when it starts, was made for OpenSSL 1.1, and calls what it has
 * not found: so it crashes in TLS, unless it finds this one first. */
#include <openssl/ssl.h>

#undef SSL_get_peer_certificate
X509 *SSL_get_peer_certificate(const SSL *ssl);

X509 *SSL_get_peer_certificate(const SSL *ssl)
{
    return SSL_get1_peer_certificate(ssl);
}
