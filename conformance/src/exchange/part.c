#include "part.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "evidence.h"

static const struct answer *looked_at; /* NULL: none yet */

void look_at(const struct answer *answer)
{
    looked_at = answer;
    evidence_look_at(answer->number);
}

void look_end(void)
{
    looked_at = NULL;
}

void fail_part(const char *expected, const char *received, const char *format, ...)
{
    char *why = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&why, format, arguments);
    va_end(arguments);
    if (looked_at != NULL) /* and not at what was sent since */
        evidence_look_at(looked_at->number);
    failed(expected, received, "%s: %s", looked_at != NULL ? looked_at->request : "no request",
           length >= 0 ? keep(why) : "it fails");
}

void expect_that(bool holds, const char *what, const char *expected, const char *received)
{
    if (!holds)
        fail_part(expected, received, "%s is not as expected", what);
}

void expect_text(const char *what, const char *expected, const char *received)
{
    if (received == NULL)
        fail_part(expected, "none", "%s is missing", what);
    if (strcmp(expected, received) != 0)
        fail_part(expected, received, "%s is \"%s\" instead of \"%s\"", what, received, expected);
}

void expect_count(const char *what, size_t expected, size_t received)
{
    if (expected != received)
        fail_part(text("%zu", expected), text("%zu", received), "%zu instead of %zu %s", received,
                  expected, what);
}

void expect_some(const char *what, size_t least, size_t received)
{
    if (received < least)
        fail_part(text("at least %zu", least), text("%zu", received),
                  "%zu %s, and not at least %zu", received, what, least);
}

void expect_between(const char *what, long least, long most, long received)
{
    if (received < least || received > most)
        fail_part(text("%ld to %ld", least, most), text("%ld", received),
                  "%s is %ld, and not %ld to %ld", what, received, least, most);
}

void expect_same(const char *what, const cJSON *expected, const cJSON *received)
{
    if (!cJSON_Compare(expected, received, true))
        fail_part(json_text(expected), json_text(received), "%s is another", what);
}

const char *member_text(const cJSON *object, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (member == NULL || cJSON_IsNull(member))
        return NULL;
    if (!cJSON_IsString(member))
        fail_part(text("\"%s\" with a string", name), json_text(object), "%s is no string", name);
    return member->valuestring;
}

const char *required_text(const cJSON *object, const char *name)
{
    const char *value = member_text(object, name);
    if (value == NULL)
        fail_part(text("\"%s\" with a string", name), json_text(object), "%s is missing", name);
    return value;
}

const char *json_text(const cJSON *value)
{
    return value != NULL ? keep(cJSON_PrintUnformatted(value)) : "nothing";
}
