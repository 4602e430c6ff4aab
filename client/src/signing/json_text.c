#include "json_text.h"

#include <stdint.h>
#include <string.h>

#include "snaptrade/utf8.h"

/* A control character grows from 1 byte to the 6 of \u001f; nothing grows more. */
enum { LONGEST_ESCAPE = 6 };

/* A loop without branches; most texts are plain. */
struct json_text json_text_read(const char *bytes)
{
    struct json_text text = {.bytes = bytes, .length = strlen(bytes)};
    unsigned char special = 0, high = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        special |= (byte < 0x20) | (byte == '"') | (byte == '\\');
        high |= byte >= 0x7F;
    }
    text.ascii = high == 0;
    text.plain = text.ascii && special == 0;
    return text;
}

static bool as_it_is(const struct json_text *text, unsigned escapes)
{
    bool nothing_demanded = text->plain || (text->ascii && (escapes & JSON_WRITTEN) != 0);
    return nothing_demanded && (escapes & (JSON_SLASHES | JSON_HTML | JSON_DOTNET)) == 0;
}

size_t json_text_room(const struct json_text *text, unsigned escapes)
{
    return as_it_is(text, escapes) ? text->length : LONGEST_ESCAPE * text->length;
}

static char *append_code_unit(char *out, unsigned code_unit, bool upper)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    *out++ = '\\';
    *out++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *out++ = digits[(code_unit >> shift) & 0xF];
    return out;
}

static char *append_code_point(char *out, uint32_t code_point, bool upper)
{
    if (code_point < 0x10000)
        return append_code_unit(out, code_point, upper);
    code_point -= 0x10000;
    out = append_code_unit(out, 0xD800 + (code_point >> 10), upper);
    return append_code_unit(out, 0xDC00 + (code_point & 0x3FF), upper);
}

/* The short escapes of JSON; every SDK uses them where they exist. */
static char short_escape(unsigned char byte, unsigned escapes)
{
    switch (byte) {
    case '"':
        return (escapes & JSON_DOTNET) != 0 ? '\0' : '"';
    case '/':
        return (escapes & JSON_SLASHES) != 0 ? '/' : '\0';
    case '\\':
        return '\\';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return '\0';
    }
}

/* U+2028 or U+2029. */
static bool is_line_end(const char *text, const char *end)
{
    return end - text > 2 && (memcmp(text, "\u2028", 3) == 0 || memcmp(text, "\u2029", 3) == 0);
}

static bool stays(const char *text, const char *end, unsigned escapes)
{
    unsigned char byte = (unsigned char)*text;
    if (byte < 0x20)
        return false;
    if (byte == 0x7F && (escapes & JSON_RAW_DEL) != 0)
        return true;
    if (byte >= 0x7F)
        return (escapes & (JSON_ASCII | JSON_DOTNET)) == 0 &&
               ((escapes & JSON_LINES) == 0 || !is_line_end(text, end));
    if (byte == '&' || byte == '<' || byte == '>')
        return (escapes & (JSON_HTML | JSON_DOTNET)) == 0;
    return (escapes & JSON_DOTNET) == 0 || strchr("+'`\"", byte) == NULL;
}

/* How many bytes here belong to the JSON that a text is already. */
static size_t written_length(const char *text, const char *end)
{
    if (*text == '\\')
        return end - text > 1 ? 2 : 1;
    return *text == '"' || (unsigned char)*text < 0x20 ? 1 : 0;
}

static char *append_special(char *out, const char **text, const char *end, unsigned escapes)
{
    char letter = short_escape((unsigned char)**text, escapes);
    uint32_t code_point;
    if (letter != '\0') {
        *out++ = '\\';
        *out++ = letter;
        (*text)++;
        return out;
    }
    if (stays(*text, end, escapes)) {
        *out++ = *(*text)++;
        return out;
    }
    bool upper = (escapes & JSON_DOTNET) != 0;
    return snaptrade_utf8_next(text, end, &code_point) ? append_code_point(out, code_point, upper)
                                                       : NULL;
}

char *json_text_append(char *out, const struct json_text *source, unsigned escapes)
{
    const char *text = source->bytes, *end = text + source->length;
    bool written = (escapes & JSON_WRITTEN) != 0;
    if (as_it_is(source, escapes)) {
        memcpy(out, text, source->length);
        return out + source->length;
    }
    while (text < end && out != NULL) {
        size_t kept = written ? written_length(text, end) : 0;
        if (kept == 0) {
            out = append_special(out, &text, end, escapes);
            continue;
        }
        memcpy(out, text, kept);
        out += kept;
        text += kept;
    }
    return out;
}
