/* The search for the string that a client signed: candidates are made, hashed and compared with
 * the received signature.
 *
 * Most mistakes change one thing in a string that is otherwise as some SDK makes it. So every
 * candidate is made from a base: the path as sent or with the other prefix, the query as sent or as
 * variants.h has it, and the body as content.h has it, all under the consumerKey and, where it
 * differs, the key that TypeScript uses. */
#ifndef DIAGNOSIS_SEARCH_H
#define DIAGNOSIS_SEARCH_H

#include "../signing/content_secrets.h"
#include "layout.h"
#include "signature_text.h"
#include "snaptrade/diagnosis.h"
#include "text.h"

enum {
    SEARCH_KEYS = 2,
    SEARCH_PATHS = 2,
    SEARCH_RAW_IDS = 1, /* of the queries */
    SEARCH_RE_ENCODED = 2,
    SEARCH_QUERIES = 3,
    SEARCH_CONTENTS = 3,
    SEARCH_BASES = SEARCH_CONTENTS * SEARCH_PATHS * SEARCH_QUERIES,
    SEARCH_VARIANTS = 7,
    SEARCH_TIMESTAMP_SIZE = 32
};

/* The strings of the rules, with $C, $P and $Q where content, path and query go. */
#define SEARCH_CANONICAL "{\"content\":$C,\"path\":\"$P\",\"query\":\"$Q\"}"

/* Beside the json_escapes: path and query go in as they are. */
enum { SEARCH_BARE = 1 << 8 };

enum search_body {
    SEARCH_NO_BODY, /* or an empty object */
    SEARCH_JSON,
    SEARCH_NO_JSON
};

struct search {
    const struct snaptrade_received *received;
    const struct snaptrade_known *known;
    char timestamp[SEARCH_TIMESTAMP_SIZE]; /* the query's, as sent; "": none */
    struct signature_text signature;
    size_t signature_count; /* Signature headers */
    struct digester *keyed[SEARCH_KEYS], *other;

    const char *body; /* as received; NULL: none, or one that is not signed */
    enum search_body body_kind;
    struct content_secrets body_secrets;

    const char *keys[SEARCH_KEYS], *paths[SEARCH_PATHS], *queries[SEARCH_QUERIES];
    const char *contents[SEARCH_CONTENTS]; /* as JSON; what is signed of no body is null */
    const char *sorted;                    /* that of them which may be written as ASCII */
    char *variants[SEARCH_VARIANTS];       /* those of the four that are no one else's */
    size_t path_index, query_index;        /* the base that candidates are made from now */
    const char *path, *query, *content;

    struct text candidate, scratch;
    unsigned escapes;    /* JSON_ASCII when the candidate has them */
    size_t work;         /* what may still be spent; at 0 the search gives up */
    bool failed;         /* no memory, or OpenSSL failed */
    char *signed_string; /* as found, masked; NULL: not yet. The caller frees it */
};

/* On false there was no memory. search_end() after both. */
bool search_start(struct search *search, const struct snaptrade_received *received,
                  const struct snaptrade_known *known);
void search_end(struct search *search);

void search_choose_base(struct search *search, size_t content, size_t path, size_t query);

/* Calls `test` for each base until one returns true. */
bool search_each_base(struct search *search, bool (*test)(struct search *search));

/* Text in memory of the search, good until the next call; NULL: no memory. */
char *search_room(struct search *search, size_t size);
char *search_copy(struct search *search, const char *text);
const char *search_format(struct search *search, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Each tells whether a candidate fits the signature. Texts may be NULL: nothing fits then. */

/* $P, $Q, $C, and $M, $I and $T for method, clientId and timestamp; `escapes` as in json_text.h. */
bool search_template(struct search *search, const char *form, unsigned escapes, const char *path,
                     const char *query);
/* The canonical string of the base, UTF-8 and ASCII. */
bool search_base(struct search *search);
/* That of another path and query. */
bool search_string(struct search *search, const char *path, const char *query);
/* The same with the path, or query, of the base replaced, unless that changes nothing. */
bool search_path(struct search *search, const char *path);
bool search_query(struct search *search, const char *query);
/* The form with path, query and content of the base, UTF-8 and ASCII. */
bool search_form(struct search *search, const char *form);
/* The same, with white space. */
bool search_laid_out(struct search *search, const char *form, const struct layout *layout);
/* The canonical string with another content. */
bool search_content(struct search *search, const char *content);

/* Makes the canonical string of each base, UTF-8 and ASCII, the candidate until `test` returns true
 * for one. */
typedef bool search_test(struct search *search, void *context);
bool search_each_text(struct search *search, search_test *test, void *context);

/* A copy without its secrets, which the caller frees; *mark as in snaptrade_mask_marked(). NULL: no
 * memory. */
char *search_masked(struct search *search, const char *string, size_t *mark);

/* The canonical strings of all bases, under another key or by another computation. */
bool search_key(struct search *search, const char *key, size_t length);
typedef bool search_hash(struct digester *digester, const char *key, const struct text *text,
                         struct digest *digest);
bool search_computation(struct search *search, enum digest_algorithm algorithm, search_hash *hash);

/* The string that should have been signed, masked, which the caller frees: that of the base at
 * hand, whose deviations lenient checking accepts, or of the request as sent. NULL: no memory. */
char *search_expected(struct search *search);

#endif
