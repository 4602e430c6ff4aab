#include "adapter_answer.h"

#include <stdbool.h>

/* Exactly one of status, error and unsupported. */
static bool is_answer(const cJSON *answer, long wanted)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(answer, "id");
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(answer, "error");
    int status = cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(answer, "status"));
    int unsupported = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(answer, "unsupported"));
    return cJSON_IsNumber(id) && id->valuedouble == (double)wanted &&
           status + unsupported + cJSON_IsObject(error) == 1;
}

cJSON *adapter_answer_read(const char *line, size_t length, long id)
{
    const char *end = line;
    cJSON *answer = cJSON_ParseWithLengthOpts(line, length, &end, false);
    while (end < line + length && (*end == ' ' || *end == '\t' || *end == '\r'))
        end++;
    if (end == line + length && is_answer(answer, id))
        return answer;
    cJSON_Delete(answer);
    return NULL;
}
