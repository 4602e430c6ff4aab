#include "text.h"

#include <check.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char **texts;
static size_t count, room;

void *no_null(void *memory)
{
    if (memory == NULL)
        ck_abort_msg("out of memory");
    return memory;
}

char *keep(char *string)
{
    no_null(string);
    if (count == room) {
        room = room > 0 ? 2 * room : 64;
        texts = no_null(realloc(texts, room * sizeof(char *)));
    }
    return texts[count++] = string;
}

const char *text(const char *format, ...)
{
    va_list arguments;
    char *result = NULL;
    va_start(arguments, format);
    int length = vasprintf(&result, format, arguments);
    va_end(arguments);
    return keep(length >= 0 ? result : NULL);
}

const char *escaped(const char *value)
{
    char *result = no_null(curl_easy_escape(NULL, value, 0));
    const char *copy = text("%s", result);
    curl_free(result);
    return copy;
}

const char *time_text(long long offset)
{
    return text("%lld", (long long)time(NULL) + offset);
}

void texts_end(void)
{
    while (count > 0)
        free(texts[--count]);
    free(texts);
    texts = NULL;
    room = 0;
}
