#include "search.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../signing/json_text.h"
#include "snaptrade/mask.h"

/* Of its work, beside the bytes that are hashed. */
enum { WORK_PER_CANDIDATE = 256 };

char *search_room(struct search *search, size_t size)
{
    if (text_reserve(&search->scratch, size))
        return search->scratch.bytes;
    search->failed = true;
    return NULL;
}

char *search_copy(struct search *search, const char *text)
{
    size_t size = strlen(text) + 1;
    char *room = search_room(search, size);
    if (room != NULL)
        memcpy(room, text, size);
    return room;
}

const char *search_format(struct search *search, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool done = text_format(&search->scratch, format, arguments);
    va_end(arguments);
    if (done)
        return search->scratch.bytes;
    search->failed = true;
    return NULL;
}

/* The text that a letter behind '$' stands for; "" for one that is not known. */
static const char *value_of(const struct search *search, char letter, const char *path,
                            const char *query)
{
    const char *value = letter == 'P'   ? path
                        : letter == 'Q' ? query
                        : letter == 'C' ? search->content
                        : letter == 'M' ? search->received->method
                        : letter == 'I' ? search->known->client_id
                                        : search->timestamp;
    return value != NULL ? value : "";
}

/* Appends with its escapes, or bare; NULL: it cannot be written so. */
static char *append(char *out, const struct json_text *text, unsigned escapes)
{
    if ((escapes & SEARCH_BARE) == 0)
        return json_text_append(out, text, escapes);
    memcpy(out, text->bytes, text->length);
    return out + text->length;
}

/* Content is JSON already; ASCII are only its sorted members. */
static unsigned escapes_of(const struct search *search, char letter, unsigned escapes)
{
    if (letter != 'C' || (escapes & SEARCH_BARE) != 0)
        return escapes;
    bool ascii = search->content == search->sorted;
    return JSON_WRITTEN | (ascii ? escapes : escapes & ~(unsigned)JSON_ASCII);
}

/* Writes the form with its values into the candidate; false: it cannot be written. */
static bool compose(struct search *search, const char *form, unsigned escapes, const char *path,
                    const char *query)
{
    struct text *candidate = &search->candidate;
    size_t length = 0;
    search->escapes = escapes & JSON_ASCII;
    for (const char *p = form; *p != '\0';) {
        struct json_text piece = {.bytes = p, .length = strcspn(p + 1, "$") + 1, .plain = true};
        bool value = *p == '$';
        if (value)
            piece = json_text_read(value_of(search, p[1], path, query));
        unsigned its_escapes = value ? escapes_of(search, p[1], escapes) : SEARCH_BARE;
        size_t room = value ? json_text_room(&piece, its_escapes) : piece.length;
        if (!text_reserve(candidate, length + room + 1)) {
            search->failed = true;
            return false;
        }
        char *end = append(candidate->bytes + length, &piece, its_escapes);
        if (end == NULL)
            return false;
        length = (size_t)(end - candidate->bytes);
        p += value ? 2 : piece.length;
    }
    candidate->bytes[length] = '\0';
    candidate->length = length;
    return true;
}

/* Counts a candidate; false: enough. */
static bool spend(struct search *search)
{
    size_t keys = search->keys[1] != NULL ? 2 : 1;
    size_t cost = WORK_PER_CANDIDATE + keys * search->candidate.length;
    search->work -= cost < search->work ? cost : search->work;
    return search->work > 0 && !search->failed;
}

char *search_masked(struct search *search, const char *string, size_t *mark)
{
    const struct snaptrade_known *known = search->known;
    const struct content_secrets *body = &search->body_secrets;
    const char *values[2 + SNAPTRADE_MOST_OTHER_KEYS + CONTENT_MOST_SECRETS] = {known->consumer_key,
                                                                                known->user_secret};
    struct snaptrade_secrets secrets = {values, 2};
    for (size_t i = 0; i < known->other_key_count && i < SNAPTRADE_MOST_OTHER_KEYS; i++)
        values[secrets.count++] = known->other_keys[i];
    for (size_t i = 0; i < body->count; i++)
        values[secrets.count++] = body->values[i];
    char *text = malloc(SNAPTRADE_MASKED_SIZE(strlen(string)));
    if (text != NULL)
        snaptrade_mask_marked(SNAPTRADE_TEXT_JSON, string, &secrets, text, mark);
    else
        search->failed = true;
    return text;
}

/* Whether the candidate's digest is the one received; then the candidate is what was signed. */
static bool fits(struct search *search, bool hashed, const struct digest *digest)
{
    if (!hashed)
        search->failed = true;
    if (!hashed || !digest_equal(digest, &search->signature.digest))
        return false;
    size_t mark = 0;
    free(search->signed_string);
    search->signed_string = search_masked(search, search->candidate.bytes, &mark);
    return true;
}

static bool needs_ascii(const struct search *search, const char *path, const char *query)
{
    return !json_text_read(path).ascii || !json_text_read(query).ascii ||
           (search->content == search->sorted && !json_text_read(search->content).ascii);
}

/* Whether the candidate has the digest received, under either key. */
static bool is_signed(struct search *search)
{
    struct digest digest = {.size = 0};
    const struct text *text = &search->candidate;
    if (!spend(search))
        return false;
    for (size_t i = 0; i < SEARCH_KEYS && search->keys[i] != NULL; i++)
        if (fits(search, digester_hmac(search->keyed[i], text->bytes, text->length, &digest),
                 &digest))
            return true;
    return false;
}

static bool may_fit(const struct search *search)
{
    return search->signature.digest.size == DIGEST_SHA256_SIZE && search->work > 0;
}

bool search_template(struct search *search, const char *form, unsigned escapes, const char *path,
                     const char *query)
{
    return path != NULL && query != NULL && may_fit(search) &&
           compose(search, form, escapes, path, query) && is_signed(search);
}

static bool search_both(struct search *search, const char *form, const char *path,
                        const char *query)
{
    return search_template(search, form, JSON_UTF8, path, query) ||
           (path != NULL && query != NULL && needs_ascii(search, path, query) &&
            search_template(search, form, JSON_ASCII, path, query));
}

bool search_base(struct search *search)
{
    return search_both(search, SEARCH_CANONICAL, search->path, search->query);
}

bool search_string(struct search *search, const char *path, const char *query)
{
    return search_both(search, SEARCH_CANONICAL, path, query);
}

bool search_form(struct search *search, const char *form)
{
    return search_both(search, form, search->path, search->query);
}

/* Writes the candidate anew, by way of the scratch text. */
static bool lay_out(struct search *search, const struct layout *layout)
{
    struct text *scratch = &search->scratch, compact = search->candidate;
    enum layout_result result = layout_write(layout, compact.bytes, scratch);
    if (result == LAYOUT_NO_MEMORY)
        search->failed = true;
    if (result != LAYOUT_DONE)
        return false;
    search->candidate = *scratch;
    *scratch = compact;
    return true;
}

bool search_laid_out(struct search *search, const char *form, const struct layout *layout)
{
    static const unsigned escapes[] = {JSON_UTF8, JSON_ASCII};
    size_t count = needs_ascii(search, search->path, search->query) ? 2 : 1;
    for (size_t i = 0; i < count && may_fit(search); i++)
        if (compose(search, form, escapes[i], search->path, search->query) &&
            lay_out(search, layout) && is_signed(search))
            return true;
    return false;
}

bool search_content(struct search *search, const char *content)
{
    const char *base = search->content;
    search->content = content;
    bool found = content != NULL && search_base(search);
    search->content = base;
    return found;
}

bool search_path(struct search *search, const char *path)
{
    return path != NULL && strcmp(path, search->path) != 0 &&
           search_string(search, path, search->query);
}

bool search_query(struct search *search, const char *query)
{
    return query != NULL && strcmp(query, search->query) != 0 &&
           search_string(search, search->path, query);
}

void search_choose_base(struct search *search, size_t content, size_t path, size_t query)
{
    search->content = search->contents[content];
    search->path_index = path;
    search->query_index = query;
    search->path = search->paths[path];
    search->query = search->queries[query];
}

/* Chooses the base of this number; false: there is none, or nothing is left to spend. */
static bool next_base(struct search *search, size_t number)
{
    size_t path = number / SEARCH_QUERIES;
    search_choose_base(search, path / SEARCH_PATHS, path % SEARCH_PATHS, number % SEARCH_QUERIES);
    return search->content != NULL && search->path != NULL && search->query != NULL &&
           search->work > 0;
}

bool search_each_base(struct search *search, bool (*test)(struct search *search))
{
    for (size_t i = 0; i < SEARCH_BASES; i++)
        if (next_base(search, i) && test(search))
            return true;
    search_choose_base(search, 0, 0, 0);
    return false;
}

bool search_each_text(struct search *search, search_test *test, void *context)
{
    static const unsigned forms[] = {JSON_UTF8, JSON_ASCII};
    for (size_t i = 0; i < SEARCH_BASES; i++) {
        if (!next_base(search, i))
            continue;
        size_t count = needs_ascii(search, search->path, search->query) ? 2 : 1;
        for (size_t form = 0; form < count; form++)
            if (compose(search, SEARCH_CANONICAL, forms[form], search->path, search->query) &&
                spend(search) && test(search, context))
                return true;
    }
    search_choose_base(search, 0, 0, 0);
    return false;
}

static bool fits_other_key(struct search *search, void *context)
{
    struct digest digest = {.size = 0};
    (void)context;
    return fits(
        search,
        digester_hmac(search->other, search->candidate.bytes, search->candidate.length, &digest),
        &digest);
}

static bool is_base_key(const struct search *search, const char *key, size_t length)
{
    for (size_t i = 0; i < SEARCH_KEYS && search->keys[i] != NULL; i++)
        if (strlen(search->keys[i]) == length && memcmp(search->keys[i], key, length) == 0)
            return true;
    return false;
}

bool search_key(struct search *search, const char *key, size_t length)
{
    if (search->signature.digest.size != DIGEST_SHA256_SIZE || search->failed ||
        is_base_key(search, key, length))
        return false;
    if (!digester_set_key(search->other, key, length)) {
        search->failed = true;
        return false;
    }
    return search_each_text(search, fits_other_key, NULL);
}

struct computation {
    struct digester *digester;
    search_hash *hash;
};

/* Under one base key after the other. */
static bool fits_computation(struct search *search, void *context)
{
    const struct computation *computation = context;
    for (size_t i = 0; i < SEARCH_KEYS && search->keys[i] != NULL; i++) {
        struct digest digest = {.size = 0};
        if (fits(search,
                 computation->hash(computation->digester, search->keys[i], &search->candidate,
                                   &digest),
                 &digest))
            return true;
    }
    return false;
}

bool search_computation(struct search *search, enum digest_algorithm algorithm, search_hash *hash)
{
    struct computation computation = {digester_new(algorithm), hash};
    bool found = false;
    if (computation.digester == NULL)
        search->failed = true;
    else
        found = search_each_text(search, fits_computation, &computation);
    digester_free(computation.digester);
    return found;
}

char *search_expected(struct search *search)
{
    unsigned escapes = search->signed_string != NULL ? search->escapes : JSON_UTF8;
    size_t mark = 0;
    if (search->known->strict) {
        search->path = search->paths[0];
        search->query = search->queries[0];
    }
    return compose(search, SEARCH_CANONICAL, escapes, search->path, search->query)
               ? search_masked(search, search->candidate.bytes, &mark)
               : NULL;
}
