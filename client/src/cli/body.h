/* The JSON body of a request to sign. */
#ifndef CLI_BODY_H
#define CLI_BODY_H

#include <stdbool.h>

/* Reads `path` ("-": standard input) as JSON without white space, its keys in their order and its
 * numbers as written. On false `message` (of `size` bytes) names the file and what is wrong with
 * it. The caller frees *body; NULL: the file is empty. */
bool body_read(const char *path, char **body, char *message, int size);

#endif
