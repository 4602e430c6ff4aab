/* The base URL of a client: checked once, and split into what every call needs. Pure. */
#ifndef SNAPTRADE_BASE_URL_H
#define SNAPTRADE_BASE_URL_H

#include <stdbool.h>

struct base_url {
    char *origin; /* "http://127.0.0.1:7627" */
    char *path;   /* "/api/v1", or "" */
};

/* On false *problem is what is wrong, as it stands behind "base_url "; nothing is to be freed. */
bool base_url_parse(const char *text, struct base_url *base, const char **problem);
void base_url_free(struct base_url *base);

#endif
