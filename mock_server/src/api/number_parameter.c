#include "number_parameter.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 9 };

bool number_parameter(struct context *context, enum query_name name, unsigned least, unsigned most,
                      unsigned *value)
{
    const char *text = context->query.values[name];
    if (text == NULL)
        return true;
    size_t digits = strspn(text, "0123456789");
    context->argument = query_name_text(name);
    if (digits == 0 || text[digits] != '\0')
        return false;
    unsigned long number = digits > MOST_DIGITS ? most : strtoul(text, NULL, 10);
    *value = number > most ? most : (unsigned)number;
    return number >= least;
}
