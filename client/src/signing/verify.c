#include "snaptrade/verify.h"

#include <stdlib.h>
#include <string.h>

#include "snaptrade/content.h"
#include "snaptrade/utf8.h"
#include "variants.h"

/* Which text stands on each axis: 0 is the text as sent. */
enum { KEYS = 2, PREFIXES = 2, PATHS = 2, QUERIES = 3, BODIES = 2, MOST_DEVIATIONS = 5 };

struct candidate {
    unsigned key, prefix, path, query, body;
};

/* NULL: that variant does not exist, or equals another. The first of each axis is the input's. */
struct texts {
    char *keys[KEYS];
    char *paths[PREFIXES][PATHS];
    char *queries[QUERIES];
    const struct snaptrade_contents *contents;
    bool failed;
};

static void make_texts(const struct snaptrade_verify_input *input, struct texts *texts)
{
    texts->keys[1] = variant_encoded_key(input->consumer_key, &texts->failed);
    if (input->strict)
        return;
    texts->paths[1][0] = variant_other_prefix(input->path, &texts->failed);
    texts->paths[0][1] = variant_decoded_path(input->path, &texts->failed);
    if (texts->paths[1][0] != NULL)
        texts->paths[1][1] = variant_decoded_path(texts->paths[1][0], &texts->failed);
    texts->queries[1] = variant_raw_ids(input->query, &texts->failed);
    texts->queries[2] = variant_re_encoded(input->query, &texts->failed);
}

static void free_texts(struct texts *texts)
{
    free(texts->keys[1]);
    free(texts->paths[0][1]);
    free(texts->paths[1][0]);
    free(texts->paths[1][1]);
    free(texts->queries[1]);
    free(texts->queries[2]);
}

static unsigned deviations(const struct candidate *candidate)
{
    return (candidate->key != 0 ? 1U : 0U) + (candidate->prefix != 0 ? 1U : 0U) +
           (candidate->path != 0 ? 1U : 0U) + (candidate->query != 0 ? 1U : 0U) +
           (candidate->body != 0 ? 1U : 0U);
}

static void name_rule(const struct candidate *candidate, char rule[SNAPTRADE_RULE_SIZE])
{
    const char *const parts[] = {
        candidate->key == 0 ? NULL : "encoded-key",
        candidate->prefix == 0 ? NULL : "other-prefix",
        candidate->path == 0 ? NULL : "decoded-path",
        candidate->query == 0   ? NULL
        : candidate->query == 1 ? "raw-ids"
                                : "re-encoded",
        candidate->body == 0 ? NULL : "java-body",
    };
    rule[0] = '\0';
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i] == NULL)
            continue;
        if (rule[0] != '\0')
            strncat(rule, "+", SNAPTRADE_RULE_SIZE - strlen(rule) - 1);
        strncat(rule, parts[i], SNAPTRADE_RULE_SIZE - strlen(rule) - 1);
    }
    if (rule[0] == '\0')
        strncat(rule, "wire", SNAPTRADE_RULE_SIZE - 1);
}

static enum snaptrade_verify_result compare(snaptrade_signer *signer, const char *key,
                                            const char *canonical, const char *received)
{
    char expected[SNAPTRADE_SIGNATURE_SIZE];
    if (canonical == NULL || !snaptrade_signer_sign(signer, key, canonical, expected))
        return SNAPTRADE_VERIFY_NO_MEMORY;
    return snaptrade_signature_equal(received, expected) ? SNAPTRADE_VERIFY_MATCH
                                                         : SNAPTRADE_VERIFY_MISMATCH;
}

/* The escapes make different strings of anything from DEL on. */
static bool has_escapes(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x7F)
            return true;
    return false;
}

static bool escapes_differ(const char *path, const char *query)
{
    return (has_escapes(path) || has_escapes(query)) && snaptrade_utf8_valid(path, strlen(path)) &&
           snaptrade_utf8_valid(query, strlen(query));
}

static enum snaptrade_verify_result try_escape(snaptrade_signer *signer, const char *key,
                                               const struct snaptrade_signed_request *request,
                                               enum snaptrade_escape escape, const char *received)
{
    char *canonical = snaptrade_canonical_string(request, escape);
    enum snaptrade_verify_result result = compare(signer, key, canonical, received);
    free(canonical);
    return result;
}

static enum snaptrade_verify_result try_string(snaptrade_signer *signer, const char *key,
                                               const struct snaptrade_signed_request *request,
                                               const char *received)
{
    enum snaptrade_verify_result result =
        try_escape(signer, key, request, SNAPTRADE_ESCAPE_UTF8, received);
    if (result == SNAPTRADE_VERIFY_MISMATCH && escapes_differ(request->path, request->query))
        result = try_escape(signer, key, request, SNAPTRADE_ESCAPE_ASCII, received);
    return result;
}

/* Path and query with every form of the body. */
static enum snaptrade_verify_result try_texts(snaptrade_signer *signer, const char *key,
                                              const char *path, const char *query,
                                              const struct snaptrade_contents *contents,
                                              const char *received)
{
    enum snaptrade_verify_result result = SNAPTRADE_VERIFY_MISMATCH;
    for (size_t i = 0; i < contents->count && result == SNAPTRADE_VERIFY_MISMATCH; i++) {
        const struct snaptrade_signed_request request = {path, query, contents->texts[i]};
        result = try_string(signer, key, &request, received);
    }
    return result;
}

static enum snaptrade_verify_result try_candidate(snaptrade_signer *signer,
                                                  const struct snaptrade_verify_input *input,
                                                  const struct texts *texts,
                                                  const struct candidate *candidate)
{
    bool path_as_sent = candidate->prefix == 0 && candidate->path == 0;
    const char *key = candidate->key == 0 ? input->consumer_key : texts->keys[candidate->key];
    const char *path =
        path_as_sent ? input->path : texts->paths[candidate->prefix][candidate->path];
    const char *query = candidate->query == 0 ? input->query : texts->queries[candidate->query];
    if (key == NULL || path == NULL || query == NULL)
        return SNAPTRADE_VERIFY_MISMATCH;
    if (candidate->body == 0)
        return try_texts(signer, key, path, query, texts->contents, input->signature);
    if (input->strict || texts->contents->java == NULL)
        return SNAPTRADE_VERIFY_MISMATCH;
    const struct snaptrade_signed_request request = {path, query, texts->contents->java};
    return try_string(signer, key, &request, input->signature);
}

/* Walks the combinations like a counter with one digit per axis; false after the last. */
static bool next_candidate(struct candidate *candidate)
{
    if (++candidate->query < QUERIES)
        return true;
    candidate->query = 0;
    if (++candidate->path < PATHS)
        return true;
    candidate->path = 0;
    if (++candidate->prefix < PREFIXES)
        return true;
    candidate->prefix = 0;
    if (++candidate->key < KEYS)
        return true;
    candidate->key = 0;
    return ++candidate->body < BODIES;
}

static enum snaptrade_verify_result try_deviations(snaptrade_signer *signer,
                                                   const struct snaptrade_verify_input *input,
                                                   const struct snaptrade_contents *contents,
                                                   char *rule)
{
    struct texts texts = {.contents = contents};
    make_texts(input, &texts);
    enum snaptrade_verify_result result =
        texts.failed ? SNAPTRADE_VERIFY_NO_MEMORY : SNAPTRADE_VERIFY_MISMATCH;
    for (unsigned wanted = 1; wanted <= MOST_DEVIATIONS && result == SNAPTRADE_VERIFY_MISMATCH;
         wanted++) {
        struct candidate candidate = {0};
        while (result == SNAPTRADE_VERIFY_MISMATCH && next_candidate(&candidate)) {
            if (deviations(&candidate) != wanted)
                continue;
            result = try_candidate(signer, input, &texts, &candidate);
            if (result == SNAPTRADE_VERIFY_MATCH)
                name_rule(&candidate, rule);
        }
    }
    free_texts(&texts);
    return result;
}

static enum snaptrade_verify_result verify(snaptrade_signer *signer,
                                           const struct snaptrade_verify_input *input,
                                           const struct snaptrade_contents *contents, char *rule)
{
    enum snaptrade_verify_result result = try_texts(signer, input->consumer_key, input->path,
                                                    input->query, contents, input->signature);
    if (result == SNAPTRADE_VERIFY_MATCH)
        name_rule(&(struct candidate){0}, rule);
    bool deviate = result == SNAPTRADE_VERIFY_MISMATCH && contents->count > 0;
    return deviate ? try_deviations(signer, input, contents, rule) : result;
}

enum snaptrade_verify_result snaptrade_verify(snaptrade_signer *signer,
                                              const struct snaptrade_verify_input *input,
                                              char rule[SNAPTRADE_RULE_SIZE])
{
    struct snaptrade_contents contents;
    rule[0] = '\0';
    if (strlen(input->signature) != SNAPTRADE_SIGNATURE_SIZE - 1)
        return SNAPTRADE_VERIFY_MISMATCH;
    if (!snaptrade_contents_read(input->body, &contents))
        return SNAPTRADE_VERIFY_NO_MEMORY;
    enum snaptrade_verify_result result = verify(signer, input, &contents, rule);
    snaptrade_contents_free(&contents);
    return result;
}
