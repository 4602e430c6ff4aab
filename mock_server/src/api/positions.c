#include "account_lists.h"

#include <string.h>

#include "account_part.h"
#include "answer.h"

/* What an instrument is called in 2026, by the code of its type before. */
static const char *kind_of(const char *code)
{
    static const char *const kinds[][2] = {
        {"cs", "stock"}, {"ps", "stock"},      {"ad", "adr"},        {"et", "etf"},
        {"cef", "cef"},  {"crypto", "crypto"}, {"oef", "mutualfund"}};
    for (size_t i = 0; code != NULL && i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(code, kinds[i][0]) == 0)
            return kinds[i][1];
    return "other";
}

static const cJSON *get(const cJSON *object, const char *member)
{
    return cJSON_GetObjectItemCaseSensitive(object, member);
}

/* A number as a string; null stays null. */
static void copy_number(cJSON *to, const char *name, const cJSON *value)
{
    char *text = cJSON_IsNumber(value) ? cJSON_PrintUnformatted(value) : NULL;
    if (text != NULL)
        cJSON_AddStringToObject(to, name, text);
    else
        cJSON_AddNullToObject(to, name);
    cJSON_free(text);
}

static const char *const copied[] = {"id", "symbol", "raw_symbol", "description"};

static void add_instrument(cJSON *result, const char *kind, const cJSON *symbol)
{
    cJSON *instrument = cJSON_AddObjectToObject(result, "instrument");
    cJSON_AddStringToObject(instrument, "kind", kind);
    for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++)
        account_copy(instrument, copied[i], get(symbol, copied[i]));
    account_copy(instrument, "currency", get(get(symbol, "currency"), "code"));
    if (strcmp(kind, "crypto") != 0)
        account_copy(instrument, "exchange", get(get(symbol, "exchange"), "mic_code"));
    account_copy(instrument, "figi_instrument", get(symbol, "figi_instrument"));
}

/* A fund says whether it is as good as cash; of anything else it is said when it is. */
static void add_position(cJSON *results, const cJSON *position)
{
    cJSON *result = cJSON_CreateObject();
    const cJSON *symbol = get(get(position, "symbol"), "symbol");
    const char *kind = kind_of(cJSON_GetStringValue(get(get(symbol, "type"), "code")));
    bool cash_equivalent = cJSON_IsTrue(get(position, "cash_equivalent"));
    add_instrument(result, kind, symbol);
    copy_number(result, "units", get(position, "units"));
    copy_number(result, "price", get(position, "price"));
    copy_number(result, "cost_basis", get(position, "average_purchase_price"));
    const cJSON *currency = get(position, "currency");
    account_copy(result, "currency",
                 get(currency != NULL ? currency : get(symbol, "currency"), "code"));
    if (cash_equivalent || strcmp(kind, "mutualfund") == 0)
        cJSON_AddBoolToObject(result, "cash_equivalent", cash_equivalent);
    if (!cJSON_AddItemToArray(results, result))
        cJSON_Delete(result);
}

struct reading {
    cJSON *account, *positions;
};

static void read_both(void *context, const struct store_account *account)
{
    struct reading *reading = context;
    reading->account = cJSON_Parse(account->json[STORE_ACCOUNT]);
    reading->positions = cJSON_Parse(account->json[STORE_POSITIONS]);
}

enum api_error account_positions_all(struct context *context, struct http_response *response)
{
    struct reading reading = {0};
    enum api_error error = account_read(context, read_both, &reading);
    if (error == API_OK && (reading.account == NULL || reading.positions == NULL))
        error = API_NO_MEMORY;
    if (error == API_OK) {
        cJSON *answer = cJSON_CreateObject();
        cJSON *results = cJSON_AddArrayToObject(answer, "results");
        const cJSON *position;
        cJSON_ArrayForEach(position, reading.positions) add_position(results, position);
        cJSON *freshness = cJSON_AddObjectToObject(answer, "data_freshness");
        const cJSON *holdings = get(get(reading.account, "sync_status"), "holdings");
        account_copy(freshness, "as_of", get(holdings, "last_successful_sync"));
        answer_json(answer, response);
    }
    cJSON_Delete(reading.account);
    cJSON_Delete(reading.positions);
    return error;
}
