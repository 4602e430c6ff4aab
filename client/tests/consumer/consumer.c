/* Another project that links the installed library: lists the connections of a user. */
#include <snaptrade/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const struct snaptrade_client_options options = {.base_url = getenv("SNAPTRADE_BASE_URL"),
                                                     .client_id = getenv("SNAPTRADE_CLIENT_ID"),
                                                     .consumer_key =
                                                         getenv("SNAPTRADE_CONSUMER_KEY")};
    const struct snaptrade_user user = {getenv("SNAPTRADE_USER_ID"),
                                        getenv("SNAPTRADE_USER_SECRET")};
    char message[SNAPTRADE_MESSAGE_SIZE];
    snaptrade_client *client = snaptrade_client_new(&options, message);
    if (client == NULL) {
        fprintf(stderr, "%s\n", message);
        return EXIT_FAILURE;
    }
    struct snaptrade_authorization_list list;
    struct snaptrade_response response;
    bool listed = snaptrade_list_brokerage_authorizations(client, &user, NULL, &list, &response);
    if (!listed)
        fprintf(stderr, "%s\n", response.message);
    for (size_t i = 0; i < list.count; i++)
        puts(list.items[i].id.value);
    snaptrade_authorization_list_free(&list);
    snaptrade_response_free(&response);
    snaptrade_client_free(client);
    return listed ? EXIT_SUCCESS : EXIT_FAILURE;
}
