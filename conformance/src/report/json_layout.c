#include "json_layout.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 2, DEEPEST = 20 };

static bool is_space(char c)
{
    return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

static void break_line(FILE *out, int depth)
{
    int shown = depth < 0 ? 0 : depth < DEEPEST ? depth : DEEPEST;
    fprintf(out, "\n%*s", shown * INDENT, "");
}

/* The string that starts at `text`, or what there is of it; where it ends. */
static const char *copy_string(FILE *out, const char *text)
{
    fputc(*text++, out);
    while (*text != '\0' && *text != '"') {
        if (*text == '\\' && text[1] != '\0')
            fputc(*text++, out);
        fputc(*text++, out);
    }
    if (*text == '"')
        fputc(*text++, out);
    return text;
}

/* What stands outside of strings; where the next such thing starts. */
static const char *copy_mark(FILE *out, const char *text, int *depth)
{
    char mark = *text++;
    bool opens = mark == '{' || mark == '[', closes = mark == '}' || mark == ']';
    if (closes)
        break_line(out, --*depth);
    fputc(mark, out);
    if (opens) {
        while (is_space(*text))
            text++;
        if (*text == (mark == '{' ? '}' : ']'))
            fputc(*text++, out);
        else
            break_line(out, ++*depth);
    } else if (mark == ',') {
        break_line(out, *depth);
    } else if (mark == ':') {
        fputc(' ', out);
    }
    return text;
}

char *json_layout(const char *text)
{
    char *result = NULL;
    size_t size;
    int depth = 0;
    while (is_space(*text))
        text++;
    FILE *out = *text == '{' || *text == '[' ? open_memstream(&result, &size) : NULL;
    if (out == NULL)
        return NULL;
    while (*text != '\0')
        if (*text == '"')
            text = copy_string(out, text);
        else if (is_space(*text))
            text++;
        else
            text = copy_mark(out, text, &depth);
    return fclose(out) == 0 ? result : NULL; /* without memory NULL, or what there is */
}
