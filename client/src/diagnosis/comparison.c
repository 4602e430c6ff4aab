/* A client's own canonical string beside the one that it should have signed. */
#include <stdlib.h>
#include <string.h>

#include "search.h"

/* The string that verifies and is nearest to the one given. */
struct nearest {
    const char *given;
    char *text;
    size_t distance;
};

static size_t same_start(const char *a, const char *b)
{
    size_t same = 0;
    while (a[same] != '\0' && a[same] == b[same])
        same++;
    return same;
}

/* The bytes of the longer one between those that are the same at both ends. */
static size_t distance_of(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b), start = same_start(a, b), end = 0;
    size_t shorter = a_length < b_length ? a_length : b_length;
    while (end < shorter - start && a[a_length - end - 1] == b[b_length - end - 1])
        end++;
    return (a_length > b_length ? a_length : b_length) - start - end;
}

/* Keeps the candidate when it is nearer; never stops. */
static bool keep_nearest(struct search *search, void *context)
{
    struct nearest *nearest = context;
    if (search->known->strict && (search->path_index != 0 || search->query_index != 0))
        return false;
    size_t distance = distance_of(nearest->given, search->candidate.bytes);
    if (nearest->text != NULL && distance >= nearest->distance)
        return false;
    free(nearest->text);
    nearest->text = strdup(search->candidate.bytes);
    nearest->distance = distance;
    search->failed = nearest->text == NULL;
    return search->failed;
}

/* Whether the signature that came is that of the string given. */
static bool is_signed(struct search *search, const char *given)
{
    struct digest digest = {.size = 0};
    for (size_t i = 0; i < SEARCH_KEYS && search->keys[i] != NULL; i++) {
        if (!digester_hmac(search->keyed[i], given, strlen(given), &digest))
            search->failed = true;
        else if (digest_equal(&digest, &search->signature.digest))
            return true;
    }
    return false;
}

static void compare(struct search *search, const char *given,
                    struct snaptrade_comparison *comparison)
{
    struct nearest nearest = {.given = given};
    search_each_text(search, keep_nearest, &nearest);
    if (nearest.text != NULL) {
        size_t at = same_start(given, nearest.text);
        comparison->equal = given[at] == '\0' && nearest.text[at] == '\0';
        comparison->offset = comparison->given_at = comparison->expected_at = at;
        comparison->given = search_masked(search, given, &comparison->given_at);
        comparison->expected = search_masked(search, nearest.text, &comparison->expected_at);
        comparison->is_signed = is_signed(search, given);
        explicit_bzero(nearest.text, strlen(nearest.text));
    }
    free(nearest.text);
}

bool snaptrade_compare(const struct snaptrade_received *received,
                       const struct snaptrade_known *known, const char *given,
                       struct snaptrade_comparison *comparison)
{
    struct search search;
    *comparison = (struct snaptrade_comparison){0};
    if (search_start(&search, received, known))
        compare(&search, given, comparison);
    bool failed = search.failed;
    search_end(&search);
    if (!failed && comparison->given != NULL && comparison->expected != NULL)
        return true;
    snaptrade_comparison_free(comparison);
    return false;
}

void snaptrade_comparison_free(struct snaptrade_comparison *comparison)
{
    free(comparison->given);
    free(comparison->expected);
    *comparison = (struct snaptrade_comparison){0};
}
