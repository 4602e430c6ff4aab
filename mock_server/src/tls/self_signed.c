#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include "identity_parts.h"

enum { SERIAL_BITS = 127, DAY = 86400, YEAR = 365 * DAY, VERSION_3 = 2 };

static const struct extension {
    int nid;
    const char *value;
} ca_extensions[] = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                     {NID_key_usage, "critical,keyCertSign,cRLSign"},
                     {NID_subject_key_identifier, "hash"},
                     {0, NULL}},
  host_extensions[] = {{NID_basic_constraints, "critical,CA:FALSE"},
                       {NID_key_usage, "critical,digitalSignature"},
                       {NID_ext_key_usage, "serverAuth"},
                       {NID_subject_key_identifier, "hash"},
                       {NID_authority_key_identifier, "keyid"},
                       {0, NULL}};

static bool set_serial(X509 *certificate)
{
    BIGNUM *serial = BN_new();
    bool set = serial != NULL &&
               BN_rand(serial, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
               BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) != NULL;
    BN_free(serial);
    return set;
}

static bool add_extension(X509 *certificate, X509V3_CTX *context, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, context, nid, value);
    bool added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

/* For `key`, with all but a signature; from a day ago, since clocks differ. NULL: OpenSSL could
 * not. `names` NULL: none. */
static X509 *make_certificate(EVP_PKEY *key, X509 *issuer, const char *common_name,
                              const struct extension *extensions, const char *names, time_t now)
{
    X509 *certificate = X509_new();
    X509V3_CTX context;
    X509_NAME *subject = certificate != NULL ? X509_get_subject_name(certificate) : NULL;
    bool good = subject != NULL && X509_set_version(certificate, VERSION_3) == 1 &&
                set_serial(certificate) && X509_set_pubkey(certificate, key) == 1 &&
                X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                           (const unsigned char *)common_name, -1, -1, 0) == 1 &&
                X509_set_issuer_name(certificate, issuer != NULL ? X509_get_subject_name(issuer)
                                                                 : subject) == 1 &&
                X509_time_adj_ex(X509_getm_notBefore(certificate), 0, -DAY, &now) != NULL &&
                X509_time_adj_ex(X509_getm_notAfter(certificate), 0, YEAR, &now) != NULL;
    X509V3_set_ctx(&context, issuer != NULL ? issuer : certificate, certificate, NULL, NULL, 0);
    for (; good && extensions->value != NULL; extensions++)
        good = add_extension(certificate, &context, extensions->nid, extensions->value);
    if (good && names != NULL)
        good = add_extension(certificate, &context, NID_subject_alt_name, names);
    if (good)
        return certificate;
    X509_free(certificate);
    return NULL;
}

/* "DNS:localhost,IP:127.0.0.1". */
static void write_names(const char *const *names, size_t count, struct buffer *text)
{
    struct in_addr address;
    for (size_t i = 0; i < count; i++)
        buffer_append_format(text, "%s%s:%s", i > 0 ? "," : "",
                             inet_pton(AF_INET, names[i], &address) == 1 ? "IP" : "DNS", names[i]);
}

static bool append_pem(const X509 *certificate, struct buffer *text)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *bytes;
    long length = 0;
    if (memory != NULL && PEM_write_bio_X509(memory, certificate) == 1)
        length = BIO_get_mem_data(memory, &bytes);
    if (length > 0)
        buffer_append(text, bytes, (size_t)length);
    BIO_free(memory);
    return length > 0 && !text->failed;
}

static bool sign(X509 *certificate, EVP_PKEY *key)
{
    return certificate != NULL && X509_sign(certificate, key, EVP_sha256()) > 0;
}

struct tls_identity *tls_identity_make(const char *const *names, size_t count, time_t now)
{
    struct tls_identity *identity = calloc(1, sizeof *identity);
    struct buffer text = {0};
    EVP_PKEY *ca_key = EVP_EC_gen("P-256");
    X509 *issuer = NULL;
    bool good = false;
    write_names(names, count, &text);
    if (identity == NULL || text.failed || ca_key == NULL)
        goto out;
    identity->key = EVP_EC_gen("P-256");
    if (identity->key == NULL)
        goto out;
    issuer =
        make_certificate(ca_key, NULL, "snaptrade-mock, CA of one run", ca_extensions, NULL, now);
    if (!sign(issuer, ca_key))
        goto out;
    identity->certificate =
        make_certificate(identity->key, issuer, "snaptrade-mock", host_extensions, text.data, now);
    good = sign(identity->certificate, ca_key) && append_pem(issuer, &identity->ca);
out:
    ERR_clear_error();
    X509_free(issuer);
    EVP_PKEY_free(ca_key);
    buffer_free(&text);
    if (good)
        return identity;
    tls_identity_free(identity);
    return NULL;
}
