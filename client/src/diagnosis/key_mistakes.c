/* Mistakes in the key, and in how it was used. */
#include "mistakes.h"

#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "snaptrade/percent.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static bool is_key(struct search *search, const char *key)
{
    return key != NULL && search_key(search, key, strlen(key));
}

/* The base keys with something before and behind. */
static bool is_wrapped(struct search *search, const char *const (*wraps)[2], size_t count)
{
    for (size_t key = 0; key < SEARCH_KEYS && search->keys[key] != NULL; key++)
        for (size_t i = 0; i < count; i++)
            if (is_key(search, search_format(search, "%s%s%s", wraps[i][0], search->keys[key],
                                             wraps[i][1])))
                return true;
    return false;
}

bool mistake_key_with_white_space(struct search *search)
{
    static const char *const wraps[][2] = {{"", "\n"}, {"", "\r\n"}, {"", " "},
                                           {" ", ""},  {"", "\r"},   {"", "\t"}};
    return is_wrapped(search, wraps, sizeof wraps / sizeof *wraps);
}

bool mistake_key_quoted(struct search *search)
{
    static const char *const wraps[][2] = {{"\"", "\""}, {"'", "'"}, {"`", "`"}};
    return is_wrapped(search, wraps, sizeof wraps / sizeof *wraps);
}

bool mistake_key_base64_decoded(struct search *search)
{
    size_t length = strlen(search->keys[0]);
    char *room = search_room(search, length + 1);
    bool canonical;
    while (length > 0 && search->keys[0][length - 1] == '=')
        length--;
    return room != NULL &&
           base64_decode(search->keys[0], length, (unsigned char *)room, &length, &canonical) &&
           search_key(search, room, length);
}

bool mistake_key_percent_encoded(struct search *search)
{
    static const char *const kept[] = {LETTERS "-_.!~*'()", LETTERS "-_.~", LETTERS "-_.~/"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        char *room = search_room(search, 3 * strlen(search->keys[0]) + 1);
        if (room != NULL)
            snaptrade_percent_encode(room, search->keys[0], kept[i]);
        if (is_key(search, room))
            return true;
    }
    return false;
}

bool mistake_key_of_other_partner(struct search *search)
{
    const struct snaptrade_known *known = search->known;
    for (size_t i = 0; i < known->other_key_count && i < SNAPTRADE_MOST_OTHER_KEYS; i++)
        if (is_key(search, known->other_keys[i]))
            return true;
    return false;
}

bool mistake_key_is_client_id(struct search *search)
{
    return is_key(search, search->known->client_id);
}

bool mistake_key_is_user_secret(struct search *search)
{
    return is_key(search, search->known->user_secret);
}

bool mistake_key_not_set(struct search *search)
{
    static const char *const values[] = {"",     "undefined", "null",
                                         "None", "nil",       "YOUR_CONSUMER_KEY"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (is_key(search, values[i]))
            return true;
    return false;
}

static bool keyed(struct digester *digester, const char *key, const struct text *text,
                  struct digest *digest)
{
    return digester_set_key(digester, key, strlen(key)) &&
           digester_hmac(digester, text->bytes, text->length, digest);
}

bool mistake_hmac_sha1(struct search *search)
{
    return search_computation(search, DIGEST_SHA1, keyed);
}

bool mistake_hmac_sha512(struct search *search)
{
    return search_computation(search, DIGEST_SHA512, keyed);
}

static bool key_and_text_swapped(struct digester *digester, const char *key,
                                 const struct text *text, struct digest *digest)
{
    return digester_set_key(digester, text->bytes, text->length) &&
           digester_hmac(digester, key, strlen(key), digest);
}

bool mistake_hmac_swapped(struct search *search)
{
    return search_computation(search, DIGEST_SHA256, key_and_text_swapped);
}

static bool text_alone(struct digester *digester, const char *key, const struct text *text,
                       struct digest *digest)
{
    (void)key;
    return digester_hash(digester, &(struct digest_part){text->bytes, text->length}, 1, digest);
}

static bool key_then_text(struct digester *digester, const char *key, const struct text *text,
                          struct digest *digest)
{
    const struct digest_part parts[] = {{key, strlen(key)}, {text->bytes, text->length}};
    return digester_hash(digester, parts, 2, digest);
}

static bool text_then_key(struct digester *digester, const char *key, const struct text *text,
                          struct digest *digest)
{
    const struct digest_part parts[] = {{text->bytes, text->length}, {key, strlen(key)}};
    return digester_hash(digester, parts, 2, digest);
}

bool mistake_no_hmac(struct search *search)
{
    static search_hash *const hashes[] = {text_alone, key_then_text, text_then_key};
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        if (search_computation(search, DIGEST_SHA256, hashes[i]))
            return true;
    return false;
}
