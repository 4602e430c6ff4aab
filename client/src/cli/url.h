/* A URL in the parts that signing needs, its dot segments resolved and nothing else changed. */
#ifndef CLI_URL_H
#define CLI_URL_H

#include <stdbool.h>

/* Free each with free(). */
struct url {
    char *origin; /* "http://127.0.0.1:7627" */
    char *path;   /* raw; at least "/" */
    char *query;  /* raw, without '?'; NULL: none */
};

/* Reads `text`, put behind `base` when it starts with '/'. On false `message` (of `size` bytes) is
 * what is wrong with it. url_free() after both. */
bool url_parse(const char *text, const char *base, struct url *url, char *message, int size);
void url_free(struct url *url);

#endif
