#include "layout.h"

#include <string.h>

enum { LONGEST = 256 * 1024 };

enum { ON_ONE_LINE = 5 };

const struct layout layouts[] = {
    {.comma = " ", .colon = " "}, /* Python, Ruby's inspect */
    {.colon = " "},
    {.comma = " "},
    {.inside = " ", .comma = " ", .colon = " "},
    {.inside = " ", .comma = " "},
    [ON_ONE_LINE] = {.line = "\n", .indent = "  ", .colon = " "},
    {.line = "\n", .indent = "    ", .colon = " "},
    {.line = "\n", .indent = "\t", .colon = " "},
    {.line = "\r\n", .indent = "  ", .colon = " "},
    {.line = "\n", .colon = " "},
    {.line = "\n", .indent = "  ", .before_colon = " ", .colon = " "}, /* Jackson */
};
const size_t layouts_on_one_line = ON_ONE_LINE, layouts_count = sizeof layouts / sizeof *layouts;

struct writing {
    const struct layout *layout;
    struct text *out;
    size_t level;
    enum layout_result result;
};

static void put(struct writing *writing, const char *text, size_t length)
{
    struct text *out = writing->out;
    if (writing->result != LAYOUT_DONE)
        return;
    if (out->length + length > LONGEST)
        writing->result = LAYOUT_TOO_LONG;
    else if (!text_reserve(out, out->length + length + 1))
        writing->result = LAYOUT_NO_MEMORY;
    else
        memcpy(out->bytes + out->length, text, length);
    if (writing->result == LAYOUT_DONE)
        out->length += length;
}

static void put_text(struct writing *writing, const char *text)
{
    if (text != NULL)
        put(writing, text, strlen(text));
}

/* The next line, or what stands on the same. */
static void put_break(struct writing *writing, const char *otherwise)
{
    const struct layout *layout = writing->layout;
    put_text(writing, layout->line != NULL ? layout->line : otherwise);
    for (size_t i = 0; i < writing->level && layout->line != NULL; i++)
        put_text(writing, layout->indent);
}

static bool is_closing(char byte)
{
    return byte == '}' || byte == ']';
}

static size_t string_length(const char *json)
{
    size_t length = 1;
    while (json[length] != '"' && json[length] != '\0')
        length += json[length] == '\\' && json[length + 1] != '\0' ? 2 : 1;
    return length + (json[length] == '"');
}

/* One byte outside strings; `next` is the one behind it. */
static void put_byte(struct writing *writing, char before, char byte, char next)
{
    const struct layout *layout = writing->layout;
    bool opening = byte == '{' || byte == '[';
    if (is_closing(byte) && before != '{' && before != '[') {
        writing->level -= writing->level > 0;
        put_break(writing, layout->inside);
    } else if (byte == ':') {
        put_text(writing, layout->before_colon);
    }
    put(writing, &byte, 1);
    if (opening && !is_closing(next)) {
        writing->level++;
        put_break(writing, layout->inside);
    } else if (byte == ',') {
        put_break(writing, layout->comma);
    } else if (byte == ':') {
        put_text(writing, layout->colon);
    }
}

enum layout_result layout_write(const struct layout *layout, const char *json, struct text *out)
{
    struct writing writing = {layout, out, 0, LAYOUT_DONE};
    char before = '\0';
    out->length = 0;
    while (*json != '\0' && writing.result == LAYOUT_DONE) {
        size_t length = *json == '"' ? string_length(json) : 1;
        if (*json == '"')
            put(&writing, json, length);
        else
            put_byte(&writing, before, *json, json[1]);
        before = *json;
        json += length;
    }
    put(&writing, "", 0);
    if (writing.result == LAYOUT_DONE)
        out->bytes[out->length] = '\0';
    return writing.result;
}
