/* Texts that options name files of: the body of a request, and what was signed. */
#ifndef CLI_BODY_H
#define CLI_BODY_H

#include <stdbool.h>

/* Reads `path` ("-": standard input), the value of `option`, as it is. On false `message` (of
 * `size` bytes) names the file and what is wrong with it. The caller frees *text. */
bool body_text(const char *option, const char *path, char **text, char *message, int size);

/* The same for --body, as JSON without white space, its members in their order and its numbers as
 * written. *body is NULL when the file is empty. */
bool body_read(const char *path, char **body, char *message, int size);

#endif
