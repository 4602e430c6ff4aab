#include "markup.h"

#include <string.h>

#include "legible.h"

struct escape {
    char character;
    const char *reference;
};

static const struct escape in_text[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'\0', NULL}};
/* White space in an attribute would be read as a space. */
static const struct escape in_attribute[] = {{'&', "&amp;"},  {'<', "&lt;"},   {'>', "&gt;"},
                                             {'"', "&quot;"}, {'\n', "&#10;"}, {'\t', "&#9;"},
                                             {'\0', NULL}};

static void write_escaped(FILE *out, const char *text, const struct escape *escapes)
{
    const char *end = text + strlen(text);
    char shown[LEGIBLE_SIZE];
    while (legible_next(&text, end, shown)) {
        const struct escape *escape = escapes;
        while (escape->reference != NULL && escape->character != *shown)
            escape++;
        fputs(escape->reference != NULL ? escape->reference : shown, out);
    }
}

void markup_text(FILE *out, const char *text)
{
    write_escaped(out, text, in_text);
}

void markup_attribute(FILE *out, const char *text)
{
    write_escaped(out, text, in_attribute);
}
