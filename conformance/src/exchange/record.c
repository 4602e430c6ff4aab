#include "record.h"

#include <stdlib.h>

#include "../target/secrets.h"
#include "text.h"

enum { SHOWN_BYTES = 3000 };

static void add_masked(cJSON *object, const char *name, const char *value)
{
    char *masked = value != NULL ? secrets_masked(SNAPTRADE_TEXT_JSON, value) : NULL;
    cJSON_AddItemToObject(object, name,
                          masked != NULL ? cJSON_CreateString(masked) : cJSON_CreateNull());
    free(masked);
}

static void add_answer(cJSON *object, const struct answer *answer)
{
    cJSON *headers = cJSON_AddArrayToObject(object, "headers");
    cJSON_AddNumberToObject(object, "status", answer->status);
    add_masked(object, "reason", answer->reason);
    for (size_t i = 0; i < answer->header_count; i++) {
        char *line = secrets_masked(
            SNAPTRADE_TEXT_JSON, text("%s: %s", answer->headers[i].name, answer->headers[i].value));
        cJSON_AddItemToArray(headers, cJSON_CreateString(line != NULL ? line : ""));
        free(line);
    }
    add_masked(object, "body", text("%.*s", SHOWN_BYTES, answer->body));
    cJSON_AddNumberToObject(object, "bodyBytes", (double)answer->body_length);
}

cJSON *record_exchange(const struct sent_request *request, const struct answer *answer,
                       const char *error)
{
    cJSON *object = cJSON_CreateObject();
    char *command = curl_command(request);
    cJSON_AddStringToObject(object, "method", request->method);
    add_masked(object, "url",
               *request->query != '\0' ? text("%s?%s", request->url, request->query)
                                       : request->url);
    add_masked(object, "signed", request->canonical);
    cJSON_AddStringToObject(object, "command", command != NULL ? command : "");
    free(command);
    if (error == NULL)
        add_answer(object, answer);
    else
        add_masked(object, "error", error);
    return object;
}
