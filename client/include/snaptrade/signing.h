/* SnapTrade request signing: the canonical string and its HMAC-SHA256.
 *
 * Pure: no I/O, no clock, no globals. Everything passed in is borrowed for the call.
 * Any function may be called from any thread; one snaptrade_signer serves one thread at a time.
 *
 * Source of the rules: SnapTrade's request signatures, as every official SDK makes them. */
#ifndef SNAPTRADE_SIGNING_H
#define SNAPTRADE_SIGNING_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 44 characters of padded base64 and a NUL. */
#define SNAPTRADE_SIGNATURE_SIZE 45

struct snaptrade_signed_request {
    const char *path;    /* as sent, without '?': "/api/v1/authorizations" */
    const char *query;   /* as sent, raw, without '?'; NULL counts as "" */
    const char *content; /* the body as in content.h; NULL: null, of no body */
};

/* How bytes from 0x80 (and DEL) stand in the canonical string. Both are in use: Python and PHP
 * write lower-case \uXXXX, the other SDKs raw UTF-8. */
enum snaptrade_escape { SNAPTRADE_ESCAPE_UTF8, SNAPTRADE_ESCAPE_ASCII };

/* {"content":C,"path":"P","query":"Q"}: these keys in this order, no white space.
 * The caller frees it. NULL: no memory, or (ASCII only) path or query is not UTF-8. */
char *snaptrade_canonical_string(const struct snaptrade_signed_request *request,
                                 enum snaptrade_escape escape);

/* Signs the UTF-8 canonical string of `request`. On false (no memory, or OpenSSL failed)
 * `signature` is "". */
bool snaptrade_sign(const char *consumer_key, const struct snaptrade_signed_request *request,
                    char signature[SNAPTRADE_SIGNATURE_SIZE]);

/* Compare a received signature, or a secret, with the expected one in time that does not depend
 * on where they differ. A received signature is never decoded: several base64 texts decode to the
 * same 32 bytes. */
bool snaptrade_signature_equal(const char *received, const char *expected);
bool snaptrade_secret_equal(const char *received, const char *expected);

/* A reusable HMAC context, for those who sign or verify many strings: any key at any time, fastest
 * when it is that of the string before. NULL: no memory, or OpenSSL failed. */
typedef struct snaptrade_signer snaptrade_signer;
snaptrade_signer *snaptrade_signer_new(void);
void snaptrade_signer_free(snaptrade_signer *signer);

/* base64(HMAC-SHA256(key, canonical)). On false `signature` is "". */
bool snaptrade_signer_sign(snaptrade_signer *signer, const char *key, const char *canonical,
                           char signature[SNAPTRADE_SIGNATURE_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
