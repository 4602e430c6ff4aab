#include "parameters.h"

#include <string.h>

void parameters_read(const char *query, struct parameters *parameters)
{
    parameters->count = 0;
    for (const char *text = query; *text != '\0';) {
        size_t length = strcspn(text, "&");
        const char *equals = memchr(text, '=', length);
        if (parameters->count == PARAMETERS_MOST) {
            parameters->count = 0;
            return;
        }
        parameters->items[parameters->count++] = (struct parameter){
            .text = text,
            .length = length,
            .name_length = equals != NULL ? (size_t)(equals - text) : length,
        };
        text += length;
        text += *text == '&';
    }
}

bool parameter_has_name(const struct parameter *parameter, const char *name)
{
    return strlen(name) == parameter->name_length &&
           memcmp(parameter->text, name, parameter->name_length) == 0;
}

const struct parameter *parameters_find(const struct parameters *parameters, const char *name)
{
    for (size_t i = 0; i < parameters->count; i++)
        if (parameter_has_name(&parameters->items[i], name))
            return &parameters->items[i];
    return NULL;
}

void parameters_join(const struct parameters *parameters, char *out)
{
    for (size_t i = 0; i < parameters->count; i++) {
        if (i > 0)
            *out++ = '&';
        memcpy(out, parameters->items[i].text, parameters->items[i].length);
        out += parameters->items[i].length;
    }
    *out = '\0';
}
