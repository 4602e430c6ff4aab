#include "front.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct front {
    int listener;
    int port;
    SSL_CTX *context;
    pthread_t thread;
    atomic_bool trusted;
};

enum { KEY_BITS = 2048, VALID_SECONDS = 86400, BACKLOG = 8 };

/* Of its own making, for localhost. */
static X509 *make_certificate(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    if (certificate == NULL)
        return NULL;
    X509_NAME *name = X509_get_subject_name(certificate);
    bool good = X509_set_version(certificate, 2) == 1 &&
                ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1 &&
                X509_gmtime_adj(X509_getm_notBefore(certificate), 0) != NULL &&
                X509_gmtime_adj(X509_getm_notAfter(certificate), VALID_SECONDS) != NULL &&
                X509_set_pubkey(certificate, key) == 1 &&
                X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                           (const unsigned char *)"localhost", -1, -1, 0) == 1 &&
                X509_set_issuer_name(certificate, name) == 1 &&
                X509_sign(certificate, key, EVP_sha256()) > 0;
    if (good)
        return certificate;
    X509_free(certificate);
    return NULL;
}

static SSL_CTX *make_context(void)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    EVP_PKEY *key = EVP_RSA_gen(KEY_BITS);
    X509 *certificate = key != NULL ? make_certificate(key) : NULL;
    bool good = context != NULL && certificate != NULL &&
                SSL_CTX_use_certificate(context, certificate) == 1 &&
                SSL_CTX_use_PrivateKey(context, key) == 1;
    X509_free(certificate);
    EVP_PKEY_free(key);
    if (good)
        return context;
    SSL_CTX_free(context);
    return NULL;
}

/* A client that trusts it sends its request. */
static void serve(struct front *front, int connection)
{
    char byte;
    const struct timeval limit = {.tv_sec = 5};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    SSL *tls = SSL_new(front->context);
    if (tls != NULL && SSL_set_fd(tls, connection) == 1 && SSL_accept(tls) == 1 &&
        SSL_read(tls, &byte, 1) == 1)
        atomic_store(&front->trusted, true);
    SSL_free(tls);
    close(connection);
}

static void *run(void *context)
{
    struct front *front = context;
    for (int connection; (connection = accept(front->listener, NULL, NULL)) >= 0;)
        serve(front, connection);
    return NULL;
}

static bool listen_anywhere(struct front *front)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    front->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool good = front->listener >= 0 &&
                bind(front->listener, (struct sockaddr *)&address, size) == 0 &&
                listen(front->listener, BACKLOG) == 0 &&
                getsockname(front->listener, (struct sockaddr *)&address, &size) == 0;
    front->port = ntohs(address.sin_port);
    return good;
}

struct front *front_new(void)
{
    struct front *front = calloc(1, sizeof *front);
    if (front == NULL)
        return NULL;
    front->listener = -1;
    front->context = make_context();
    if (front->context != NULL && listen_anywhere(front) &&
        pthread_create(&front->thread, NULL, run, front) == 0)
        return front;
    if (front->listener >= 0)
        close(front->listener);
    SSL_CTX_free(front->context);
    free(front);
    return NULL;
}

void front_free(struct front *front)
{
    if (front == NULL)
        return;
    shutdown(front->listener, SHUT_RDWR); /* ends accept() */
    pthread_join(front->thread, NULL);
    close(front->listener);
    SSL_CTX_free(front->context);
    free(front);
}

int front_port(const struct front *front)
{
    return front->port;
}

bool front_was_trusted(const struct front *front)
{
    return atomic_load(&front->trusted);
}
