#include "page.h"

#include <string.h>

extern const char report_look[];

bool page_is_at(const struct page_place *place, const char *name)
{
    return strlen(name) == place->length && strncmp(name, place->name, place->length) == 0;
}

bool page_next(const char **text, struct page_place *place, FILE *out)
{
    static const char opening[] = "{{", closing[] = "}}";
    for (const char *start; (start = strstr(*text, opening)) != NULL;) {
        fwrite(*text, 1, (size_t)(start - *text), out);
        place->name = start + sizeof opening - 1;
        place->length = (size_t)(strstr(place->name, closing) - place->name);
        *text = place->name + place->length + sizeof closing - 1;
        if (!page_is_at(place, "look"))
            return true;
        fputs(report_look, out);
    }
    fputs(*text, out);
    return false;
}
