#include "problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_SIZE = 1024, QUOTED_BYTES = 64 };

static void append_escaped(struct buffer *pointer, unsigned char byte)
{
    if (byte == '~' || byte == '/')
        buffer_append_text(pointer, byte == '~' ? "~0" : "~1");
    else
        buffer_append_format(pointer, "\\x%02x", (unsigned)byte);
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte != 0x7F && byte != '~' && byte != '/';
}

size_t problems_enter_member(struct problems *problems, const char *name)
{
    size_t mark = problems->pointer.length;
    buffer_append(&problems->pointer, "/", 1);
    while (*name != '\0') {
        size_t plain = 0;
        while (is_plain((unsigned char)name[plain]))
            plain++;
        buffer_append(&problems->pointer, name, plain);
        name += plain;
        if (*name != '\0')
            append_escaped(&problems->pointer, (unsigned char)*name++);
    }
    return mark;
}

size_t problems_enter_element(struct problems *problems, size_t index)
{
    size_t mark = problems->pointer.length;
    buffer_append_format(&problems->pointer, "/%zu", index);
    return mark;
}

void problems_leave(struct problems *problems, size_t mark)
{
    problems->pointer.length = mark;
    if (problems->pointer.data != NULL)
        problems->pointer.data[mark] = '\0';
}

void problems_add(struct problems *problems, const char *format, ...)
{
    char what[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    const char *pointer = problems->pointer.length > 0 ? problems->pointer.data : "";
    problems->count++;
    if (problems->pointer.failed) { /* where it is cannot be said any more */
        problems->no_memory = true;
        snprintf(what, sizeof what, "out of memory");
        pointer = "";
    }
    if (problems->take != NULL)
        problems->take(problems->take_context, problems->file, pointer, what);
    else
        buffer_append_format(problems->out, "%s: %s: %s\n", problems->file,
                             *pointer != '\0' ? pointer : "/", what);
}

void problems_no_memory(struct problems *problems)
{
    problems->no_memory = true;
    problems_add(problems, "out of memory");
}

void problems_add_at(struct problems *problems, size_t line, size_t column, const char *what)
{
    problems->count++;
    if (problems->take == NULL) {
        buffer_append_format(problems->out, "%s:%zu:%zu: %s\n", problems->file, line, column, what);
        return;
    }
    char text[LINE_SIZE];
    snprintf(text, sizeof text, "line %zu, column %zu: %s", line, column, what);
    problems->take(problems->take_context, problems->file, "", text);
}

const char *problem_quote(const char *value, char quote[PROBLEM_QUOTE_SIZE])
{
    size_t length = strlen(value), cut = length < QUOTED_BYTES ? length : QUOTED_BYTES;
    while (cut < length && cut > 0 && ((unsigned char)value[cut] & 0xC0) == 0x80)
        cut--;
    char *out = quote;
    *out++ = '"';
    memcpy(out, value, cut);
    for (const char *end = out + cut; out < end; out++)
        if ((unsigned char)*out < 0x20 || *out == 0x7F)
            *out = '?';
    snprintf(out, PROBLEM_QUOTE_SIZE - (size_t)(out - quote), "%s\"", cut < length ? "..." : "");
    return quote;
}
