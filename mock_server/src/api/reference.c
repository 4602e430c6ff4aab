#include "reference.h"

#include "answer.h"

enum api_error reference_brokerages(struct context *context, struct http_response *response)
{
    response->status = 200;
    return answer_error(store_list_brokerages(context->config->store, &response->body));
}

/* A partner of the sandbox may do everything, with every brokerage; it has no name but its
 * clientId. */
enum api_error reference_partner(struct context *context, struct http_response *response)
{
    static const char *const rights[] = {"can_access_trades",
                                         "can_access_holdings",
                                         "can_access_account_history",
                                         "can_access_reference_data",
                                         "can_access_portfolio_management",
                                         "can_access_orders"};
    struct buffer brokerages = {0};
    enum api_error error = answer_error(store_list_brokerages(context->config->store, &brokerages));
    if (error == API_OK && brokerages.failed)
        error = API_NO_MEMORY;
    if (error == API_OK) {
        cJSON *partner = cJSON_CreateObject();
        cJSON_AddStringToObject(partner, "slug", context->partner.client_id);
        cJSON_AddStringToObject(partner, "name", context->partner.client_id);
        cJSON_AddNullToObject(partner, "logo_url");
        cJSON_AddRawToObject(partner, "allowed_brokerages", brokerages.data);
        for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++)
            cJSON_AddTrueToObject(partner, rights[i]);
        cJSON_AddNullToObject(partner, "redirect_uri");
        cJSON_AddFalseToObject(partner, "pin_required");
        answer_json(partner, response);
    }
    buffer_free(&brokerages);
    return error;
}
