/* Signature verification: does the Signature header fit the request under any rule that the
 * official SDKs need?
 *
 * With W the raw path and Q the raw query as received, SDKs deviate on five axes:
 *   key     encoded-key    encodeURI(consumerKey) (TypeScript)
 *   prefix  other-prefix   W without its leading /api/v1, or with it added (SDKs that sign a fixed
 *                          prefix whatever base URL they were given)
 *   path    decoded-path   W percent-decoded (Go, C#)
 *   query   raw-ids        %XX decoded for bytes that no URL may hold raw (Python from 12)
 *           re-encoded     every value decoded and encoded again (C#)
 *   body    java-body      numbers printed as doubles, null members left out (Java)
 * and write non-ASCII as UTF-8 or as \uXXXX. Every combination is tried, fewest deviations first,
 * equal strings once. Strict checking takes W and Q as sent only, with either key.
 *
 * Else SDKs sign a body in the forms of content.h, and whichever fits is no deviation and has no
 * name, also under strict checking. A body that is no JSON verifies under no rule. No body costs
 * nothing: a usual request without one makes two strings at most. */
#ifndef SNAPTRADE_VERIFY_H
#define SNAPTRADE_VERIFY_H

#include <stdbool.h>

#include "snaptrade/signing.h"

#ifdef __cplusplus
extern "C" {
#endif

struct snaptrade_verify_input {
    const char *consumer_key;
    const char *path;      /* W */
    const char *query;     /* Q */
    const char *body;      /* as received; NULL: none, or one that is not signed, as of GET */
    const char *signature; /* the header's value, without white space around it */
    bool strict;
};

enum snaptrade_verify_result {
    SNAPTRADE_VERIFY_MATCH,
    SNAPTRADE_VERIFY_MISMATCH,
    SNAPTRADE_VERIFY_NO_MEMORY
};

/* The longest name: all deviations joined with '+', and a NUL. */
enum { SNAPTRADE_RULE_SIZE = 64 };

/* On SNAPTRADE_VERIFY_MATCH `rule` names the rule: its deviations joined with '+', "wire" when
 * there are none; otherwise it is "". */
enum snaptrade_verify_result snaptrade_verify(snaptrade_signer *signer,
                                              const struct snaptrade_verify_input *input,
                                              char rule[SNAPTRADE_RULE_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
