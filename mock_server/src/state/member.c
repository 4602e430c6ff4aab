#include "member.h"

#include <math.h>
#include <stdio.h>

void member_problem(struct problems *problems, const char *name, const char *what)
{
    size_t mark = problems_enter_member(problems, name);
    problems_add(problems, "%s", what);
    problems_leave(problems, mark);
}

const char *member_text(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

bool member_number(const cJSON *object, const char *name, int64_t least, int64_t most,
                   int64_t *value, struct problems *problems)
{
    char what[80];
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (item == NULL)
        return true;
    double number = item->valuedouble;
    if (cJSON_IsNumber(item) && floor(number) == number && number >= (double)least &&
        number <= (double)most) {
        *value = (int64_t)number;
        return true;
    }
    snprintf(what, sizeof what, "must be a whole number from %lld to %lld", (long long)least,
             (long long)most);
    member_problem(problems, name, what);
    return false;
}

bool member_put(cJSON *object, const char *name, cJSON *value)
{
    if (value == NULL)
        return false;
    cJSON *before = cJSON_GetObjectItemCaseSensitive(object, name);
    if (before != NULL) {          /* cJSON would copy the name, and not notice where it cannot */
        cJSON_free(value->string); /* that of the member that it was copied from */
        value->string = before->string;
        before->string = NULL;
        return cJSON_ReplaceItemViaPointer(object, before, value);
    }
    bool good = cJSON_AddItemToObject(object, name, value);
    if (!good)
        cJSON_Delete(value);
    return good;
}

void member_put_back(cJSON *object, cJSON *member)
{
    cJSON_AddItemToArray(object, member); /* it has its name still */
}
