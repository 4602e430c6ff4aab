#include "template.h"

#include <assert.h>

static void append_escaped(struct buffer *out, const char *text)
{
    static const char *const entities[] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    while (*text != '\0') {
        size_t plain = strcspn(text, "&<>\"'");
        buffer_append(out, text, plain);
        text += plain;
        if (*text != '\0')
            buffer_append_text(out, entities[(unsigned char)*text++]);
    }
}

static void append_value(struct buffer *out, const char *name, size_t length,
                         const struct template_value *values)
{
    while (values->name != NULL &&
           (strlen(values->name) != length || memcmp(values->name, name, length) != 0))
        values++;
    assert(values->name != NULL);
    if (values->name == NULL || values->text == NULL)
        return;
    if (values->is_html)
        buffer_append_text(out, values->text);
    else
        append_escaped(out, values->text);
}

void template_fill(struct buffer *out, const char *template, const struct template_value *values)
{
    for (const char *open; (open = strstr(template, "{{")) != NULL;) {
        const char *close = strstr(open, "}}");
        assert(close != NULL);
        buffer_append(out, template, (size_t)(open - template));
        append_value(out, open + 2, (size_t)(close - open) - 2, values);
        template = close + 2;
    }
    buffer_append_text(out, template);
}
