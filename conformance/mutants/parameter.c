#include "parameter.h"

#include <stdbool.h>
#include <string.h>

#include "snaptrade/percent.h"

/* Where "name=value" stands in a query; `start` NULL: nowhere. */
struct place {
    const char *start, *value, *end;
};

static struct place find(const char *query, const char *name)
{
    size_t length = strlen(name);
    for (const char *start = query; start != NULL && *start != '\0';) {
        const char *end = start + strcspn(start, "&");
        if (strncmp(start, name, length) == 0 && start[length] == '=')
            return (struct place){start, start + length + 1, end};
        start = *end == '&' ? end + 1 : end;
    }
    return (struct place){0};
}

const char *parameter_get(struct scratch *scratch, const char *query, const char *name)
{
    struct place place = find(query, name);
    return place.start != NULL
               ? scratch_copy(scratch, place.value, (size_t)(place.end - place.value))
               : NULL;
}

const char *parameter_text(struct scratch *scratch, const char *query, const char *name)
{
    const char *raw = parameter_get(scratch, query, name);
    if (raw == NULL)
        return NULL;
    char *text = scratch_replace(scratch, raw, "+", " ");
    size_t length = 0;
    bool good = snaptrade_percent_decode(text, text, &length) && strlen(text) == length;
    return good ? text : NULL;
}

const char *parameter_set(struct scratch *scratch, const char *query, const char *name,
                          const char *value)
{
    struct place place = find(query, name);
    if (place.start != NULL)
        return scratch_text(scratch, "%.*s%s%s", (int)(place.value - query), query, value,
                            place.end);
    bool first = query == NULL || *query == '\0';
    return scratch_text(scratch, "%s%s%s=%s", first ? "" : query, first ? "" : "&", name, value);
}

const char *parameter_drop(struct scratch *scratch, const char *query, const char *name)
{
    struct place place = find(query, name);
    if (place.start == NULL)
        return query;
    if (*place.end == '&')
        return scratch_text(scratch, "%.*s%s", (int)(place.start - query), query, place.end + 1);
    int length = (int)(place.start - query);
    return scratch_text(scratch, "%.*s", length > 0 ? length - 1 : 0, query);
}

const char *parameter_encode(struct scratch *scratch, const char *text)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char *encoded = scratch_room(scratch, 3 * strlen(text) + 1);
    snaptrade_percent_encode(encoded, text, unreserved);
    return encoded;
}
