#include "json_read.h"

#include "json_check.h"

cJSON *json_read(const char *text, size_t length, struct problems *problems)
{
    struct json_problem problem;
    if (!json_check(text, length, &problem)) {
        problems_add_at(problems, problem.line, problem.column, problem.what);
        return NULL;
    }
    cJSON *value = cJSON_ParseWithLength(text, length);
    if (value == NULL)
        problems_no_memory(problems);
    return value;
}
