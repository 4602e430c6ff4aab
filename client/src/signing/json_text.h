/* Text as the inside of a JSON string, with the escapes of one language or another. Pure. */
#ifndef SIGNING_JSON_TEXT_H
#define SIGNING_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* What is escaped beyond what JSON demands; each set may be joined with others. */
enum json_escapes {
    JSON_UTF8 = 0,     /* nothing: JavaScript, Ruby, Java */
    JSON_ASCII = 1,    /* bytes from 0x80, and DEL, as lower-case \uXXXX: Python, PHP */
    JSON_SLASHES = 2,  /* '/' as \/: PHP */
    JSON_HTML = 4,     /* '&', '<' and '>' as \u0026 and so on: Go */
    JSON_DOTNET = 8,   /* those, '+', quotes and '`' as upper-case \uXXXX, and JSON_ASCII: C# */
    JSON_RAW_DEL = 16, /* with JSON_ASCII: DEL stays: PHP */
    JSON_LINES = 32,   /* U+2028 and U+2029 as \u2028 and \u2029: Go, Java */
    JSON_WRITTEN = 64  /* the text is JSON already: quotes and escapes in it stay */
};

struct json_text {
    const char *bytes;
    size_t length;
    bool ascii; /* below DEL */
    bool plain; /* that, and JSON demands no escape in it */
};

struct json_text json_text_read(const char *bytes);

/* The most bytes that it takes when escaped. */
size_t json_text_room(const struct json_text *text, unsigned escapes);

/* Appends it and returns the end; NULL: it must become ASCII and is not UTF-8. */
char *json_text_append(char *out, const struct json_text *source, unsigned escapes);

#endif
