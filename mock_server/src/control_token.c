#include "control_token.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "random.h"

static bool make(struct control_token *token)
{
    char secret[RANDOM_SECRET_SIZE];
    if (!random_secret(secret)) {
        fputs("snaptrade-mock: no random bytes for a control token\n", stderr);
        return false;
    }
    memcpy(token->text, secret, sizeof secret);
    return true;
}

/* A header can hold it: visible ASCII without spaces. What fills its room may have been cut. */
static bool is_token(const char *text)
{
    size_t length = 0;
    while (text[length] > ' ' && text[length] <= '~')
        length++;
    return text[length] == '\0' && length >= CONTROL_TOKEN_LEAST && length <= CONTROL_TOKEN_MOST;
}

bool control_token_get(const char *path, struct control_token *token)
{
    if (path == NULL)
        return make(token);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "snaptrade-mock: --control-token-file %s: %s\n", path, strerror(errno));
        return false;
    }
    bool good = fgets(token->text, sizeof token->text, file) != NULL;
    fclose(file);
    if (good)
        token->text[strcspn(token->text, "\r\n")] = '\0';
    if (good && is_token(token->text))
        return true;
    fprintf(stderr,
            "snaptrade-mock: --control-token-file %s: its first line must be a token of %d to %d "
            "visible characters\n",
            path, CONTROL_TOKEN_LEAST, CONTROL_TOKEN_MOST);
    return false;
}
