#include "account_part.h"

#include "../state/member.h"
#include "answer.h"

enum api_error account_read(struct context *context, store_account_reader *read, void *reader)
{
    struct snaptrade_uuid id;
    if (!answer_path_id(context, &id))
        return API_NO_RESOURCE;
    return answer_error(store_read_account(context->config->store, context->partner.client_id,
                                           context->user.user_id, &id, read, reader));
}

struct parsing {
    enum store_account_part part;
    cJSON *json;
};

static void parse(void *context, const struct store_account *account)
{
    struct parsing *parsing = context;
    parsing->json = cJSON_Parse(account->json[parsing->part]);
}

enum api_error account_parse(struct context *context, enum store_account_part part, cJSON **json)
{
    struct parsing parsing = {.part = part};
    enum api_error error = account_read(context, parse, &parsing);
    *json = parsing.json;
    return error == API_OK && parsing.json == NULL ? API_NO_MEMORY : error;
}

void account_copy(cJSON *to, const char *name, const cJSON *value)
{
    if (value == NULL)
        cJSON_AddNullToObject(to, name);
    else
        member_put(to, name, cJSON_Duplicate(value, true));
}
