#include "stray_keys.h"

#include "snaptrade/mask.h"

struct search {
    const char *text;
    struct stray_keys *found;
};

/* All in one, so that each key is looked for once. */
static void write_text(const struct http_request *request, struct buffer *text)
{
    buffer_append_text(text, request->path);
    buffer_append_text(text, "\n");
    buffer_append_text(text, request->query);
    for (size_t i = 0; i < request->header_count; i++) {
        buffer_append_text(text, "\n");
        buffer_append_text(text, request->headers[i].value);
    }
}

/* Partners may share one. */
static bool is_found(const struct stray_keys *found, const char *key)
{
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->keys[i], key) == 0)
            return true;
    return false;
}

static void look_for(void *context, const char *key)
{
    struct search *search = context;
    struct stray_keys *found = search->found;
    const struct snaptrade_secrets secrets = {&key, 1};
    if (found->count < STRAY_KEYS_MOST && snaptrade_holds_secret(search->text, &secrets) &&
        !is_found(found, key))
        memcpy(found->keys[found->count++], key, strlen(key) + 1);
}

void stray_keys_find(struct store *store, const struct http_request *request,
                     struct stray_keys *found)
{
    struct buffer text = {0};
    found->count = 0;
    write_text(request, &text);
    struct search search = {text.data, found};
    if (!text.failed)
        store_visit_keys(store, look_for, &search);
    buffer_free(&text);
}
