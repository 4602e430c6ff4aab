/* Is a text one JSON value, strictly by RFC 8259? Pure, without recursion.
 *
 * The JSON library of this project is lax (numbers such as 01, what stands behind the value, any
 * bytes in strings): this runs first, and what passes is safe to give to it. Beyond the RFC it
 * refuses \u0000, lone surrogates, text that is not UTF-8, and too deep nesting. */
#ifndef JSON_CHECK_H
#define JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>

enum { JSON_MAX_DEPTH = 32 };

/* Where the text stops being JSON, both from 1; the column counts bytes. */
struct json_problem {
    size_t line, column;
    const char *what; /* a static text */
};

/* False: *problem says where and why. */
bool json_check(const char *text, size_t length, struct json_problem *problem);

#endif
