/* What an adapter answers: the input is its line. */
#include "client/fuzz/input.h"
#include "sdk/adapter_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    cJSON *answer = adapter_answer_read(text, size, 1);
    if (answer != NULL)
        fuzz_demand(cJSON_IsObject(answer));
    cJSON_Delete(answer);
    free(text);
    return 0;
}
