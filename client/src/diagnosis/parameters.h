/* A raw query as its parameters, to be put together again in other ways. Pure. */
#ifndef DIAGNOSIS_PARAMETERS_H
#define DIAGNOSIS_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>

/* Queries with more parameters are not taken apart: nobody sends one. */
enum { PARAMETERS_MOST = 32 };

struct parameter {
    const char *text; /* "name=value", of `length` bytes */
    size_t length, name_length;
};

struct parameters {
    struct parameter items[PARAMETERS_MOST];
    size_t count; /* 0: none, or too many */
};

void parameters_read(const char *query, struct parameters *parameters);

/* By the name as it is sent; NULL: it is not there. */
const struct parameter *parameters_find(const struct parameters *parameters, const char *name);
bool parameter_has_name(const struct parameter *parameter, const char *name);

/* Joins them with '&' in `out`, which has room for the query that they were read from. */
void parameters_join(const struct parameters *parameters, char *out);

#endif
