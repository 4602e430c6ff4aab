#include "refusal.h"

#include <stdlib.h>
#include <string.h>

#include "../http/framing.h"
#include "../http/query.h"

enum { MICROSECONDS = 1000000 };

static const unsigned read_parameters = QUERY_BIT(QUERY_CLIENT_ID) | QUERY_BIT(QUERY_TIMESTAMP) |
                                        QUERY_BIT(QUERY_USER_ID) | QUERY_BIT(QUERY_USER_SECRET);

/* Room for what the store hands out. */
struct knowledge {
    struct store_partner partner;
    char keys[SNAPTRADE_MOST_OTHER_KEYS][STORE_TEXT_SIZE];
    const char *key_list[SNAPTRADE_MOST_OTHER_KEYS];
};

static bool is_about_signing(enum api_error error)
{
    return error == API_NO_CREDENTIALS || error == API_NO_USER || error == API_BAD_TIMESTAMP ||
           error == API_BAD_SIGNATURE;
}

static void ask_store(const struct mock_config *config, const struct query *query,
                      struct knowledge *knowledge, struct snaptrade_known *known)
{
    const char *client_id = query->values[QUERY_CLIENT_ID];
    known->client_id = client_id;
    known->user_secret = query->values[QUERY_USER_SECRET];
    if (client_id != NULL && store_find_partner(config->store, client_id, &knowledge->partner))
        known->consumer_key = knowledge->partner.consumer_key;
    known->now =
        config->now(config->context, known->consumer_key != NULL ? client_id : NULL) / MICROSECONDS;
    known->other_key_count = store_other_keys(config->store, client_id != NULL ? client_id : "",
                                              knowledge->keys, SNAPTRADE_MOST_OTHER_KEYS);
    for (size_t i = 0; i < known->other_key_count; i++)
        knowledge->key_list[i] = knowledge->keys[i];
    known->other_keys = knowledge->key_list;
}

/* The table's last row says that it does not know: no news unless a signature was compared. */
static const char *name_of(const struct snaptrade_mistake *mistake, enum api_error error)
{
    bool unknown = mistake == NULL || strcmp(mistake->name, "unknown") == 0;
    if (unknown)
        return error == API_BAD_SIGNATURE ? "unknown" : "";
    return mistake->name;
}

static bool diagnose(const struct http_request *request, const struct snaptrade_known *known,
                     struct snaptrade_diagnosis *diagnosis)
{
    struct snaptrade_header headers[FRAMING_MAX_HEADERS];
    struct snaptrade_received received = {.method = request->method_name,
                                          .path = request->path,
                                          .query = request->query,
                                          .body = request->body,
                                          .headers = headers};
    for (; received.header_count < request->header_count &&
           received.header_count < FRAMING_MAX_HEADERS;
         received.header_count++)
        headers[received.header_count] =
            (struct snaptrade_header){request->headers[received.header_count].name,
                                      request->headers[received.header_count].value};
    return snaptrade_diagnose(&received, known, diagnosis);
}

bool refusal_explain(const struct mock_config *config, const struct http_request *request,
                     struct snaptrade_diagnosis *diagnosis)
{
    struct query query;
    char *text = strdup(request->query);
    struct knowledge *knowledge = calloc(1, sizeof *knowledge);
    struct snaptrade_known known = {.clock_skew = config->clock_skew, .strict = config->strict};
    bool good = text != NULL && knowledge != NULL;
    *diagnosis = (struct snaptrade_diagnosis){.mistake = NULL};
    if (good) {
        query_parse(text, read_parameters, &query);
        ask_store(config, &query, knowledge, &known);
        good = diagnose(request, &known, diagnosis);
    }
    free(text);
    free(knowledge);
    return good;
}

const char *refusal_diagnose(const struct mock_config *config, const struct http_request *request,
                             enum api_error error)
{
    struct snaptrade_diagnosis diagnosis;
    if (!is_about_signing(error))
        return "";
    const char *name =
        refusal_explain(config, request, &diagnosis) ? name_of(diagnosis.mistake, error) : "";
    snaptrade_diagnosis_free(&diagnosis);
    return name;
}
