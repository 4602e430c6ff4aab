#include "search.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../signing/content_inside.h"
#include "../signing/variants.h"
#include "parameters.h"

/* For each content: bytes hashed, and a fixed cost for each candidate, about a nanosecond each.
 * Requests of usual length stay below it whatever their key and escapes; one of 16 KiB is cut
 * short. */
enum { MOST_WORK = 2 * 1024 * 1024 };

/* Keeps a variant as a base, to be freed at the end. */
static const char *own(struct search *search, char *variant)
{
    for (size_t i = 0; variant != NULL && i < SEARCH_VARIANTS; i++)
        if (search->variants[i] == NULL) {
            search->variants[i] = variant;
            break;
        }
    return variant;
}

static void make_texts(struct search *search)
{
    const char *key = search->known->consumer_key;
    bool *failed = &search->failed;
    search->paths[0] = search->received->path;
    search->queries[0] = search->received->query;
    search->paths[1] = own(search, variant_other_prefix(search->paths[0], failed));
    search->queries[SEARCH_RAW_IDS] = own(search, variant_raw_ids(search->queries[0], failed));
    search->queries[SEARCH_RE_ENCODED] =
        own(search, variant_re_encoded(search->queries[0], failed));
    if (key != NULL) {
        search->keys[0] = key;
        search->keys[1] = own(search, variant_encoded_key(key, failed));
    }
}

static bool signs_body(const char *method)
{
    static const char *const methods[] = {"POST", "PUT", "PATCH"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(method, methods[i]) == 0)
            return true;
    return false;
}

/* The one that is equal, once it is among the contents. */
static const char *add_content(struct search *search, const char *content)
{
    size_t i = 0;
    while (search->contents[i] != NULL && strcmp(search->contents[i], content) != 0)
        i++;
    if (search->contents[i] == NULL)
        search->contents[i] = content;
    return search->contents[i];
}

static void add_forms(struct search *search)
{
    static const enum snaptrade_content_form forms[SEARCH_CONTENTS] = {
        SNAPTRADE_CONTENT_AS_SENT, SNAPTRADE_CONTENT_SORTED, SNAPTRADE_CONTENT_TOP};
    for (size_t i = 0; i < SEARCH_CONTENTS; i++) {
        const char *form = own(search, content_form(search->body, forms[i], &search->failed));
        if (form != NULL)
            form = add_content(search, form);
        if (forms[i] == SNAPTRADE_CONTENT_SORTED)
            search->sorted = form;
    }
}

/* What is no JSON stands for itself: no string verifies, but one can be shown. */
static void make_contents(struct search *search)
{
    struct snaptrade_contents contents;
    search->body = signs_body(search->received->method) ? search->received->body : NULL;
    if (search->failed || !content_secrets_read(search->body, &search->body_secrets) ||
        !snaptrade_contents_read(search->body, &contents)) {
        search->failed = true;
        return;
    }
    if (contents.count == 0) {
        search->body_kind = SEARCH_NO_JSON;
        search->contents[0] = search->body;
    } else if (contents.texts[0] == NULL) {
        search->contents[0] = "null";
        search->contents[1] = contents.count > 1 ? "{}" : NULL;
    } else {
        search->body_kind = SEARCH_JSON;
        add_forms(search);
    }
    snaptrade_contents_free(&contents);
}

static void make_bases(struct search *search)
{
    make_texts(search);
    make_contents(search);
    size_t count = 0;
    while (count < SEARCH_CONTENTS && search->contents[count] != NULL)
        count++;
    search->work *= count + (search->body_kind == SEARCH_JSON); /* what is tried of a body alone */
    search_choose_base(search, 0, 0, 0);
}

static bool make_digesters(struct search *search)
{
    for (size_t i = 0; i < SEARCH_KEYS && search->keys[i] != NULL; i++) {
        search->keyed[i] = digester_new(DIGEST_SHA256);
        if (search->keyed[i] == NULL ||
            !digester_set_key(search->keyed[i], search->keys[i], strlen(search->keys[i])))
            return false;
    }
    search->other = digester_new(DIGEST_SHA256);
    return search->other != NULL;
}

static void read_timestamp(struct search *search)
{
    struct parameters parameters;
    parameters_read(search->received->query, &parameters);
    const struct parameter *timestamp = parameters_find(&parameters, "timestamp");
    size_t name = sizeof "timestamp";
    if (timestamp == NULL || timestamp->length < name)
        return;
    size_t length = timestamp->length - name;
    if (length >= sizeof search->timestamp)
        length = sizeof search->timestamp - 1;
    memcpy(search->timestamp, timestamp->text + name, length);
}

static void read_signature(struct search *search)
{
    const struct snaptrade_received *received = search->received;
    signature_text_read("", &search->signature);
    for (size_t i = 0; i < received->header_count; i++)
        if (strcasecmp(received->headers[i].name, "Signature") == 0 &&
            search->signature_count++ == 0)
            signature_text_read(received->headers[i].value, &search->signature);
}

bool search_start(struct search *search, const struct snaptrade_received *received,
                  const struct snaptrade_known *known)
{
    *search = (struct search){.received = received, .known = known, .work = MOST_WORK};
    read_timestamp(search);
    read_signature(search);
    make_bases(search);
    return !search->failed && make_digesters(search);
}

void search_end(struct search *search)
{
    for (size_t i = 0; i < SEARCH_KEYS; i++)
        digester_free(search->keyed[i]);
    digester_free(search->other);
    for (size_t i = 0; i < SEARCH_VARIANTS; i++) {
        if (search->variants[i] != NULL)
            explicit_bzero(search->variants[i], strlen(search->variants[i]));
        free(search->variants[i]);
    }
    content_secrets_free(&search->body_secrets);
    text_free(&search->scratch);
    text_free(&search->candidate);
}
