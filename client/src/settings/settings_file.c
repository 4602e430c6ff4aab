#include "settings_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *trim(char *text)
{
    size_t length;
    text += strspn(text, " \t");
    for (length = strlen(text); length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL; length--)
        ;
    text[length] = '\0';
    return text;
}

/* 'a b' or "a b": a b, as in files that a shell can read too. */
static char *unquote(char *value)
{
    size_t length = strlen(value);
    if (length < 2 || (value[0] != '\'' && value[0] != '"') || value[length - 1] != value[0])
        return value;
    value[length - 1] = '\0';
    return value + 1;
}

static bool read_line(char *line, settings_file_taker *take, void *context)
{
    static const char export[] = "export ";
    char *name = trim(line);
    if (*name == '\0' || *name == '#')
        return true;
    if (strncmp(name, export, sizeof export - 1) == 0)
        name += sizeof export - 1;
    char *equals = strchr(name, '=');
    if (equals == NULL)
        return false;
    *equals = '\0';
    take(context, trim(name), unquote(trim(equals + 1)));
    return true;
}

bool settings_file_read(const char *path, settings_file_taker *take, void *context,
                        char message[SETTINGS_MESSAGE_SIZE])
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    if (file == NULL) {
        snprintf(message, SETTINGS_MESSAGE_SIZE, "%s: %s", path, strerror(errno));
        return false;
    }
    for (unsigned number = 1; good && getline(&line, &size, file) >= 0; number++) {
        good = read_line(line, take, context);
        if (!good)
            snprintf(message, SETTINGS_MESSAGE_SIZE, "%s:%u: not NAME=VALUE", path, number);
    }
    if (good && !feof(file)) { /* a lack of memory is not seen by ferror() */
        snprintf(message, SETTINGS_MESSAGE_SIZE, "%s: %s", path, strerror(errno));
        good = false;
    }
    if (line != NULL)
        explicit_bzero(line, size);
    free(line);
    fclose(file);
    return good;
}
