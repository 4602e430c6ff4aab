#include "json_form.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_SIZE = 32, MOST_DIGITS = 17 };

/* Like Python's repr(): the shortest text that reads back as the same number. */
static void write_number(double number, char text[NUMBER_SIZE])
{
    if (floor(number) == number) {
        snprintf(text, NUMBER_SIZE, "%lld", (long long)number);
        return;
    }
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
        snprintf(text, NUMBER_SIZE, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
}

/* Nested no deeper than json_check() lets it. */
static bool write_numbers(cJSON *value)
{
    cJSON *child;
    if (cJSON_IsNumber(value)) {
        value->valuestring = cJSON_malloc(NUMBER_SIZE);
        if (value->valuestring == NULL)
            return false;
        write_number(value->valuedouble, value->valuestring);
        value->type = (value->type & ~cJSON_Number) | cJSON_Raw;
    }
    cJSON_ArrayForEach(child, value)
    {
        if (!write_numbers(child))
            return false;
    }
    return true;
}

char *json_form_print(cJSON *value)
{
    return write_numbers(value) ? cJSON_PrintUnformatted(value) : NULL;
}
