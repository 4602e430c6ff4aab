/* What the fuzz targets share: the bytes of an input as texts.
 *
 * Each target is a file with one LLVMFuzzerTestOneInput(). libFuzzer calls it with inputs that it
 * makes (scripts/fuzz); replay.c calls it with files, as a unit test. What must hold is told by
 * fuzz_demand(), which aborts. */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define fuzz_demand(condition)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);          \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A copy of its own, so that reading past its end is seen; the caller frees it. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_demand(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

/* Takes the next line off *rest, which is what follows it; "" when nothing is left. */
static inline char *fuzz_line(char **rest)
{
    char *line = *rest;
    char *end = line + strcspn(line, "\n");
    *rest = *end == '\n' ? end + 1 : end;
    *end = '\0';
    return line;
}

#endif
