/* Why was this request refused? Names the mistake that a client made in signing.
 *
 * The strings and signatures that known mistakes make are computed and compared with the signature
 * that came, in constant time. Pure: no I/O, no clock, no globals; any thread may call. It costs up
 * to some thousand HMACs and is for refused requests only; for very long ones the search ends
 * early.
 *
 * Nothing that it gives out holds a consumerKey, a userSecret or a signature: strings are masked as
 * mask.h has it. */
#ifndef SNAPTRADE_DIAGNOSIS_H
#define SNAPTRADE_DIAGNOSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snaptrade/verify.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One row of the table of mistakes. */
struct snaptrade_mistake {
    const char *name;     /* stable, kebab-case: "query-sorted" */
    const char *sentence; /* what the client did */
    const char *mend;     /* what it should do */
};

/* Rows in the order in which they are tried: the first that fits is the diagnosis. The last one is
 * "unknown". NULL: there are no more. */
const struct snaptrade_mistake *snaptrade_mistake_at(size_t index);

struct snaptrade_header {
    const char *name, *value;
};

/* A request as it was received: nothing decoded, all borrowed. */
struct snaptrade_received {
    const char *method;
    const char *path;  /* raw */
    const char *query; /* raw, without '?'; "": none */
    const char *body;  /* NULL: none. Of a method other than POST, PUT and PATCH it is not signed */
    const struct snaptrade_header *headers;
    size_t header_count;
};

/* More keys of other partners are not tried. */
enum { SNAPTRADE_MOST_OTHER_KEYS = 64 };

/* What the verifier knows; all borrowed. */
struct snaptrade_known {
    const char *client_id;    /* of the query, decoded; NULL: absent */
    const char *consumer_key; /* that partner's; NULL: the clientId is unknown */
    const char *user_secret;  /* decoded, of the query or the user's; NULL: none */
    const char *const *other_keys;
    size_t other_key_count;
    int64_t now;        /* seconds since 1970 */
    int64_t clock_skew; /* seconds a timestamp may be off, either way; 0: any number is fine */
    bool strict;        /* as in snaptrade_verify_input */
};

struct snaptrade_diagnosis {
    const struct snaptrade_mistake *mistake; /* NULL: none, the request verifies */
    char rule[SNAPTRADE_RULE_SIZE];          /* the signature rule that it verifies by, else "" */
    char *signed_string;   /* masked: what the client evidently signed; NULL: not known */
    char *expected_string; /* masked: what it should have signed; NULL: the request itself must
                              change, or the partner is unknown */
};

/* False: no memory, or OpenSSL failed; the diagnosis is then empty. snaptrade_diagnosis_free()
 * after both. */
bool snaptrade_diagnose(const struct snaptrade_received *received,
                        const struct snaptrade_known *known, struct snaptrade_diagnosis *diagnosis);
void snaptrade_diagnosis_free(struct snaptrade_diagnosis *diagnosis);

/* A client's own canonical string beside the nearest one that would verify. */
struct snaptrade_comparison {
    char *given, *expected; /* masked */
    bool equal;
    bool is_signed; /* the signature that came is the given string's, under this key */
    size_t offset;  /* of the first byte that differs, in what is compared */
    size_t given_at, expected_at; /* where that byte, or the stars in its place, stand in the two */
};

/* False: no memory, or OpenSSL failed; the comparison is then empty. snaptrade_comparison_free()
 * after both. */
bool snaptrade_compare(const struct snaptrade_received *received,
                       const struct snaptrade_known *known, const char *given,
                       struct snaptrade_comparison *comparison);
void snaptrade_comparison_free(struct snaptrade_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
