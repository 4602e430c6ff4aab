/* The token that opens all of the control API: read from a file, or made. */
#ifndef CONTROL_TOKEN_H
#define CONTROL_TOKEN_H

#include <stdbool.h>

enum { CONTROL_TOKEN_SIZE = 512, CONTROL_TOKEN_LEAST = 16, CONTROL_TOKEN_MOST = 510 };

struct control_token {
    char text[CONTROL_TOKEN_SIZE];
};

/* The first line of the file, or a random one when `path` is NULL. False: one line on stderr says
 * what is wrong. */
bool control_token_get(const char *path, struct control_token *token);

#endif
