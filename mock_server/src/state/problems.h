/* The problems found in a set of files, one line each: "FILE: JSON POINTER: what is wrong"; or
 * those found in the body of a request, each given to a function.
 *
 * A checker walks down a document, keeping the pointer (RFC 6901) to where it stands, and adds
 * what it finds. Values are quoted shortened and without control characters; a consumerKey or
 * userSecret must never be quoted. One thread. */
#ifndef PROBLEMS_H
#define PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "../buffer.h"

/* `file` may be NULL; `pointer` is "" for the whole document. */
typedef void problems_taker(void *context, const char *file, const char *pointer, const char *what);

struct problems {
    struct buffer *out;   /* borrowed; gets the lines, when `take` is NULL */
    const char *file;     /* borrowed: the file looked at */
    problems_taker *take; /* gets each problem instead */
    void *take_context;
    struct buffer pointer; /* where in it; "" is the whole document */
    size_t count;
    bool no_memory; /* one of them is that */
};

/* Steps down into a member or an element; returns what problems_leave() needs to come back. */
size_t problems_enter_member(struct problems *problems, const char *name);
size_t problems_enter_element(struct problems *problems, size_t index);
void problems_leave(struct problems *problems, size_t mark);

/* Adds a line about where the pointer stands. */
void problems_add(struct problems *problems, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds that there is no memory. */
void problems_no_memory(struct problems *problems);

/* Adds a line about a place in a text that is no JSON. */
void problems_add_at(struct problems *problems, size_t line, size_t column, const char *what);

enum { PROBLEM_QUOTE_SIZE = 128 };

/* `value` in quotes, as it may stand in a problem; returns `quote`. */
const char *problem_quote(const char *value, char quote[PROBLEM_QUOTE_SIZE]);

#endif
