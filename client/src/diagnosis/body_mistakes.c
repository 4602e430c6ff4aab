/* Mistakes in the body that was signed, or was not. */
#include "mistakes.h"

#include <stdlib.h>
#include <string.h>

#include "../signing/json_text.h"

bool mistake_body_not_json(struct search *search)
{
    return search->body_kind == SEARCH_NO_JSON;
}

bool mistake_body_unsigned(struct search *search)
{
    return search->body_kind == SEARCH_JSON &&
           (search_content(search, "null") || search_content(search, "{}") ||
            search_content(search, "\"\"") ||
            search_form(search, "{\"path\":\"$P\",\"query\":\"$Q\"}"));
}

/* Calls `test` with the body as it may have been written before it was signed: as received, as the
 * base has it, and with white space. */
static bool is_written(struct search *search, bool (*test)(struct search *search, const char *body))
{
    struct text text = {0};
    if (search->body_kind != SEARCH_JSON || search->work == 0)
        return false;
    bool found = test(search, search->body) || test(search, search->content);
    for (size_t i = 0; i < layouts_count && !found && search->work > 0; i++) {
        enum layout_result result = layout_write(&layouts[i], search->content, &text);
        search->failed = search->failed || result == LAYOUT_NO_MEMORY;
        found = result == LAYOUT_DONE && test(search, text.bytes);
    }
    text_free(&text);
    return found;
}

/* Calls it with the body as UTF-8 and, where that differs, as ASCII. */
static bool is_escaped(struct search *search, const char *body,
                       bool (*test)(struct search *search, const char *body))
{
    const struct json_text read = json_text_read(body);
    if (test(search, body))
        return true;
    bool differs = !read.ascii && search->work > 0;
    char *ascii = !differs ? NULL : malloc(json_text_room(&read, JSON_ASCII | JSON_WRITTEN) + 1);
    char *end = ascii != NULL ? json_text_append(ascii, &read, JSON_ASCII | JSON_WRITTEN) : NULL;
    if (end != NULL)
        *end = '\0';
    bool found = end != NULL && test(search, ascii);
    free(ascii);
    return found;
}

static bool is_content(struct search *search, const char *body)
{
    return strcmp(body, search->content) != 0 && search_content(search, body);
}

static bool is_spaced(struct search *search, const char *body)
{
    return is_escaped(search, body, is_content);
}

bool mistake_body_spaced(struct search *search)
{
    return is_written(search, is_spaced);
}

/* As a JSON string. */
static bool is_quoted(struct search *search, const char *body)
{
    const struct json_text read = json_text_read(body);
    char *text = malloc(json_text_room(&read, JSON_UTF8) + 3);
    if (text == NULL) {
        search->failed = true;
        return false;
    }
    *text = '"';
    char *end = json_text_append(text + 1, &read, JSON_UTF8);
    memcpy(end, "\"", sizeof "\"");
    bool found = search_content(search, text);
    free(text);
    return found;
}

static bool is_text(struct search *search, const char *body)
{
    return is_escaped(search, body, is_quoted);
}

bool mistake_body_as_text(struct search *search)
{
    return is_written(search, is_text);
}

static bool is_hash(struct search *search, const char *body)
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * DIGEST_SHA256_SIZE + 3] = "\"", *out = text + 1;
    struct digest digest = {.size = 0};
    if (!digester_hash(search->other, &(struct digest_part){body, strlen(body)}, 1, &digest)) {
        search->failed = true;
        return false;
    }
    for (size_t i = 0; i < digest.size; i++) {
        *out++ = digits[digest.bytes[i] >> 4];
        *out++ = digits[digest.bytes[i] & 0xF];
    }
    *out = '"';
    return search_content(search, text);
}

/* In hexadecimal. */
bool mistake_body_hashed(struct search *search)
{
    return is_written(search, is_hash);
}

static bool is_whole(struct search *search, const char *body)
{
    const char *base = search->content;
    search->content = body;
    bool found = search_template(search, "$C", SEARCH_BARE, search->path, search->query);
    search->content = base;
    return found;
}

static bool is_alone(struct search *search, const char *body)
{
    return is_escaped(search, body, is_whole);
}

bool mistake_body_alone(struct search *search)
{
    return is_written(search, is_alone);
}
