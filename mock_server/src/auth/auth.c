#include "auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMESTAMP_DIGITS = 12, MICROSECONDS = 1000000 };

static const char *value_of(const struct context *context, enum query_name name)
{
    return context->query.values[name];
}

unsigned auth_parameters(enum route_auth auth)
{
    static const unsigned parameters[] = {
        [ROUTE_OPEN] = 0,
        [ROUTE_USER] = QUERY_BIT(QUERY_CLIENT_ID) | QUERY_BIT(QUERY_TIMESTAMP) |
                       QUERY_BIT(QUERY_USER_ID) | QUERY_BIT(QUERY_USER_SECRET),
        [ROUTE_CLIENT] = QUERY_BIT(QUERY_CLIENT_ID) | QUERY_BIT(QUERY_TIMESTAMP),
        [ROUTE_PARTNER] = QUERY_BIT(QUERY_CLIENT_ID) | QUERY_BIT(QUERY_TIMESTAMP) |
                          QUERY_BIT(QUERY_PARTNER_CLIENT_ID) | QUERY_BIT(QUERY_USER_ID) |
                          QUERY_BIT(QUERY_SESSION_ID),
    };
    return parameters[auth];
}

/* The implicit user of a personal partner needs no credentials; empty ones count as absent. */
static void drop_empty_user(struct context *context)
{
    const char **user_id = &context->query.values[QUERY_USER_ID];
    const char **user_secret = &context->query.values[QUERY_USER_SECRET];
    if (*user_id != NULL && **user_id == '\0')
        *user_id = NULL;
    if (*user_secret != NULL && **user_secret == '\0')
        *user_secret = NULL;
}

static bool has_user(const struct context *context)
{
    return value_of(context, QUERY_USER_ID) != NULL || value_of(context, QUERY_USER_SECRET) != NULL;
}

static bool is_implicit_user(const struct context *context)
{
    return context->partner.personal && !has_user(context);
}

/* Of an unknown partner the context still has the one before it. */
static enum api_error check_presence(const struct context *context, bool partner_known)
{
    bool partner = value_of(context, QUERY_CLIENT_ID) != NULL;
    if (context->match.route->auth != ROUTE_USER)
        return partner ? API_OK : API_NO_CREDENTIALS;
    if (!partner && value_of(context, QUERY_TIMESTAMP) == NULL && !has_user(context))
        return API_NO_CREDENTIALS;
    bool user =
        value_of(context, QUERY_USER_ID) != NULL && value_of(context, QUERY_USER_SECRET) != NULL;
    bool implicit = partner_known && is_implicit_user(context);
    return partner && (user || implicit) ? API_OK : API_NO_USER;
}

/* An unknown partner has the real clock. */
static enum api_error check_timestamp(const struct context *context, bool partner_known)
{
    const char *text = value_of(context, QUERY_TIMESTAMP);
    size_t digits = text != NULL ? strspn(text, "0123456789") : 0;
    if (digits == 0 || digits > TIMESTAMP_DIGITS || text[digits] != '\0')
        return API_BAD_TIMESTAMP;
    const struct mock_config *config = context->config;
    const char *client_id = partner_known ? context->partner.client_id : NULL;
    int64_t off = strtoll(text, NULL, 10) - config->now(config->context, client_id) / MICROSECONDS;
    if (config->clock_skew != 0 && llabs(off) > config->clock_skew)
        return API_BAD_TIMESTAMP;
    return API_OK;
}

/* Copies the value without the white space around it; one that is too long is cut, which leaves it
 * too long to be a signature. */
static void trim(const char *value, char out[SNAPTRADE_SIGNATURE_SIZE + 1])
{
    value += strspn(value, " \t");
    size_t length = strlen(value);
    while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
        length--;
    if (length > SNAPTRADE_SIGNATURE_SIZE)
        length = SNAPTRADE_SIGNATURE_SIZE;
    memcpy(out, value, length);
    out[length] = '\0';
}

static enum api_error refuse_signature(const struct context *context, const char *why)
{
    snprintf(context->report->refusal, sizeof context->report->refusal, "%s", why);
    return API_BAD_SIGNATURE;
}

/* Of the methods that the API is asked with, a body belongs to POST alone: with any other it is
 * read, and neither signed nor used. */
static const char *signed_body(const struct http_request *request)
{
    return request->method == HTTP_POST ? request->body : NULL;
}

static enum api_error check_signature(const struct context *context, bool partner_known)
{
    const char *value = NULL;
    size_t count = http_find_header(context->request, "Signature", &value);
    if (!partner_known)
        return refuse_signature(context, "unknown clientId");
    if (count == 0)
        return refuse_signature(context, "no Signature header");
    if (count > 1)
        return refuse_signature(context, "several Signature headers");
    char signature[SNAPTRADE_SIGNATURE_SIZE + 1];
    trim(value, signature);
    const struct snaptrade_verify_input input = {
        .consumer_key = context->partner.consumer_key,
        .path = context->request->path,
        .query = context->request->query,
        .body = signed_body(context->request),
        .signature = signature,
        .strict = context->config->strict,
    };
    switch (snaptrade_verify(context->signer, &input, context->report->rule)) {
    case SNAPTRADE_VERIFY_MATCH:
        return API_OK;
    case SNAPTRADE_VERIFY_NO_MEMORY:
        return API_NO_MEMORY;
    default:
        return refuse_signature(context, "wrong signature");
    }
}

/* A refused signature never comes here: it spends nothing. */
static enum api_error check_throttle(struct context *context)
{
    const struct mock_config *config = context->config;
    unsigned seconds = 0;
    if (config->admit == NULL ||
        config->admit(config->context, context->partner.client_id, &seconds))
        return API_OK;
    snprintf(context->room, sizeof context->room, "%u", seconds);
    context->argument = context->room;
    return API_THROTTLED;
}

static enum api_error check_user(struct context *context)
{
    struct store *store = context->config->store;
    const char *client_id = context->partner.client_id;
    if (is_implicit_user(context))
        return store_first_user(store, client_id, &context->user) ? API_OK : API_BAD_USER;
    const char *user_secret = value_of(context, QUERY_USER_SECRET);
    bool known =
        store_find_user(store, client_id, value_of(context, QUERY_USER_ID), &context->user);
    return known && snaptrade_secret_equal(user_secret, context->user.user_secret) ? API_OK
                                                                                   : API_BAD_USER;
}

static enum api_error check_partner(const struct context *context)
{
    const char *partner = value_of(context, QUERY_PARTNER_CLIENT_ID);
    if (partner == NULL)
        return API_NO_PARTNER;
    return strcmp(partner, context->partner.client_id) == 0 ? API_OK : API_FORBIDDEN;
}

enum api_error auth_check(struct context *context)
{
    enum route_auth auth = context->match.route->auth;
    if (auth == ROUTE_OPEN)
        return API_OK;
    const char *client_id = value_of(context, QUERY_CLIENT_ID);
    bool known = client_id != NULL &&
                 store_find_partner(context->config->store, client_id, &context->partner);
    if (known) {
        memcpy(context->report->client_id, client_id, strlen(client_id) + 1);
        if (context->partner.personal && auth == ROUTE_USER)
            drop_empty_user(context);
    }
    enum api_error error = check_presence(context, known);
    if (error == API_OK)
        error = check_timestamp(context, known);
    if (error == API_OK)
        error = check_signature(context, known);
    if (error == API_OK)
        error = check_throttle(context);
    if (error != API_OK)
        return error;
    switch (auth) {
    case ROUTE_USER:
        return check_user(context);
    case ROUTE_PARTNER:
        return check_partner(context);
    default:
        return API_OK;
    }
}
