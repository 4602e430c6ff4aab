#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_CAPACITY = 1024 };

bool text_reserve(struct text *text, size_t size)
{
    if (size <= text->capacity)
        return true;
    size_t capacity = size < LEAST_CAPACITY ? LEAST_CAPACITY : 2 * size;
    char *bytes = realloc(text->bytes, capacity);
    if (bytes == NULL)
        return false;
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

bool text_format(struct text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(text->bytes, text->capacity, format, arguments);
    bool fits = length >= 0 && (size_t)length < text->capacity;
    if (length >= 0 && !fits && text_reserve(text, (size_t)length + 1)) {
        vsnprintf(text->bytes, text->capacity, format, again);
        fits = true;
    }
    va_end(again);
    text->length = fits ? (size_t)length : 0;
    return fits;
}

void text_free(struct text *text)
{
    if (text->bytes != NULL)
        explicit_bzero(text->bytes, text->capacity);
    free(text->bytes);
    *text = (struct text){0};
}
