#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "credentials.h"
#include "snaptrade/percent.h"

/* The only one; "": there is none, or several. */
static const char *signature_of(const struct visit *visit)
{
    const struct headers *headers = &visit->received.headers;
    return headers_count(headers, "Signature") == 1 ? headers_get(headers, "Signature") : "";
}

static const char *query_of(const struct visit *visit)
{
    return visit->received.query != NULL ? visit->received.query : "";
}

/* Whether it is what `key` makes of the request's path and `query`. */
static bool is_made(struct visit *visit, const char *key, const char *query,
                    enum snaptrade_escape escape, const char *signature)
{
    const struct snaptrade_signed_request request = {.path = visit->received.path, .query = query};
    char expected[SNAPTRADE_SIGNATURE_SIZE] = "";
    char *canonical = snaptrade_canonical_string(&request, escape);
    snaptrade_signer *signer = snaptrade_signer_new();
    bool made = canonical != NULL && signer != NULL &&
                snaptrade_signer_sign(signer, key, canonical, expected);
    snaptrade_signer_free(signer);
    free(canonical);
    return made && strcmp(expected, signature) == 0;
}

static bool is_made_by(struct visit *visit, const char *suffix)
{
    const char *key = key_of(&visit->scratch, &visit->received);
    return key != NULL && is_made(visit, scratch_text(&visit->scratch, "%s%s", key, suffix),
                                  query_of(visit), SNAPTRADE_ESCAPE_UTF8, signature_of(visit));
}

bool signed_by_longer_key(struct visit *visit)
{
    return is_made_by(visit, "x") || is_made_by(visit, "\n");
}

bool signed_without_query(struct visit *visit)
{
    const char *key = key_of(&visit->scratch, &visit->received);
    return key != NULL && is_made(visit, key, "", SNAPTRADE_ESCAPE_UTF8, signature_of(visit));
}

static bool is_right(struct visit *visit, const char *signature)
{
    char rule[SNAPTRADE_RULE_SIZE];
    struct request request = visit->received;
    headers_set(&request.headers, "Signature", signature);
    signature_rule(&visit->scratch, &request, rule);
    return rule[0] != '\0';
}

bool signed_without_padding(struct visit *visit)
{
    const char *signature = signature_of(visit);
    return !is_signed(visit) && is_right(visit, scratch_text(&visit->scratch, "%s=", signature));
}

bool signed_but_for_idle_bits(struct visit *visit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *signature = signature_of(visit);
    if (is_signed(visit) || strlen(signature) != SNAPTRADE_SIGNATURE_SIZE - 1)
        return false;
    const char *digit = strchr(digits, signature[42]);
    for (size_t bits = 0; digit != NULL && bits < 4; bits++)
        if (is_right(visit, scratch_text(&visit->scratch, "%.42s%c=", signature,
                                         digits[((size_t)(digit - digits) & ~(size_t)3) | bits])))
            return true;
    return false;
}

static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

bool signed_as_ascii(struct visit *visit)
{
    const char *key = key_of(&visit->scratch, &visit->received);
    char *query = scratch_text(&visit->scratch, "%s", query_of(visit));
    size_t length = 0;
    return key != NULL && snaptrade_percent_decode(query, query, &length) && !is_ascii(query) &&
           is_made(visit, key, query, SNAPTRADE_ESCAPE_ASCII, signature_of(visit));
}

bool signature_has_spaces(struct visit *visit)
{
    return strchr(signature_of(visit), ' ') != NULL;
}
