/* A request and the answer to it, as they pass through: every text in them is borrowed, and lives
 * as long as their exchange. Header names have no case, and headers stay in order. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

enum { MOST_HEADERS = 64 };

struct header {
    const char *name, *value;
};

struct headers {
    struct header items[MOST_HEADERS]; /* what comes behind the last is lost */
    size_t count;
};

struct request {
    const char *method, *path;
    const char *query; /* raw, without '?'; NULL: there is none */
    struct headers headers;
    const char *body; /* NULL: there is none */
    size_t body_length;
};

struct answer {
    int status;
    const char *reason;
    struct headers headers;
    const char *body; /* with a NUL behind it; "": none */
    size_t body_length;
};

/* The first of that name; NULL: none. */
const char *headers_get(const struct headers *headers, const char *name);

size_t headers_count(const struct headers *headers, const char *name);

void headers_add(struct headers *headers, const char *name, const char *value);
void headers_drop(struct headers *headers, const char *name);

/* One of that name, in the place of the first or behind the others. */
void headers_set(struct headers *headers, const char *name, const char *value);

/* With the reason phrase that belongs to it. */
void answer_set_status(struct answer *answer, int status);

#endif
