#include "reach.h"

#include <stdio.h>

#include "care.h"
#include "snaptrade/client.h"
#include "target.h"

enum { UNAUTHORIZED = 401 };

enum reach reach_target(char why[SNAPTRADE_MESSAGE_SIZE])
{
    const struct credentials *as = &target()->credentials;
    const struct snaptrade_client_options options = {.base_url = target()->base_url,
                                                     .client_id = as->client_id,
                                                     .consumer_key = as->consumer_key,
                                                     .timeout_ms = target()->timeout_ms,
                                                     .ca_file = target()->ca_file};
    const struct snaptrade_user user = {as->user_id, as->user_secret};
    struct snaptrade_response response = {0};
    snaptrade_client *client = snaptrade_client_new(&options, why);
    if (client == NULL)
        return REACH_NONE;
    care_wait();
    snaptrade_list_brokerage_authorizations(client, &user, NULL, NULL, &response);
    snaptrade_client_free(client);
    snprintf(why, SNAPTRADE_MESSAGE_SIZE, "%s", response.message);
    enum reach reach = response.status == UNAUTHORIZED ? REACH_REFUSED
                       : response.status > 0           ? REACH_ANSWERS
                                                       : REACH_NONE;
    snaptrade_response_free(&response);
    return reach;
}
