/* A growing byte buffer that always ends in a NUL.
 *
 * A failed append sets `failed` and leaves the bytes as they were; later appends do nothing. So a
 * writer appends freely and asks once, at the end. Zero-initialise it; free with buffer_free(). */
#ifndef BUFFER_H
#define BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buffer {
    char *data; /* NULL until the first append */
    size_t length;
    size_t capacity;
    bool failed; /* out of memory */
};

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_number(struct buffer *buffer, size_t number); /* decimal */
void buffer_append_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Inline, so that the length of a literal is known when it is compiled. */
static inline void buffer_append_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

/* Empties it for its next use and keeps the memory. */
void buffer_reset(struct buffer *buffer);

/* Frees the memory; the buffer is as zero-initialised. */
void buffer_free(struct buffer *buffer);

#endif
