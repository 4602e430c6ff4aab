/* A text that grows. Zero-initialise it; text_free() it, which wipes it too. */
#ifndef DIAGNOSIS_TEXT_H
#define DIAGNOSIS_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text {
    char *bytes;
    size_t length, capacity;
};

/* Makes room for `size` bytes; what is there stays. False: no memory. */
bool text_reserve(struct text *text, size_t size);

/* Replaces it. False: no memory. */
bool text_format(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

void text_free(struct text *text);

#endif
