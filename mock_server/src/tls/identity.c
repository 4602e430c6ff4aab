#include "identity.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "identity_parts.h"

enum { DATE_SIZE = 32 };

void tls_identity_free(struct tls_identity *identity)
{
    if (identity == NULL)
        return;
    X509_free(identity->certificate);
    sk_X509_pop_free(identity->chain, X509_free);
    EVP_PKEY_free(identity->key);
    buffer_free(&identity->ca);
    free(identity);
}

static bool fail(char error[TLS_ERROR_SIZE], const char *option, const char *path, const char *what)
{
    snprintf(error, TLS_ERROR_SIZE, "%s %s: %s", option, path, what);
    return false;
}

/* OpenSSL would ask for a passphrase on the terminal. */
static int refuse_passphrase(char *room, int size, int writes, void *asked)
{
    (void)writes;
    if (size > 0)
        *room = '\0';
    *(bool *)asked = true;
    return -1;
}

static bool read_chain(FILE *file, struct tls_identity *identity)
{
    bool asked = false;
    X509 *next;
    identity->certificate = PEM_read_X509(file, NULL, refuse_passphrase, &asked);
    identity->chain = sk_X509_new_null();
    if (identity->certificate == NULL || identity->chain == NULL)
        return false;
    while ((next = PEM_read_X509(file, NULL, refuse_passphrase, &asked)) != NULL)
        if (sk_X509_push(identity->chain, next) == 0) {
            X509_free(next);
            return false;
        }
    return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE; /* there is no more */
}

static bool load_certificate(const char *path, struct tls_identity *identity,
                             char error[TLS_ERROR_SIZE])
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return fail(error, "--tls-cert", path, strerror(errno));
    bool read = read_chain(file, identity);
    fclose(file);
    return read || fail(error, "--tls-cert", path, "is no certificate in PEM");
}

static bool load_key(const char *path, struct tls_identity *identity, char error[TLS_ERROR_SIZE])
{
    bool asked = false;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return fail(error, "--tls-key", path, strerror(errno));
    identity->key = PEM_read_PrivateKey(file, NULL, refuse_passphrase, &asked);
    fclose(file);
    return identity->key != NULL ||
           fail(error, "--tls-key", path,
                asked ? "is encrypted; a key without a passphrase is wanted"
                      : "is no private key in PEM");
}

static bool fail_by_date(char error[TLS_ERROR_SIZE], const char *path, const char *what,
                         const ASN1_TIME *time)
{
    char date[DATE_SIZE] = "?", text[2 * DATE_SIZE];
    struct tm parts;
    if (ASN1_TIME_to_tm(time, &parts) == 1)
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &parts);
    snprintf(text, sizeof text, "%s %s", what, date);
    return fail(error, "--tls-cert", path, text);
}

static bool is_of_this_time(const struct tls_identity *identity, const char *path, time_t now,
                            char error[TLS_ERROR_SIZE])
{
    const ASN1_TIME *first = X509_get0_notBefore(identity->certificate);
    const ASN1_TIME *last = X509_get0_notAfter(identity->certificate);
    if (X509_cmp_time(first, &now) > 0)
        return fail_by_date(error, path, "is not good before", first);
    return X509_cmp_time(last, &now) > 0 || fail_by_date(error, path, "has expired on", last);
}

static bool fit_together(const struct tls_identity *identity, const char *certificate,
                         const char *key, char error[TLS_ERROR_SIZE])
{
    if (X509_check_private_key(identity->certificate, identity->key) == 1)
        return true;
    snprintf(error, TLS_ERROR_SIZE, "--tls-key %s: is not the key of --tls-cert %s", key,
             certificate);
    return false;
}

/* OpenSSL refuses short keys and old digests, for one. */
static bool is_accepted(const struct tls_identity *identity, const char *path,
                        char error[TLS_ERROR_SIZE])
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    ERR_clear_error();
    bool used = context != NULL && tls_identity_use(identity, context);
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    SSL_CTX_free(context);
    return used || fail(error, "--tls-cert", path, reason != NULL ? reason : "cannot be used");
}

struct tls_identity *tls_identity_load(const char *certificate, const char *key, time_t now,
                                       char error[TLS_ERROR_SIZE])
{
    struct tls_identity *identity = calloc(1, sizeof *identity);
    snprintf(error, TLS_ERROR_SIZE, "out of memory");
    bool good = identity != NULL && load_certificate(certificate, identity, error) &&
                load_key(key, identity, error) && fit_together(identity, certificate, key, error) &&
                is_of_this_time(identity, certificate, now, error) &&
                is_accepted(identity, certificate, error);
    ERR_clear_error();
    if (good)
        return identity;
    tls_identity_free(identity);
    return NULL;
}

/* Sessions are resumed by tickets, which need no memory of ours. */
bool tls_identity_use(const struct tls_identity *identity, void *ssl_ctx)
{
    SSL_CTX_set_session_cache_mode(ssl_ctx, SSL_SESS_CACHE_OFF);
    return SSL_CTX_set_min_proto_version(ssl_ctx, TLS1_2_VERSION) == 1 &&
           SSL_CTX_use_cert_and_key(ssl_ctx, identity->certificate, identity->key, identity->chain,
                                    1) == 1;
}

const char *tls_identity_ca(const struct tls_identity *identity)
{
    return identity->ca.data;
}

bool tls_identity_is(const struct tls_identity *identity, const void *certificate)
{
    return certificate != NULL && X509_cmp(identity->certificate, certificate) == 0;
}
