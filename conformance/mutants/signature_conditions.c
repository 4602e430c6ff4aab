#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "changes.h"
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
    const char *key = key_of(visit->credentials, &visit->scratch, &visit->received);
    return key != NULL && is_made(visit, scratch_text(&visit->scratch, "%s%s", key, suffix),
                                  query_of(visit), SNAPTRADE_ESCAPE_UTF8, signature_of(visit));
}

bool signed_by_longer_key(struct visit *visit)
{
    return is_made_by(visit, "x") || is_made_by(visit, "\n");
}

bool signed_without_query(struct visit *visit)
{
    const char *key = key_of(visit->credentials, &visit->scratch, &visit->received);
    return key != NULL && is_made(visit, key, "", SNAPTRADE_ESCAPE_UTF8, signature_of(visit));
}

static bool is_right(struct visit *visit, const char *signature)
{
    char rule[SNAPTRADE_RULE_SIZE];
    struct request request = visit->received;
    headers_set(&request.headers, "Signature", signature);
    signature_rule(visit->credentials, &visit->scratch, &request, rule);
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
    const char *key = key_of(visit->credentials, &visit->scratch, &visit->received);
    char *query = scratch_text(&visit->scratch, "%s", query_of(visit));
    size_t length = 0;
    return key != NULL && snaptrade_percent_decode(query, query, &length) && !is_ascii(query) &&
           is_made(visit, key, query, SNAPTRADE_ESCAPE_ASCII, signature_of(visit));
}

/* Whether it fits once one byte of `text`, which is path or query, is another: a letter in the
 * other case, and with `bit` any byte with its last bit turned. */
static bool fits_changed(struct visit *visit, const char *text, bool is_path, bool bit)
{
    struct request request = visit->received;
    char rule[SNAPTRADE_RULE_SIZE] = "";
    char *changed = scratch_copy(&visit->scratch, text, strlen(text));
    *(is_path ? &request.path : &request.query) = changed;
    for (char *byte = changed; *byte != '\0' && rule[0] == '\0'; byte++) {
        char original = *byte;
        if (bit || isalpha((unsigned char)original))
            *byte = (char)(original ^ (bit ? 1 : 0x20));
        signature_rule(visit->credentials, &visit->scratch, &request, rule);
        *byte = original;
    }
    return rule[0] != '\0';
}

bool signed_path_in_other_case(struct visit *visit)
{
    return !is_signed(visit) && fits_changed(visit, visit->received.path, true, false);
}

bool signed_query_in_other_case(struct visit *visit)
{
    return !is_signed(visit) && fits_changed(visit, query_of(visit), false, false);
}

bool signed_query_but_for_a_bit(struct visit *visit)
{
    return !is_signed(visit) && fits_changed(visit, query_of(visit), false, true);
}

bool signed_by_key_in_other_case(struct visit *visit)
{
    const char *key = key_of(visit->credentials, &visit->scratch, &visit->received);
    char *changed = scratch_text(&visit->scratch, "%s", key != NULL ? key : "");
    bool made = false;
    for (char *byte = changed; *byte != '\0' && !made; byte++)
        if (isalpha((unsigned char)*byte)) {
            *byte ^= 0x20;
            made = is_made(visit, changed, query_of(visit), SNAPTRADE_ESCAPE_UTF8,
                           signature_of(visit));
            *byte ^= 0x20;
        }
    return made;
}

bool signature_is_in_other_case(struct visit *visit)
{
    const char *signature = signature_of(visit);
    struct request request = visit->received;
    sign_request(visit->credentials, &visit->scratch, &request);
    return !is_signed(visit) && *signature != '\0' &&
           strcasecmp(headers_get(&request.headers, "Signature"), signature) == 0;
}

bool signature_has_spaces(struct visit *visit)
{
    return strchr(signature_of(visit), ' ') != NULL;
}
