/* What the client reads of answers: the first byte chooses the model, the rest is the body. */
#include "snaptrade/models.h"
#include "input.h"

enum { MODELS = 5 };

#define READ(model)                                                                                \
    do {                                                                                           \
        struct snaptrade_##model value;                                                            \
        result = snaptrade_parse_##model(text, size, &value, message);                             \
        snaptrade_##model##_free(&value);                                                          \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char message[SNAPTRADE_MESSAGE_SIZE] = "";
    enum snaptrade_parse_result result = SNAPTRADE_PARSE_OK;
    if (size == 0)
        return 0;
    int model = data[0] % MODELS;
    char *text = fuzz_text(data + 1, --size);
    if (model == 0)
        READ(authorization);
    else if (model == 1)
        READ(authorization_list);
    else if (model == 2)
        READ(session_event_list);
    else if (model == 3)
        READ(deletion);
    else
        READ(api_status);
    fuzz_demand((result == SNAPTRADE_PARSE_OK) == (message[0] == '\0'));
    free(text);
    return 0;
}
