#include "scratch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scratch_block {
    struct scratch_block *next;
    max_align_t bytes[];
};

void *scratch_room(struct scratch *scratch, size_t size)
{
    struct scratch_block *block = calloc(1, sizeof *block + size);
    if (block == NULL)
        abort();
    block->next = scratch->blocks;
    scratch->blocks = block;
    return block->bytes;
}

char *scratch_copy(struct scratch *scratch, const char *bytes, size_t length)
{
    char *copy = scratch_room(scratch, length + 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *scratch_text(struct scratch *scratch, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = scratch_room(scratch, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

char *scratch_replace(struct scratch *scratch, const char *text, const char *what, const char *with)
{
    char *result = scratch_copy(scratch, "", 0);
    for (const char *found; (found = strstr(text, what)) != NULL; text = found + strlen(what))
        result = scratch_text(scratch, "%s%.*s%s", result, (int)(found - text), text, with);
    return scratch_text(scratch, "%s%s", result, text);
}

void scratch_free(struct scratch *scratch)
{
    while (scratch->blocks != NULL) {
        struct scratch_block *next = scratch->blocks->next;
        free(scratch->blocks);
        scratch->blocks = next;
    }
}
