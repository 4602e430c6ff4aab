#include "difference.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "table.h"

/* Characters that are shown of a text before and behind the place. */
enum { BEFORE = 40, BEHIND = 28 };

static const char cut[] = "...";

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The place where a character starts. */
static size_t start_of(const char *text, size_t at)
{
    while (at > 0 && continues(text[at]))
        at--;
    return at;
}

static size_t back(const char *text, size_t at, size_t characters)
{
    for (; characters > 0 && at > 0; characters--)
        at = start_of(text, at - 1);
    return at;
}

static size_t forward(const char *text, size_t at, size_t characters)
{
    for (; characters > 0 && text[at] != '\0'; characters--)
        for (at++; continues(text[at]);)
            at++;
    return at;
}

/* Prints one side and returns the column of the place. */
static size_t print_side(const struct difference_side *side)
{
    size_t at = start_of(side->text, side->at);
    size_t from = back(side->text, at, BEFORE), to = forward(side->text, at, BEHIND);
    size_t column = table_print_text(side->label) + table_print_text(from > 0 ? cut : "");
    column += table_print_part(side->text + from, at - from);
    table_print_part(side->text + at, to - at);
    puts(side->text[to] != '\0' ? cut : "");
    return column;
}

void difference_print(const struct difference_side *upper, const struct difference_side *lower,
                      const char *note)
{
    print_side(upper);
    size_t column = print_side(lower);
    printf("%*s^%s%s\n", (int)column, "", *note != '\0' ? " " : "", note);
}
