/* Masking: texts as people may see them, without the secrets in them. Pure.
 *
 * Two things are masked:
 * - the value of a parameter whose name says that it is secret, whatever the value is. What is not
 *   an escape becomes "***", and escapes stay visible, since they are what goes wrong in
 *   signatures: "userSecret=a%2Bb" is shown as "userSecret=***%2B***". An escaped letter or digit
 *   counts as not escaped: it would give the secret away.
 * - every occurrence of a known secret, wherever it stands and in whatever way its bytes are
 *   written there: raw, as %XX (either case, also encoded again as %25XX), a space as '+', and as
 *   JSON escapes. It becomes "***". Secrets shorter than SNAPTRADE_SHORTEST_SECRET are not looked
 *   for: they hide nothing, and texts would become unreadable.
 * A secret in base64 is not recognised: that is why snaptrade_mask_header() leaves nothing of an
 * Authorization header.
 *
 * No function allocates; each writes a text that ends in a NUL to `out`, which has room for
 * SNAPTRADE_MASKED_SIZE(length of the text), and returns its length. */
#ifndef SNAPTRADE_MASK_H
#define SNAPTRADE_MASK_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A run of one byte grows to three; between two runs stands at least one byte. */
#define SNAPTRADE_MASKED_SIZE(length) (2 * (size_t)(length) + 4)

enum { SNAPTRADE_SHORTEST_SECRET = 4 };

enum snaptrade_text_kind {
    /* Anything with parameters as URLs have them: a raw query, a target, a URL. A value ends
     * before '&'. */
    SNAPTRADE_TEXT_QUERY,
    /* JSON that holds such parameters in its strings: a canonical string, also pretty-printed, with
     * other keys, or with '&' written as \u0026. A value ends before '&', \u0026 and the quote that
     * ends the string; escapes of JSON stay visible too. Members with a secret name and a string as
     * their value, as bodies have them, are masked like parameters. */
    SNAPTRADE_TEXT_JSON,
    /* Anything else: only known secrets are masked. */
    SNAPTRADE_TEXT_PLAIN
};

/* Secrets to look for. */
struct snaptrade_secrets {
    const char *const *values; /* decoded; NULL among them is passed over */
    size_t count;
};

/* Whether a parameter, header or member with this name holds a secret: it ends in "userSecret",
 * "consumerKey", "token" or the like, in any case, percent-encoded, or written consumer_key or
 * Consumer-Key. */
bool snaptrade_is_secret_name(const char *name, size_t length);

/* Whether one of the secrets occurs in the text, in whatever way its bytes are written there. */
bool snaptrade_holds_secret(const char *text, const struct snaptrade_secrets *secrets);

/* `secrets` may be NULL: none is known. */
size_t snaptrade_mask(enum snaptrade_text_kind kind, const char *text,
                      const struct snaptrade_secrets *secrets, char *out);

/* The same, following a mark: *mark is an offset in the text, up to its length, and becomes the
 * offset of that byte, or of the stars in its place, in `out`. */
size_t snaptrade_mask_marked(enum snaptrade_text_kind kind, const char *text,
                             const struct snaptrade_secrets *secrets, char *out, size_t *mark);

/* The value of a header: of a signature its first characters (unless it holds one of the secrets),
 * of Authorization, cookies and secret names nothing, of all others the masked text. */
size_t snaptrade_mask_header(const char *name, const char *value,
                             const struct snaptrade_secrets *secrets, char *out);

#ifdef __cplusplus
}
#endif
#endif
