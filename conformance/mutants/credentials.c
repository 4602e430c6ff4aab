#include "credentials.h"

#include <string.h>

#include "parameter.h"

static const struct {
    const char *client_id, *key;
} partners[] = {{"PASSIVTEST", "sandbox-consumer-key"},
                {"PARTNER-2", "key with + / 100% and \xc3\xa9"},
                {"PERSONAL", "personal-consumer-key"}};

static const struct user users[] = {
    {"PASSIVTEST", "John.doe@snaptrade.com", "USERSECRET123"},
    {"PASSIVTEST", "second-user@example.com", "second-user-secret"},
    {"PASSIVTEST", "newcomer", "newcomer-secret"},
    {"PASSIVTEST", "Zo\xc3\xa9 Martin", "zoe-secret"},
    {"PASSIVTEST", "q&a+100%@example.com", "ampersand-secret"},
    {"PARTNER-2", "partner-2-user", "partner-2-user-secret"},
};

const struct user *user_of(const char *client_id, const char *user_id)
{
    for (size_t i = 0; client_id != NULL && user_id != NULL && i < sizeof users / sizeof *users;
         i++)
        if (strcmp(users[i].client_id, client_id) == 0 && strcmp(users[i].id, user_id) == 0)
            return &users[i];
    return NULL;
}

const char *key_of(struct scratch *scratch, const struct request *request)
{
    const char *client_id = parameter_text(scratch, request->query, "clientId");
    if (client_id == NULL)
        return partners[0].key;
    for (size_t i = 0; i < sizeof partners / sizeof *partners; i++)
        if (strcmp(partners[i].client_id, client_id) == 0)
            return partners[i].key;
    return NULL;
}

static const char *trimmed(struct scratch *scratch, const char *value)
{
    value += strspn(value, " \t");
    size_t length = strlen(value);
    while (length > 0 && strchr(" \t", value[length - 1]) != NULL)
        length--;
    return scratch_copy(scratch, value, length);
}

void signature_rule(struct scratch *scratch, const struct request *request,
                    char rule[SNAPTRADE_RULE_SIZE])
{
    const char *key = key_of(scratch, request);
    rule[0] = '\0';
    if (key == NULL || headers_count(&request->headers, "Signature") != 1)
        return;
    const struct snaptrade_verify_input input = {
        .consumer_key = key,
        .path = request->path,
        .query = request->query != NULL ? request->query : "",
        .signature = trimmed(scratch, headers_get(&request->headers, "Signature"))};
    snaptrade_signer *signer = snaptrade_signer_new();
    if (signer != NULL)
        snaptrade_verify(signer, &input, rule);
    snaptrade_signer_free(signer);
}

void sign_request(struct scratch *scratch, struct request *request)
{
    const char *key = key_of(scratch, request);
    const struct snaptrade_signed_request signed_request = {.path = request->path,
                                                            .query = request->query};
    char *signature = scratch_room(scratch, SNAPTRADE_SIGNATURE_SIZE);
    if (key != NULL && snaptrade_sign(key, &signed_request, signature))
        headers_set(&request->headers, "Signature", signature);
}
